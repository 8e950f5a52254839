"""In which state a public page stands, and how it says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from core.messages import marked, text
from disclosure.sheets import last_shown
from disclosure.windows import Span, day_fields

Tone = Literal["good", "wait", "past"]


@dataclass(frozen=True)
class Standing:
    """``state``: current, upcoming, superseded, stale, abolished, ended, posting (its posting is
    over) or withdrawn.

    ``mark``: the word on it; ``sentence``: what it means; ``tone``: its colour.
    """

    state: str
    mark: str
    sentence: str
    tone: Tone
    until: str = ""
    """The last day on which it holds, where that is known and still to come."""

    @property
    def gone(self) -> bool:
        """Whether nothing but a note is left."""
        return self.state == "withdrawn"


_MARKS: dict[str, tuple[str, Tone]] = {
    "superseded": (marked("已有新版本"), "wait"),
    "stale": (marked("往期"), "past"),
    "abolished": (marked("已废止"), "past"),
    "ended": (marked("已结束"), "past"),
    "posting": (marked("公示期满"), "past"),
}


def standing(
    span: Span,
    at: datetime,
    zone: ZoneInfo,
    *,
    withdrawn: datetime | None = None,
    last_wording: bool = False,
) -> Standing:
    """The state at ``at`` of a version with that window.

    ``last_wording``: nothing newer was said about its own period: what superseded it is a later
    period's record, so it is 往期.
    """
    if withdrawn is not None:
        sentence = text("本条信息已于{day}撤下。", day=_day(withdrawn, zone))
        return Standing("withdrawn", text("已撤下"), sentence, "past")
    refusal = span.refusal(at)
    if refusal is None and span.rule == "posting":
        return Standing("current", text("公示中"), f"{span.because}。", "good", _until(span, zone))
    if refusal is None:
        return Standing("current", text("现行有效"), "", "good", _until(span, zone))
    rule, because = refusal
    if rule == "not_effective":
        return Standing("upcoming", text("尚未施行"), f"{because}。", "wait")
    if rule == "superseded" and last_wording:
        since = _day(span.window.end or at, zone)
        sentence = text("后一期信息已于{day}公布，此处保留原文供查阅。", day=since)
        return Standing(rule, text("往期"), sentence, "past")
    mark, tone = _MARKS[rule]
    return Standing(rule, text(mark), _past(span, rule, zone), tone)


def _until(span: Span, zone: ZoneInfo) -> str:
    return last_shown(span.window.end, zone) if span.window.end else ""


def _past(span: Span, rule: str, zone: ZoneInfo) -> str:
    since = _day(span.window.end, zone) if span.window.end else ""
    if rule == "superseded":
        return text("自{day}起由新的信息代替，此处保留原文供查阅。", day=since)
    return text("{because}。自{day}起转为往期，保留原文供查阅。", because=span.because, day=since)


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return text("{year}年{month}月{day}日", **day_fields(instant.astimezone(zone).date()))
