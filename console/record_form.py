"""The record form: typed values to a draft, and a stored draft back to values."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from console import kind_form, picture_form
from disclosure import kinds, markup
from disclosure.drafts import Draft
from disclosure.periods import CADENCES, MONTHS, Period, period_of
from disclosure.richtext import content_of_html
from disclosure.tables import Wrong, shaping
from media.content import Content, Roster, Table, paragraph

Values = dict[str, str]
DATES = ("formed_on", "issued_on", "effective_on", "abolished_on")
INSTANTS = ("starts_at", "ends_at")
KEPT = ("attachments", "group_area", "unmasked_ground")
"""What other pages write: a form saved later leaves it as it was."""
TEXTS = (
    "title",
    "index_number",
    "publisher",
    "document_number",
    "subject",
    "keywords",
    "official_url",
    "posting_unit",
    "objection",
    "group_name",
    "event",
)
_LOCAL = "%Y-%m-%dT%H:%M"
_BACK = 6
"""Periods offered before the current one."""


@dataclass(frozen=True)
class Body:
    """The content as typed, and what is wrong with it."""

    content: Content
    wrong: tuple[Wrong, ...] = ()


def values_of(draft: Draft, zone: ZoneInfo) -> Values:
    """The form's values of a stored draft."""
    values = {name: getattr(draft, name) for name in TEXTS}
    values |= {name: day.isoformat() for name in DATES if (day := getattr(draft, name))}
    values["nil_return"] = "1" if draft.nil_return else ""
    for name in INSTANTS:
        if instant := getattr(draft, name):
            values[name] = instant.astimezone(zone).strftime(_LOCAL)
    values["posting_days"] = str(draft.posting_days or "")
    if draft.kind in kinds.KINDS:
        fields = kinds.stored_fields(draft.kind, draft.fields_json)
        return values | kind_form.values_of(fields)
    return values | body_values(draft.template, draft.content)


def body_values(template: str, content: Content) -> Values:
    """Caption and body of a content as people would type them."""
    written = _written(template, content)
    return {name: text.strip("\n\r ") for name, text in written.items()}


def _written(template: str, content: Content) -> Values:
    first = content.blocks[0] if len(content.blocks) == 1 else None
    if template == "table" and isinstance(first, Table):
        return {"caption": first.caption, "body": shaping.table_text(first)}
    if template == "roster" and isinstance(first, Roster):
        return {"caption": first.caption, "body": shaping.roster_text(first)}
    if template == "picture":
        return picture_form.values_of(content)
    if template == "strip":
        return {"body": content.text.replace("\n", " ")}
    return {"body": markup.text_of(content)}


def read_body(values: Values, template: str, known: Content | None = None) -> Body:
    """The content.  A body that was not touched keeps ``known``, with all that cannot be typed."""
    body, caption = values.get("body", ""), values.get("caption", "")
    if known is not None and body_values(template, known) == _typed_body(values, template, known):
        return Body(known)
    if template == "table":
        table, wrong = shaping.read_table(body, caption)
        return Body(Content(blocks=(table,) if table.rows else ()), wrong)
    if template == "roster":
        roster, wrong = shaping.read_roster(body, caption)
        roster = picture_form.photos_kept(roster, known)
        return Body(Content(blocks=(roster,) if roster.members else ()), wrong)
    if template == "strip":
        line = " ".join(body.split())
        return Body(Content(blocks=(paragraph(line),) if line else ()))
    if body.lstrip().startswith("<"):
        return Body(content_of_html(body))
    return Body(markup.content_of(body))


def draft_values(values: Values, zone: ZoneInfo, known: Draft | None = None) -> dict[str, object]:
    """What disclosure.drafts.read_draft takes besides content and fields; what the form does not
    ask for stays as in ``known``.  Raises ValueError for a bad instant or number of days."""
    found: dict[str, object] = {name: getattr(known, name) for name in KEPT} if known else {}
    found |= {name: values.get(name, "") for name in TEXTS}
    found |= {name: values[name] for name in DATES if values.get(name)}
    for name in INSTANTS:
        if values.get(name):
            found[name] = _instant(values[name], zone)
    if values.get("posting_days"):
        found["posting_days"] = int(values["posting_days"])
    return found | {"nil_return": values.get("nil_return") == "1"}


def period_options(cadence: str, today: datetime) -> list[tuple[str, str]]:
    """(code, name) of the periods one would report on, the newest first; ``today`` is local."""
    kind = CADENCES.get(cadence)
    if kind is None:
        return []
    period: Period = period_of(kind, today.date())
    options = []
    for _ in range(_BACK + 12 // MONTHS[kind] // 4):
        options.append((str(period), period.name()))
        period = period.previous()
    return options


def likely_period(cadence: str, today: datetime) -> str:
    """The last period that is over."""
    kind = CADENCES.get(cadence)
    return str(period_of(kind, today.date()).previous()) if kind else ""


def wrong_sentences(wrong: tuple[Wrong, ...]) -> str:
    """The first of them, each with its row."""
    return " ".join(one.sentence for one in wrong[:10])


def _typed_body(values: Values, template: str, known: Content) -> Values:
    return {name: values.get(name, "") for name in body_values(template, known)}


def _instant(text: str, zone: ZoneInfo) -> datetime:
    """Raises ValueError, also for what has no instant: the calendar's first hours east of UTC."""
    try:
        return datetime.strptime(text, _LOCAL).replace(tzinfo=zone).astimezone(UTC)
    except OverflowError as problem:
        raise ValueError(text) from problem
