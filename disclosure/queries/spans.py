"""Windows of versions whose record and item are loaded."""

from core.settings import Settings
from disclosure.audiences import audience_of
from disclosure.deadlines import limits_of
from disclosure.models import Version
from disclosure.postings import posting_of
from disclosure.windows import Facts, Span, record_window
from disclosure.workdays import Workdays


def facts_of(version: Version) -> Facts:
    """The facts of a version whose record and item are loaded."""
    item = version.record.item
    return Facts(
        cadence=item.cadence if item else "",
        period=version.record.period,
        due_day=item.due_day if item else 10,
        limits=limits_of(item.limit_rules) if item else (),
        published_at=version.published_at,
        effective_on=version.effective_on,
        abolished_on=version.abolished_on,
        ends_at=version.ends_at,
        superseded_at=version.superseded_at,
        withdrawn_at=version.withdrawn_at,
        starts_at=version.starts_at,
        posting=posting_of(version.posting_days, version.posting_unit, version.posting_extended),
        audience=audience_in(version),
    )


def audience_in(version: Version) -> str:
    """For whom a version is meant; its record and item are loaded."""
    item = version.record.item
    return audience_of(item.audience if item else None, version.group_name, version.group_area)


def span_of(version: Version, settings: Settings, calendar: Workdays) -> Span:
    """The window of a version whose record and item are loaded; ``calendar``:
    disclosure.queries.workdays()."""
    return record_window(facts_of(version), settings.zone, calendar)
