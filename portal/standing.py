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
    """``state``: current, upcoming, superseded, stale, abolished, ended or withdrawn.

    ``mark``: the word on it; ``sentence``: what it means; ``tone``: its colour.
    """

    state: str
    mark: str
    sentence: str
    tone: Tone

    @property
    def gone(self) -> bool:
        """Whether nothing but a note is left."""
        return self.state == "withdrawn"


_MARKS: dict[str, tuple[str, Tone]] = {
    "superseded": (marked("已有新版本"), "wait"),
    "stale": (marked("往期"), "past"),
    "abolished": (marked("已废止"), "past"),
    "ended": (marked("已结束"), "past"),
}


def standing(span: Span, withdrawn: datetime | None, at: datetime, zone: ZoneInfo) -> Standing:
    """The state at ``at`` of a version with that window."""
    if withdrawn is not None:
        sentence = text("本条信息已于{day}撤下。", day=_day(withdrawn, zone))
        return Standing("withdrawn", text("已撤下"), sentence, "past")
    refusal = span.refusal(at)
    if refusal is None:
        return Standing("current", text("现行有效"), _until(span, zone), "good")
    rule, because = refusal
    if rule == "not_effective":
        return Standing("upcoming", text("尚未施行"), f"{because}。", "wait")
    mark, tone = _MARKS[rule]
    return Standing(rule, text(mark), _past(span, rule, zone), tone)


def _until(span: Span, zone: ZoneInfo) -> str:
    if span.window.end is None:
        return ""
    return text("本期信息有效至{day}。", day=last_shown(span.window.end, zone))


def _past(span: Span, rule: str, zone: ZoneInfo) -> str:
    since = _day(span.window.end, zone) if span.window.end else ""
    if rule == "superseded":
        return text("自{day}起由新的信息代替，此处保留原文供查阅。", day=since)
    return text("{because}。自{day}起转为往期，保留原文供查阅。", because=span.because, day=since)


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return text("{year}年{month}月{day}日", **day_fields(instant.astimezone(zone).date()))
