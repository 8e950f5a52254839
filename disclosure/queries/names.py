"""Names taken down: which hold where, and what is shown without them.

Published versions stay as they were signed; what is shown is made from them and these rows.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from tortoise.expressions import Q

from disclosure.gates.names import Touched, names_in, text_without, without_names
from disclosure.models import SuppressedName, Version
from disclosure.review import PUBLIC
from media.content import Content

_SLICE = 200
_BESIDE = ("keywords", "objection", "attachments")
"""Texts beside title and content that pages show; of attachments their names."""
_SHOWN = ("title", "content", *_BESIDE)


@dataclass(frozen=True)
class Withheld:
    """Names with the path below which each holds."""

    rows: tuple[tuple[str, str], ...] = ()

    def over(self, unit_path: str, *texts: str) -> tuple[str, ...]:
        """The names that hold for the unit and may stand in one of the texts: all characters of
        the name are there.  Cheap, since it is asked of every version at every pass."""
        return tuple(
            name
            for name, path in self.rows
            if unit_path.startswith(path)
            and any(all(letter in text for letter in name) for text in texts)
        )


@dataclass(frozen=True)
class TouchedVersion:
    """A version that a name is taken from; ``version`` with record, unit and item."""

    version: Version
    places: tuple[Touched, ...]


async def withheld() -> Withheld:
    """What holds now."""
    rows = SuppressedName.filter(lifted_at=None).order_by("name", "unit_path")
    return Withheld(
        tuple((name, path) for name, path in await rows.values_list("name", "unit_path"))
    )


async def withhold(versions: Iterable[Version]) -> None:
    """Take the names from the texts of these versions, in memory only.  Their record and unit
    must be loaded."""
    known = await withheld()
    if not known.rows:
        return
    for version in versions:
        said = (
            version.title,
            version.content,
            version.keywords,
            version.objection,
            version.attachments,
        )
        if names := known.over(version.record.unit.path, *said):
            version.content, version.title = shown_texts(version.content, version.title, names)
            for field in _BESIDE:
                setattr(version, field, text_without(getattr(version, field), names))


def shown_texts(content: str, title: str, names: Collection[str]) -> tuple[str, str]:
    """The JSON of a content and its title as they are shown."""
    if not names:
        return content, title
    new, new_title, touched = without_names(Content.model_validate_json(content), title, names)
    return (new.model_dump_json(), new_title) if touched else (content, title)


async def touched_by(name: str, unit_path: str) -> list[TouchedVersion]:
    """The versions on public pages and screens below the unit that name the person, by unit."""
    letters = sorted(set(name))
    which = Q(state__in=PUBLIC, record__unit__path__startswith=unit_path)
    for letter in letters:
        which &= (
            Q(title__contains=letter) | Q(content__contains=letter) | Q(keywords__contains=letter)
        )
    found: list[TouchedVersion] = []
    last = ""
    while True:
        rows = (
            await Version.filter(which, id__gt=last)
            .select_related("record__unit", "record__item")
            .order_by("id")
            .limit(_SLICE)
        )
        found += [one for row in rows if (one := _touched(row, name)) is not None]
        if len(rows) < _SLICE:
            return sorted(found, key=lambda one: (one.version.record.unit.path, one.version.title))
        last = rows[-1].id


async def suppressed_names(paths: Collection[str]) -> list[SuppressedName]:
    """Those that concern the given subtrees, the ones in force first, newest first."""
    rows = await SuppressedName.all().order_by("-since", "id")
    mine = [
        row
        for row in rows
        if any(row.unit_path.startswith(path) or path.startswith(row.unit_path) for path in paths)
    ]
    return sorted(mine, key=lambda row: row.lifted_at is not None)


def _touched(version: Version, name: str) -> TouchedVersion | None:
    content = Content.model_validate_json(version.content)
    _, _, places = without_names(content, version.title, [name])
    if not places and not any(names_in(getattr(version, field), [name]) for field in _BESIDE):
        return None
    return TouchedVersion(version, places)
