"""What an author writes: its shape, what it may hold, and what submission needs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, field_validator

from core.errors import HallboardError, Invalid, TooLarge
from core.instants import utc
from core.messages import marked, text
from disclosure import kinds
from disclosure.periods import Kind as PeriodKind
from disclosure.periods import Period
from media.content import Content, paragraph

TITLE = 200
LARGEST = 400_000
"""Characters of a content's JSON: a document of some hundred pages of text."""
YEARS = range(1900, 2200)
"""What a date may say: one near the ends of the calendar has no instant in every zone, and would
stop the planning of every screen."""
_DATES = ("formed_on", "issued_on", "effective_on", "abolished_on", "ends_at", "starts_at")
_NIL = {
    "quarter": (
        marked("{period}{item}：本季度无发生"),
        marked("{period}，{unit}“{item}”事项本季度无发生。特此公开。"),
    ),
    "month": (
        marked("{period}{item}：本月无发生"),
        marked("{period}，{unit}“{item}”事项本月无发生。特此公开。"),
    ),
    "half": (
        marked("{period}{item}：本半年度无发生"),
        marked("{period}，{unit}“{item}”事项本半年度无发生。特此公开。"),
    ),
    "year": (
        marked("{period}{item}：本年度无发生"),
        marked("{period}，{unit}“{item}”事项本年度无发生。特此公开。"),
    ),
}
_SAID: dict[PeriodKind, tuple[str, ...]] = {
    "quarter": ("季度",),
    "month": ("月度",),
    "half": ("半年度", "半年"),
    "year": ("年度",),
}
"""How an item's name may begin that says its period's kind."""


class Doubt(BaseModel):
    """A place that an import was unsure of; ``cleared``: a person looked at it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str = ""
    message: str
    line: int = 0
    quote: str = ""
    cleared: bool = False

    @property
    def same(self) -> tuple[str, str, int, str]:
        """What makes two doubts the same one."""
        return (self.kind, self.message, self.line, self.quote)


class Draft(BaseModel):
    """The wording of a version.  Dates are local days, ``ends_at`` an instant."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(max_length=TITLE)] = ""
    template: Literal["notice", "table", "roster", "picture", "strip"] = "notice"
    content: Content = Content()
    nil_return: bool = False
    index_number: Annotated[str, Field(max_length=80)] = ""
    publisher: Annotated[str, Field(max_length=120)] = ""
    document_number: Annotated[str, Field(max_length=80)] = ""
    subject: Annotated[str, Field(max_length=80)] = ""
    keywords: Annotated[str, Field(max_length=200)] = ""
    formed_on: date | None = None
    issued_on: date | None = None
    effective_on: date | None = None
    abolished_on: date | None = None
    ends_at: AwareDatetime | None = None
    official_url: Annotated[str, Field(max_length=500)] = ""
    kind: Annotated[str, Field(max_length=20)] = ""
    fields_json: str = "{}"
    """The structured fields of its kind, as canonical JSON."""
    starts_at: AwareDatetime | None = None
    posting_days: Annotated[int, Field(ge=1, le=365)] | None = None
    posting_unit: Literal["", "working_day", "calendar_day"] = ""
    objection: Annotated[str, Field(max_length=200)] = ""
    group_name: Annotated[str, Field(max_length=80)] = ""
    group_area: Annotated[str, Field(max_length=200)] = ""
    event: Literal["", "major", "concern", "conference", "response"] = ""
    attachments: str = "[]"
    """Its files, as JSON of disclosure/attachments."""
    unmasked_ground: Annotated[str, Field(max_length=300)] = ""
    unsure: tuple[Doubt, ...] = ()

    @field_validator("ends_at", "starts_at")
    @classmethod
    def _in_utc(cls, value: datetime | None) -> datetime | None:
        return utc(value) if value is not None else None


def read_draft(values: Mapping[str, object]) -> Draft:
    """A draft of what a form or a file gave.  Raises Invalid naming the first bad field."""
    try:
        return Draft.model_validate(values)
    except ValidationError as problem:
        first = problem.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        if first["type"] == "string_too_long":
            raise Invalid(
                "too-long", "最多 {most} 个字。", most=first["ctx"]["max_length"], field=field
            ) from problem
        raise Invalid("field-bad", "“{field}”填写有误，请检查。", field=field) from problem


def composed(draft: Draft) -> Draft:
    """The draft with the content and template of its kind, made of its fields; one of no kind
    comes back as it is.  Raises Invalid for fields that cannot be read."""
    if not draft.kind or draft.nil_return:
        return draft
    kind = kinds.kind_of(draft.kind)
    fields = kinds.stored_fields(draft.kind, draft.fields_json)
    made = {"fields_json": kinds.fields_text(fields), "content": kind.compose(fields)}
    return draft.model_copy(update=made | {"template": kind.template})


def check_saveable(draft: Draft) -> None:
    """Raises TooLarge or Invalid for what may not even be stored."""
    if len(draft.content.model_dump_json()) > LARGEST:
        raise TooLarge("content-too-large", "正文过长，请分成几条信息公开。", field="content")
    if "\\u0000" in draft.model_dump_json():  # PostgreSQL cannot keep it
        raise Invalid("text-unreadable", "内容中有无法保存的字符，请删除后再试。", field="content")
    for name in _DATES:
        said: date | None = getattr(draft, name)
        if said is not None and said.year not in YEARS:
            raise Invalid("date-range", "日期应在 1900 年到 2199 年之间。", field=name)
    if draft.official_url and not _is_web_address(draft.official_url):
        raise Invalid(
            "official-url-bad",
            "政府网站链接应以 https:// 或 http:// 开头。",
            field="official_url",
        )


def problems(draft: Draft, at: datetime) -> tuple[HallboardError, ...]:
    """What stands in the way of submission at ``at``, each an error with its field."""
    found: list[HallboardError] = []
    if not draft.title:
        found.append(Invalid("title-missing", "请填写标题。", field="title"))
    if not draft.content.text.strip():
        found.append(Invalid("content-missing", "正文不能为空。", field="content"))
    found.extend(_kind_problems(draft))
    if draft.template == "strip" and draft.ends_at is None:
        found.append(Invalid("end-missing", "条屏标语必须填写展示截止时间。", field="ends_at"))
    if draft.ends_at is not None and draft.ends_at <= at:
        found.append(Invalid("end-past", "展示截止时间已过。", field="ends_at"))
    if _ends_before_it_begins(draft):
        found.append(
            Invalid("dates-crossed", "废止日期不能早于或等于生效日期。", field="abolished_on")
        )
    found.extend(_crossed(draft))
    open_doubts = sum(not doubt.cleared for doubt in draft.unsure)
    if open_doubts:
        found.append(
            Invalid(
                "unsure-open",
                "还有 {count} 处需人工核对，请逐一确认后再提交。",
                count=open_doubts,
                field="unsure",
            )
        )
    return tuple(found)


def check_ready(draft: Draft, at: datetime) -> None:
    """Raises the first of its problems."""
    for problem in problems(draft, at):
        raise problem


def with_nil_return(draft: Draft, *, unit: str, item: str, period: Period | None) -> Draft:
    """The draft of a period in which nothing happened: title and content are written for it.

    Raises Invalid where there is no period to speak of.  Other drafts come back as they are.
    """
    if not draft.nil_return:
        return draft
    if period is None:
        raise Invalid(
            "nil-without-period", "只有定期公开的事项可以申报无发生。", field="nil_return"
        )
    title, sentence = _NIL[period.kind]
    data = {"period": period.name(), "item": _shorter(item, period), "unit": unit}
    return draft.model_copy(
        update={
            "title": _shortened(title, data),
            "template": "notice",
            "content": Content(blocks=(paragraph(text(sentence, **data)),)),
            "kind": "",
            "fields_json": "{}",
        }
    )


def with_title(draft: Draft, *, item: str, period: Period | None) -> Draft:
    """The draft, called by its period and item where its author gave it no title."""
    if draft.title or period is None:
        return draft
    return draft.model_copy(update={"title": f"{period.name()}{_shorter(item, period)}"[:200]})


def _shorter(item: str, period: Period) -> str:
    """2026年第三季度 + 季度财务收支 would say the quarter twice."""
    for said in _SAID[period.kind]:
        if item.startswith(said):
            return item.removeprefix(said) or item
    return item


def merged_doubts(
    before: Sequence[Mapping[str, object]], draft: Draft, person: str, at: datetime
) -> list[dict[str, object]]:
    """The doubts to store: none of ``before`` is lost, a newly cleared one says by whom and when,
    and what was cleared stays so."""
    given = {doubt.same: doubt for doubt in draft.unsure}
    kept = [(Doubt.model_validate(row), row) for row in before]
    merged: list[dict[str, object]] = []
    for known, row in kept:
        doubt = given.pop(known.same, known)
        merged.append(dict(row) if known.cleared else _stored(doubt, person, at))
    return merged + [_stored(doubt, person, at) for doubt in given.values()]


def _stored(doubt: Doubt, person: str, at: datetime) -> dict[str, object]:
    row: dict[str, object] = doubt.model_dump()
    if doubt.cleared:
        row |= {"cleared_by": person, "cleared_at": at.isoformat()}
    return row


def _kind_problems(draft: Draft) -> list[HallboardError]:
    """What its kind wants: fields filled, sums that add up, an end."""
    if not draft.kind or draft.nil_return:
        return []
    kind = kinds.kind_of(draft.kind)
    faults = kind.problems(kinds.stored_fields(draft.kind, draft.fields_json))
    found: list[HallboardError] = []
    if faults:
        found.append(kinds.refusal("fields-incomplete", faults))
    if kind.must_end and kind.template != "strip" and draft.ends_at is None:
        found.append(
            Invalid(
                "end-missing", "“{kind}”必须填写展示截止时间。", kind=kind.name, field="ends_at"
            )
        )
    return found


def _crossed(draft: Draft) -> list[HallboardError]:
    """Dates that stand in the wrong order, each named with the other."""
    found: list[HallboardError] = []
    if draft.formed_on and draft.issued_on and draft.issued_on < draft.formed_on:
        found.append(
            Invalid(
                "issued-before-formed",
                "发布日期 {issued} 早于成文日期 {formed}。",
                issued=draft.issued_on.isoformat(),
                formed=draft.formed_on.isoformat(),
                field="issued_on",
            )
        )
    if draft.formed_on and draft.ends_at and draft.ends_at.date() < draft.formed_on:
        found.append(
            Invalid(
                "end-before-formed",
                "展示截止时间早于成文日期 {formed}。",
                formed=draft.formed_on.isoformat(),
                field="ends_at",
            )
        )
    if draft.starts_at and draft.ends_at and draft.ends_at <= draft.starts_at:
        found.append(Invalid("window-crossed", "展示截止时间不晚于开始时间。", field="ends_at"))
    return found


def _shortened(title: str, data: dict[str, str]) -> str:
    room = TITLE - len(text(title, **(data | {"item": ""})))
    return text(title, **(data | {"item": data["item"][:room]}))


def _ends_before_it_begins(draft: Draft) -> bool:
    if draft.abolished_on is None or draft.effective_on is None:
        return False
    return draft.abolished_on <= draft.effective_on


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    clean = not any(character.isspace() or ord(character) < 32 for character in address)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and clean
