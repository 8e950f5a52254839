"""When a version may be shown: the one place where expiry is decided.

Half-open and in UTC.  The earliest end wins and is named, with the sentence that says why.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from core.messages import marked, text
from core.windows import Window
from disclosure import periods
from disclosure.audiences import PUBLIC
from disclosure.deadlines import period_due_on
from disclosure.postings import WEEKDAYS, Posting, posting_days
from disclosure.timelimits import Rule
from disclosure.workdays import Workdays

FIXED = "fixed"
PERMANENT = "permanent"
_RANK = ("withdrawn", "superseded", "abolished", "ended", "posting", "stale")
"""Which rule is named when several end at the same instant: what people did comes first."""


@dataclass(frozen=True)
class Facts:
    """What the window of a version depends on; None where it does not apply.

    ``cadence`` of its catalogue item, "" without one.  ``published_at`` None: as if it were
    published long ago, for previews.  Dates are meant in the zone given to record_window.
    """

    cadence: str = ""
    period: str | None = None
    due_day: int = 10
    limits: tuple[Rule, ...] = ()
    """The item's time limit as it was read: where it names the due day, that day holds."""
    published_at: datetime | None = None
    effective_on: date | None = None
    abolished_on: date | None = None
    ends_at: datetime | None = None
    superseded_at: datetime | None = None
    withdrawn_at: datetime | None = None
    starts_at: datetime | None = None
    """Its scheduled start, however early it was published."""
    posting: Posting | None = None
    audience: str = PUBLIC
    """public, group or staff (disclosure/audiences.py)."""


@dataclass(frozen=True)
class Because:
    """A sentence: a key of the message catalogue and its data."""

    key: str
    data: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return text(self.key, **self.data)


@dataclass(frozen=True)
class Span:
    """The window, the rule that decides its end, and the sentence.

    ``rule``: posting, stale, abolished, ended, superseded or withdrawn; ``permanent`` or
    ``until_changed`` where nothing ends it; ``not_effective`` where it would end before it begins.
    ``opening``: why it does not begin with publication, if so.
    ``posted``: the whole posting period, whatever else ends it earlier.
    ``provisional``: it ends with a posting period whose working days are not all known yet; the
    end is computed again when the year's official days arrive.
    """

    window: Window
    rule: str
    because: Because
    opening: Because | None
    posted: "Posted | None"
    provisional: bool

    def refusal(self, at: datetime) -> tuple[str, Because] | None:
        """The rule and sentence that keep it from being shown at ``at``; None when shown."""
        if self.window.contains(at):
            return None
        before = self.window.start is not None and at < self.window.start
        if before and not self.window.empty:
            return "not_effective", self.opening or Because(marked("尚未公布"))
        return self.rule, self.because


@dataclass(frozen=True)
class Posted:
    """A posting period in local days: put up on ``since``, counted from ``first`` to ``last``,
    down at the end of ``last``, which is ``end`` in UTC.  ``days`` with its extensions."""

    since: date
    first: date
    last: date
    end: datetime
    days: int
    unit: Literal["working_day", "calendar_day"]
    provisional: bool


def record_window(facts: Facts, zone: ZoneInfo, calendar: Workdays = WEEKDAYS) -> Span:
    """When a version with these facts may be shown.  ``calendar`` counts working days.

    * Scheduled start: not before that instant.
    * 生效日期: from the first instant of that day.
    * 废止日期: the day from which it no longer holds, so it is last shown on the day before.
    * Periodic: until the end of the day by which its successor is due.
    * Posting period (公示期): to the end of its last day, counted from the day after its start,
      in working days or calendar days as its cell says; then it comes down by itself.
    * Superseded and withdrawn: from that instant on.
    * Fixed content stays until changed; that its yearly check is due hides nothing.

    Raises Invalid when the item is periodic and the period cannot be read.
    """
    start, opening = _start(facts, zone)
    posted = _posted(facts.posting, start, zone, calendar)
    ends = _ends(facts, zone)
    if posted is not None and facts.posting is not None:
        ends.append((posted.end, "posting", _posting_because(facts.posting, posted)))
    if ends:
        end, rule, because = min(ends, key=lambda found: (found[0], _RANK.index(found[1])))
    else:
        end, rule, because = None, *_unending(facts)
    return Span(
        Window(start, end),
        rule,
        because,
        opening,
        posted,
        provisional=rule == "posting" and posted is not None and posted.provisional,
    )


def planned(facts: Facts) -> Facts:
    """The facts as they stood at publication: what a page may say of its own end."""
    return Facts(
        cadence=facts.cadence,
        period=facts.period,
        due_day=facts.due_day,
        limits=facts.limits,
        published_at=facts.published_at,
        effective_on=facts.effective_on,
        abolished_on=facts.abolished_on,
        ends_at=facts.ends_at,
        starts_at=facts.starts_at,
        posting=facts.posting,
        audience=facts.audience,
    )


def is_evergreen(facts: Facts, zone: ZoneInfo) -> bool:
    """Whether it may stay on a screen that lost contact beyond its lease: content for everybody
    that was meant to stay, fixed or permanent, without an end of its own."""
    lasting = facts.cadence in (FIXED, PERMANENT) and facts.audience == PUBLIC
    return lasting and record_window(planned(facts), zone).window.end is None


def _start(facts: Facts, zone: ZoneInfo) -> tuple[datetime | None, Because | None]:
    """The latest of publication, scheduled start and 生效日期; where publication is not the
    latest, why it waits."""
    start, opening = facts.published_at, None
    if facts.starts_at is not None and (start is None or facts.starts_at > start):
        key = marked("定于{year}年{month}月{day}日{time}开始展示")
        start, opening = facts.starts_at, Because(key, _moment(facts.starts_at, zone))
    if facts.effective_on is None:
        return start, opening
    effective = periods.midnight(facts.effective_on, zone)
    if start is not None and effective <= start:
        return start, opening
    return effective, Because(
        marked("自{year}年{month}月{day}日起施行"), day_fields(facts.effective_on)
    )


def _posted(
    posting: Posting | None, start: datetime | None, zone: ZoneInfo, calendar: Workdays
) -> Posted | None:
    """The posting period; None without one, or while nobody knows when it begins."""
    if posting is None or start is None:
        return None
    since = start.astimezone(zone).date()
    reached = posting_days(posting, since, calendar)
    return Posted(
        since=since,
        first=reached.first,
        last=reached.last,
        end=periods.midnight(reached.last + timedelta(days=1), zone),
        days=posting.whole,
        unit=posting.unit,
        provisional=reached.provisional,
    )


def _posting_because(posting: Posting, posted: Posted) -> Because:
    """公示期5个工作日，自2026年11月20日起至2026年11月27日止（自次日起算）."""
    key = marked("{length}，自{from}起至{to}止（自次日起算{more}）")
    more = text("；节假日安排公布后重新推算") if posted.provisional else ""
    data: dict[str, object] = {
        "length": length_text(posting),
        "from": _day_text(posted.since),
        "to": _day_text(posted.last),
        "more": more,
    }
    return Because(key, data)


def length_text(posting: Posting) -> str:
    """公示期5个工作日, with what a person added: 公示期5个工作日并延长2个工作日."""
    days, longer = posting.days, posting.extended
    if posting.unit == "working_day":
        if not longer:
            return text("公示期{days}个工作日", days=days)
        return text("公示期{days}个工作日并延长{longer}个工作日", days=days, longer=longer)
    if not longer:
        return text("公示期{days}日", days=days)
    return text("公示期{days}日并延长{longer}日", days=days, longer=longer)


def _ends(facts: Facts, zone: ZoneInfo) -> list[tuple[datetime, str, Because]]:
    found: list[tuple[datetime, str, Because]] = []
    if facts.withdrawn_at is not None:
        found.append((facts.withdrawn_at, "withdrawn", Because(marked("已撤下"))))
    if facts.superseded_at is not None:
        found.append((facts.superseded_at, "superseded", Because(marked("已有新的版本"))))
    if facts.abolished_on is not None:
        because = Because(
            marked("自{year}年{month}月{day}日起废止"), day_fields(facts.abolished_on)
        )
        found.append((periods.midnight(facts.abolished_on, zone), "abolished", because))
    if facts.ends_at is not None:
        because = Because(
            marked("展示期限到{year}年{month}月{day}日{time}为止"), _moment(facts.ends_at, zone)
        )
        found.append((facts.ends_at, "ended", because))
    if facts.period is not None and periods.is_periodic(facts.cadence):
        successor = periods.parse(facts.period).next()
        due_on = period_due_on(successor, facts.due_day, facts.limits)
        stale = periods.midnight(due_on + timedelta(days=1), zone)
        found.append((stale, "stale", _stale_because(successor, due_on)))
    return found


def _stale_because(successor: periods.Period, due_on: date) -> Because:
    due = day_fields(due_on)
    data = successor.fields() | {f"due_{name}": value for name, value in due.items()}
    keys = {
        "quarter": marked(
            "{year}年第{quarter}季度信息应于{due_year}年{due_month}月{due_day}日前公开，本期信息届时过期"
        ),
        "half": marked(
            "{year}年{half}信息应于{due_year}年{due_month}月{due_day}日前公开，本期信息届时过期"
        ),
        "month": marked(
            "{year}年{number}月信息应于{due_year}年{due_month}月{due_day}日前公开，本期信息届时过期"
        ),
        "year": marked(
            "{year}年度信息应于{due_year}年{due_month}月{due_day}日前公开，本期信息届时过期"
        ),
    }
    return Because(keys[successor.kind], data)


def _unending(facts: Facts) -> tuple[str, Because]:
    if facts.cadence == PERMANENT:
        return "permanent", Because(marked("长期公开"))
    return "until_changed", Because(marked("内容有变化时更新"))


def day_fields(day: date) -> dict[str, object]:
    """What messages about a day may name: year, month, day."""
    return {"year": day.year, "month": day.month, "day": day.day}


def _moment(instant: datetime, zone: ZoneInfo) -> dict[str, object]:
    local = instant.astimezone(zone)
    return {**day_fields(local.date()), "time": f"{local:%H:%M}"}


def _day_text(day: date) -> str:
    return text("{year}年{month}月{day}日", **day_fields(day))
