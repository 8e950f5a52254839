"""On which screens a programme runs: a few words such as ``hall:LIUHE kind:wall``.

    all           every screen
    hall:CODE     the screens of one hall
    screen:CODE   one screen
    kind:KIND     every kiosk, wall or strip
    unit:CODE     the screens of a unit's halls and of those below it

Words widen: one that fits is enough; two joined by ``+`` (``hall:LIUHE+kind:wall``) must both fit.
"""

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
