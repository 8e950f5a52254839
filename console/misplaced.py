"""What a programme selects but some of its screens may not show: said when it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from disclosure.audiences import PUBLIC
from disclosure.candidates import Candidate
from schedules.audiences import unseen
from schedules.selection import Selection, selects
from schedules.targets import fits
from signage.queries import ScreenView, place_of

MOST = 20


@dataclass(frozen=True)
class Misplaced:
    """A version that stays off some of a programme's screens: the reason on one of them, and how
    they are all called."""

    candidate: Candidate
    because: str
    screens: tuple[str, ...]


def misplaced(
    selection: Selection, targets: str, candidates: Iterable[Candidate], views: Iterable[ScreenView]
) -> list[Misplaced]:
    """In the order of ``candidates``; at most :data:`MOST`."""
    places = [(view, place_of(view.screen)) for view in views]
    meant = [(view, place) for view, place in places if fits(targets, place)]
    found: list[Misplaced] = []
    for one in candidates:
        if one.audience == PUBLIC or len(found) >= MOST:
            continue
        told = [
            (view, reason)
            for view, place in meant
            if selects(selection, one, place.unit_path) and (reason := unseen(one, place))
        ]
        if told:
            names = tuple(f"{view.screen.hall.name} · {view.screen.name}" for view, _ in told)
            found.append(Misplaced(one, str(told[0][1]), names))
    return found
