"""From programmes, candidates and drawn pages to one screen's timeline, with every reason.

A pass over many screens shares one :class:`Library`: selections are worked out once.  Nothing
enters a timeline before its pages exist.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from core.messages import marked, text
from core.windows import Window
from disclosure.candidates import Candidate
from media.sheet import Sheet, page_key_of
from schedules.audiences import RULE, unseen
from schedules.programme import ProgrammeRule
from schedules.selection import Selection, chosen
from schedules.targets import fits
from schedules.timeline import Entry, PageRef, Place, Slot, Timeline, compile_timeline

CARRIERS = {"kiosk": "kiosk", "wall": "screen", "strip": "strip"}
"""Which carrier of a catalogue item means which kind of screen."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page in the store."""

    file: str
    bytes: int
    type: str
    width: int
    height: int
    alt: str


DRAWN = "drawn"
PageRow = tuple[str, str, str]
"""A page set as its row has it: state, JSON of the pages, JSON of the problem.  Plain texts: a
county has tens of thousands."""


@dataclass(frozen=True, slots=True)
class PageState:
    """How far the drawing of one page set is."""

    state: str
    """queued, drawing, drawn or failed."""
    pages: tuple[DrawnPage, ...] = ()
    problem: str = ""
    """Why it failed: a message key …"""
    data: Mapping[str, object] = field(default_factory=dict)
    """… and its fields."""

    @classmethod
    def read(cls, row: PageRow) -> "PageState":
        state, pages, problem = row
        why = json.loads(problem) if state == "failed" and problem else {}
        return cls(
            state=state,
            pages=tuple(DrawnPage(**page) for page in json.loads(pages)),
            problem=str(why.get("message", "")),
            data=why.get("data", {}),
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that keeps something off a screen: its name for programs, and the sentence as a
    message key with data."""

    rule: str
    key: str
    data: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return text(self.key, **self.data)


@dataclass(frozen=True, slots=True)
class Considered:
    """A candidate that a programme of this screen selects: playable, or not and why."""

    candidate: Candidate
    programme: ProgrammeRule
    key: str
    pages: tuple[DrawnPage, ...]
    reason: Reason | None
    """Holds at every instant; None where only the time decides."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """One screen's timeline and how it came about."""

    place: Place
    timeline: Timeline
    entries: tuple[Considered, ...]
    """One for each of ``timeline.entries``, in its order."""
    considered: tuple[Considered, ...]
    missing: Mapping[str, Sheet]
    """Page sets to be asked for, by key, for the place's profile: nobody has asked yet."""

    @property
    def rejected(self) -> tuple[Considered, ...]:
        """What cannot play here at any time in the horizon, each with its reason."""
        return tuple(one for one in self.considered if one.reason is not None)


class Library:
    """Programmes and candidates of one pass; remembers selections.

    Windows are narrowed to whole milliseconds, the unit of plans.
    """

    def __init__(
        self, programmes: Iterable[ProgrammeRule], candidates: Iterable[Candidate]
    ) -> None:
        self._programmes = sorted(map(_whole_programme, programmes), key=lambda one: one.id)
        self._candidates = [_whole_candidate(candidate) for candidate in candidates]
        self._by_unit: dict[str, list[Candidate]] = {}
        """By the code of the unit and of each above it: a county has tens of thousands."""
        for candidate in self._candidates:
            for code in set(candidate.unit_path.strip("/").split("/")):
                self._by_unit.setdefault(code, []).append(candidate)
        self._chosen: dict[tuple[str, str], list[Candidate]] = {}

    def selected(self, place: Place) -> Iterator[tuple[ProgrammeRule, list[Candidate]]]:
        """The programmes of a screen, each with what it selects, in the order of play."""
        for programme in self._programmes:
            if fits(programme.targets, place):
                yield programme, self._selection(programme, place.unit_path)

    def _selection(self, programme: ProgrammeRule, unit_path: str) -> list[Candidate]:
        here = unit_path if programme.selection.here else ""
        known = (programme.id, here)
        if known not in self._chosen:
            near = self._near(programme.selection, here)
            self._chosen[known] = chosen(programme.selection, near, here)
        return self._chosen[known]

    def _near(self, selection: Selection, here: str) -> list[Candidate]:
        """Some candidates, among them all that the selection can choose."""
        if selection.records:
            return self._candidates
        if here.strip("/"):
            return self._by_unit.get(here.strip("/").rpartition("/")[2], [])
        if len(selection.units) == 1:
            return self._by_unit.get(selection.units[0], [])
        return self._candidates


@dataclass(frozen=True, slots=True)
class Part:
    """A programme of a screen with what it selects and, beside each, its page key; "" for what
    never belongs on this kind of screen."""

    programme: ProgrammeRule
    candidates: tuple[Candidate, ...]
    keys: tuple[str, ...]


def parts(library: Library, place: Place) -> tuple[Part, ...]:
    """What the screen's timeline is made of, in the order of play: with the states of the page
    sets behind the keys and the horizon, nothing else enters it."""
    return tuple(
        Part(
            programme,
            tuple(candidates),
            tuple(
                "" if _unfit(one, place) else page_key_of(one.sheet_hash, place.profile)
                for one in candidates
            ),
        )
        for programme, candidates in library.selected(place)
    )


def wanted_keys(library: Library, place: Place) -> set[str]:
    """The keys of all page sets that the screen may need: load their states first."""
    return {key for part in parts(library, place) for key in part.keys if key}


def compile_place(
    library: Library,
    place: Place,
    states: Mapping[str, PageState],
    start: datetime,
    end: datetime,
) -> Compiled:
    """What the screen at ``place`` shows in [start, end), in UTC."""
    return compile_parts(parts(library, place), place, states, start, end)


def compile_parts(
    made_of: Iterable[Part],
    place: Place,
    states: Mapping[str, PageState],
    start: datetime,
    end: datetime,
) -> Compiled:
    """The same from what it is made of."""
    considered: list[Considered] = []
    slots: list[Slot] = []
    missing: dict[str, Sheet] = {}
    for part in made_of:
        own = [
            _consider(place, states, part.programme, one, key)
            for one, key in zip(part.candidates, part.keys, strict=True)
        ]
        considered += own
        slots.append(_slot(part.programme, own))
        missing |= {
            one.key: one.candidate.sheet
            for one in own
            if one.key
            and one.key not in states
            and needed(part.programme, one.candidate, start, end)
        }
    timeline = compile_timeline(slots, start, end)
    known = {(one.programme.id, one.candidate.version): one for one in considered}
    entries = tuple(known[entry.programme, entry.version] for entry in timeline.entries)
    return Compiled(place, timeline, entries, tuple(considered), missing)


def _consider(
    place: Place,
    states: Mapping[str, PageState],
    programme: ProgrammeRule,
    candidate: Candidate,
    key: str,
) -> Considered:
    if not key:
        return Considered(candidate, programme, "", (), _unfit(candidate, place))
    state = states.get(key)
    reason = _disabled(programme) or _undrawn(state)
    return Considered(candidate, programme, key, state.pages if state else (), reason)


def _disabled(programme: ProgrammeRule) -> Reason | None:
    if programme.enabled:
        return None
    return Reason(
        "programme_disabled", marked("轮播单“{programme}”已停用"), {"programme": programme.name}
    )


def _unfit(candidate: Candidate, place: Place) -> Reason | None:
    """Why this version never belongs on this kind of screen; None if it does."""
    if (told := unseen(candidate, place)) is not None:
        return Reason(RULE, told.key, told.data)
    if CARRIERS[place.kind] not in candidate.carriers:
        return Reason("carrier", marked("该事项的公开载体不含这类屏幕"))
    if (candidate.template == "strip") != (place.kind == "strip"):
        return Reason("template", marked("版式不适合这类屏幕：条屏只播条屏文字，其他屏幕不播"))
    return None


def _undrawn(state: PageState | None) -> Reason | None:
    """Why there is nothing to show yet; None once pages are drawn."""
    if state is not None and state.state == "failed":
        return Reason("pages_failed", state.problem, state.data)
    if state is None or not state.pages:
        return Reason("pages_queued", marked("页面正在生成，生成后自动上屏"))
    return None


def needed(programme: ProgrammeRule, candidate: Candidate, start: datetime, end: datetime) -> bool:
    """Whether it could play within the horizon if its pages were there."""
    span = candidate.window.meet(programme.validity).meet(Window(start, end))
    return programme.enabled and not span.empty


def _slot(programme: ProgrammeRule, considered: Sequence[Considered]) -> Slot:
    return Slot(
        programme=programme.id,
        level=programme.level,
        daypart=programme.daypart,
        entries=tuple(_entry(one) for one in considered if one.reason is None),
        validity=programme.validity,
        weight=programme.weight,
    )


def _entry(one: Considered) -> Entry:
    return Entry(
        version=one.candidate.version,
        page_key=one.key,
        pages=tuple(PageRef(page.file, one.programme.dwell_ms) for page in one.pages),
        window=one.candidate.window,
        programme=one.programme.id,
    )


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def whole_milliseconds(window: Window) -> Window:
    """The window narrowed to whole milliseconds; never widened."""
    start, end = window.start, window.end
    return Window(
        None if start is None else start + (_EPOCH - start) % _MILLISECOND,
        None if end is None else end - (end - _EPOCH) % _MILLISECOND,
    )


def _whole_candidate(candidate: Candidate) -> Candidate:
    window = whole_milliseconds(candidate.window)
    return candidate if window == candidate.window else replace(candidate, window=window)


def _whole_programme(programme: ProgrammeRule) -> ProgrammeRule:
    return replace(programme, validity=whole_milliseconds(programme.validity))
