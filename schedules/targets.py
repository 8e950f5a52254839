"""On which screens a programme runs: a few words such as ``hall:LIUHE kind:wall``.

    all           every screen
    hall:CODE     the screens of one hall
    screen:CODE   one screen
    kind:KIND     every kiosk, wall or strip
    unit:CODE     the screens of a unit's halls and of those below it

Words widen: one that fits is enough; two joined by ``+`` (``hall:LIUHE+kind:wall``) must both fit.
"""

from collections.abc import Mapping

from accounts.actor import Actor
from accounts.permissions import may
from core.errors import Invalid
from schedules.timeline import Place

KINDS = ("kiosk", "wall", "strip")
_NAMED = ("hall", "screen", "unit")


def fits(targets: str, place: Place) -> bool:
    """Whether the screen at ``place`` is meant."""
    return any(all(_means(part, place) for part in word.split("+")) for word in targets.split())


def named_screens(targets: str) -> set[str]:
    """The codes of the screens that the words name one by one: two screens of the same hall and
    kind differ only there."""
    parts = [part.partition(":") for word in targets.split() for part in word.split("+")]
    return {value for key, _, value in parts if key == "screen"}


def paths_reached(targets: str, reach: Mapping[str, str]) -> set[str]:
    """Unit paths that together hold every screen that the words can mean.

    ``reach``: the unit path of each ``hall:CODE``, ``screen:CODE`` and ``unit:CODE``, and under
    ``all`` the path that holds every unit.  Joined words go by their narrowest; what is not in
    ``reach`` counts as everywhere.
    """
    everywhere = reach.get("all", "/")
    return {
        max((reach.get(part, everywhere) for part in word.split("+")), key=len)
        for word in targets.split()
    }


def may_reach(actor: Actor, targets: str, reach: Mapping[str, str]) -> bool:
    """Whether the actor may write programmes for every screen that the words can mean."""
    return all(may(actor, "programme.write", path) for path in paths_reached(targets, reach))


def unknown(targets: str, reach: Mapping[str, str]) -> list[str]:
    """The halls, screens and units among the words that ``reach`` does not know."""
    parts = {part for word in targets.split() for part in word.split("+")}
    return sorted(part for part in parts - reach.keys() if part.partition(":")[0] in _NAMED)


def stored(targets: str) -> str:
    """The words in their stored form: sorted, single spaces, one at both ends.

    Raises Invalid for a word that names nothing.
    """
    words = sorted(set(targets.split()))
    if not words:
        raise Invalid("targets-none", "请选择轮播单在哪些屏幕上播放。", field="targets")
    for word in words:
        for part in word.split("+"):
            _check(part)
    return f" {' '.join(words)} "


def _check(part: str) -> None:
    key, _, value = part.partition(":")
    known = part == "all" or (key in _NAMED and value) or (key == "kind" and value in KINDS)
    if not known:
        raise Invalid(
            "target-unknown", "“{target}”不是播放范围的写法。", field="targets", target=part
        )


def _means(part: str, place: Place) -> bool:
    key, _, value = part.partition(":")
    match key:
        case "all":
            return True
        case "hall":
            return value == place.hall
        case "screen":
            return value == place.screen
        case "kind":
            return value == place.kind
        case "unit":
            return f"/{value}/" in place.unit_path
        case _:
            return False
