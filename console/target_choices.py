"""Where a programme plays, as a person chooses it: hall by hall, and in each by kind of screen."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.words import KINDS
from core import messages


@dataclass(frozen=True)
class HallScreens:
    """A hall and its screens: (code, name, kind) each."""

    code: str
    name: str
    screens: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class Row:
    """A line of the editor: words of schedules.targets with how they are called there."""

    title: str
    kinds: Mapping[str, str]
    screens: Mapping[str, str]


def rows(
    halls: Sequence[HallScreens], chosen: Collection[str], offers: Callable[[str], bool]
) -> list[Row]:
    """Every word that can be ticked, of those that ``offers`` lets pass; what is chosen but stands
    in no line comes in a last row."""
    every = (_only(row, offers) for row in (_everywhere(), *(_of_hall(hall) for hall in halls)))
    found = [row for row in every if row.kinds or row.screens]
    offered = {word for row in found for word in (*row.kinds, *row.screens)}
    known = names(halls)
    rest = {word: name_of(word, known) for word in chosen if word not in offered}
    return [*found, Row(messages.text("其他"), rest, {})] if rest else found


def names(halls: Iterable[HallScreens]) -> dict[str, str]:
    """How single words are called in a list."""
    found = {"all": messages.text("全部屏幕")}
    found |= {
        f"kind:{kind}": messages.text("全部{kind}", kind=messages.text(name))
        for kind, name in KINDS.items()
    }
    for hall in halls:
        found[f"hall:{hall.code}"] = hall.name
        found |= {f"screen:{code}": f"{hall.name} · {name}" for code, name, _ in hall.screens}
    return found


def name_of(word: str, known: Mapping[str, str]) -> str:
    """How a stored word is called, also one joined of several (``hall:X+kind:wall``)."""
    return " · ".join(known.get(part, part) for part in word.split("+"))


def _everywhere() -> Row:
    kinds = {f"kind:{kind}": messages.text(name) for kind, name in KINDS.items()}
    return Row(messages.text("所有大厅"), {"all": messages.text("全部屏幕")} | kinds, {})


def _only(row: Row, offers: Callable[[str], bool]) -> Row:
    kinds = {word: name for word, name in row.kinds.items() if offers(word)}
    return Row(row.title, kinds, {word: name for word, name in row.screens.items() if offers(word)})


def _of_hall(hall: HallScreens) -> Row:
    here = f"hall:{hall.code}"
    present = {kind for _, _, kind in hall.screens}
    kinds = {
        f"{here}+kind:{kind}": messages.text(name)
        for kind, name in KINDS.items()
        if kind in present
    }
    screens = {f"screen:{code}": name for code, name, _ in hall.screens}
    return Row(hall.name, {here: messages.text("全部屏幕")} | kinds, screens)
