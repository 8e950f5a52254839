"""Withdraw by name: somebody who left office disappears from what is shown.

A member leaves a roster, a picture of the person goes, and in text and tables the name becomes
某某: the placeholder of official documents for a person who is not to be named.  It keeps the
sentence whole (组长：某某) and, unlike 张某, leaves no family name that with the post would
still tell who it was.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.errors import Invalid
from core.messages import marked
from disclosure.gates.places import Edit, Place, edited, edited_text, texts_of
from media.content import Block, Content, Picture, Roster, paragraph

SOMEBODY = "某某"
EMPTY = marked("本页内容正在更新。")
"""Stands alone on a page of which nothing else is left."""
_NAME = re.compile(r"[\u3400-\u9fff·•．.a-zA-Z]{2,30}")
_GAP = r"[ \t\u00a0\u3000]*"
"""What officials put into names of two characters: 张　强."""
_TITLED = re.compile(r"姓\s*名|^name$")


@dataclass(frozen=True, slots=True)
class Touched:
    """A place that a name was taken from; ``quote`` is what stood there, with a little around."""

    place: Place
    kind: str
    """member, picture, text or title."""
    name: str
    quote: str


def read_name(name: str) -> str:
    """A name as it is kept: without spaces.  Raises Invalid for what is none."""
    plain = re.sub(r"\s", "", name)
    if not _NAME.fullmatch(plain):
        raise Invalid(
            "name-bad", "“{name}”不是完整的姓名，请填写两个字以上的姓名。", name=name, field="name"
        )
    return plain


def names_in(text: str, names: Collection[str]) -> bool:
    """Whether one of the names stands in the text, spaces inside it or not."""
    return bool(names) and _pattern(tuple(sorted(names))).search(text) is not None


def text_without(text: str, names: Collection[str]) -> str:
    """A text that stands by itself without the names."""
    return without_names(Content(), text, names)[1]


def without_names(
    content: Content, title: str, names: Collection[str]
) -> tuple[Content, str, tuple[Touched, ...]]:
    """Content and title without the names, and what was touched.

    A longer name of somebody else who stands in a roster or a column 姓名 of the same content
    (张强生) is left alone.  Equal arguments give equal results; without a hit the content comes
    back as it is.
    """
    own = tuple(sorted(set(names), key=lambda name: (-len(name), name)))
    if not own:
        return content, title, ()
    pattern = _guarded(own, tuple(sorted(_others(content, own))))
    touched: list[Touched] = []
    new_title = _replaced(title, Place("title"), "title", pattern, touched)
    thinned = [
        (at, _without_persons(at, block, own, pattern, touched))
        for at, block in enumerate(content.blocks)
    ]
    kept = [(at, block) for at, block in thinned if block is not None]
    thinner = Content(blocks=tuple(block for _, block in kept))
    edits: dict[Place, list[Edit]] = {}
    for placed in texts_of(thinner):
        before = placed.place._replace(block=kept[placed.place.block][0])
        for edit, one in _hits(placed.text, before, "text", pattern):
            edits.setdefault(placed.place, []).append(edit)
            touched.append(one)
    if not touched:
        return content, title, ()
    blocks = edited(thinner, edits).blocks or (paragraph(EMPTY),)
    return Content(blocks=blocks), new_title, tuple(touched)


def _without_persons(
    at: int,
    block: Block,
    names: Collection[str],
    pattern: re.Pattern[str],
    touched: list[Touched],
) -> Block | None:
    """A roster without the members named; None for a picture of somebody named, or what is then
    empty."""
    if isinstance(block, Picture):
        said = f"{block.alt} {block.caption}"
        hit = pattern.search(said)
        if hit is None or hit.lastgroup == "other":
            return block
        touched.append(Touched(Place(block=at), "picture", _plain(hit[0]), said.strip()))
        return None
    if not isinstance(block, Roster):
        return block
    members = []
    for row, member in enumerate(block.members):
        if _plain(member.name) in names:
            quote = f"{member.name} {member.post}".strip()
            place = Place("content", at, row, 0)
            touched.append(Touched(place, "member", _plain(member.name), quote))
        else:
            members.append(member)
    if len(members) == len(block.members):
        return block
    return Roster(caption=block.caption, members=tuple(members)) if members else None


def _replaced(
    text: str, place: Place, kind: str, pattern: re.Pattern[str], touched: list[Touched]
) -> str:
    hits = list(_hits(text, place, kind, pattern))
    touched += [one for _, one in hits]
    return edited_text(text, [edit for edit, _ in hits])


def _hits(
    text: str, place: Place, kind: str, pattern: re.Pattern[str]
) -> Iterator[tuple[Edit, Touched]]:
    for hit in pattern.finditer(text):
        if hit.lastgroup == "other":
            continue
        around = text[max(0, hit.start() - 8) : hit.end() + 8]
        yield Edit(*hit.span(), SOMEBODY), Touched(place, kind, _plain(hit[0]), around)


def _others(content: Content, names: Collection[str]) -> set[str]:
    """Full names of others, longer than one of the names and holding it."""
    known = {_plain(placed.text) for placed in texts_of(content) if _TITLED.search(placed.label)}
    return {one for one in known if any(name in one and name != one for name in names)}


def _plain(name: str) -> str:
    return re.sub(r"\s", "", name)


def _spelled(name: str) -> str:
    return _GAP.join(map(re.escape, name))


@lru_cache(maxsize=256)
def _guarded(names: tuple[str, ...], others: tuple[str, ...]) -> re.Pattern[str]:
    """Matches the others' names first, so that what is theirs is passed over."""
    theirs = [f"(?P<other>{_any(others)})"] if others else []
    return re.compile("|".join([*theirs, f"(?P<own>{_any(names)})"]))


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_any(names))


def _any(names: Iterable[str]) -> str:
    return "|".join(_spelled(name) for name in sorted(names, key=lambda one: (-len(one), one)))
