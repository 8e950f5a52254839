"""The stored files behind a touchscreen's index: texts as HTML, codes as SVG, the index itself.

A file that was made once is remembered by what it was made from, so that a pass over unchanged
rows makes nothing.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import eq

from jinja2 import TemplateError

from core.errors import HallboardError
from disclosure.audiences import PUBLIC
from disclosure.candidates import Candidate
from disclosure.search import initials
from disclosure.service import restrict
from media import qr
from media.queries import stored
from media.service import store_file
from media.store import Store
from schedules.timeline import Place
from signage import touch
from signage.plan import TouchIndex
from signage.touch import TouchFile, TouchItem, TouchUnit

Render = Callable[[Candidate], str]


@dataclass
class TouchFiles:
    """Makes and remembers; ``problems`` holds the versions that could not be made, and why."""

    store: Store
    render: Render
    problems: dict[str, str] = field(default_factory=dict)
    _made: dict[str, tuple[str, TouchFile]] = field(default_factory=dict)
    _initials: dict[str, str] = field(default_factory=dict)
    _indexes: dict[tuple[str, str], tuple[object, TouchIndex]] = field(default_factory=dict)
    """By the path of a hall's unit and the place class, with what it was made from."""
    _doubted: bool = False

    async def index(
        self,
        place: Place,
        candidates: Sequence[Candidate],
        units: Mapping[str, TouchUnit],
        items: Sequence[TouchItem],
    ) -> TouchIndex:
        """The stored index of what the kiosks at one place offer; what not everybody may read of
        it is marked as such before anybody can ask for it."""
        if self._doubted:
            self._doubted = False
            await self._forget_lost()
        for candidate in await asyncio.to_thread(self._changed, candidates):
            await self._make(candidate)
        files = await asyncio.to_thread(self._files, candidates)
        made_from = (candidates, files, units, items)
        where = place.unit_path, place.place_class
        known = self._indexes.get(where)
        if known is None or not await asyncio.to_thread(eq, known[0], made_from):
            data = await asyncio.to_thread(
                touch.index_bytes, candidates, files, units, items, self._initials
            )
            name = await store_file(self.store, data, "application/json")
            await restrict(
                {
                    one.version: {name, files[one.version].fragment}
                    for one in candidates
                    if one.audience != PUBLIC and one.version in files
                }
            )
            known = self._indexes[where] = made_from, TouchIndex(name, len(data))
        return known[1]

    def forget_indexes(self) -> None:
        """Make them anew next time, in case a stored one was lost, and texts and codes that were
        swept since no plan named them for days."""
        self._indexes.clear()
        self._doubted = True

    async def _forget_lost(self) -> None:
        """Their rows go a day before their bytes, so this is in time."""
        files = {one for _, made in self._made.values() for one in (made.fragment, made.qr) if one}
        lost = files - await stored(files)
        self._made = {
            version: known
            for version, known in self._made.items()
            if not {known[1].fragment, known[1].qr} & lost
        }

    def _changed(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        return [
            one for one in candidates if self._made.get(one.version, ("",))[0] != one.sheet_hash
        ]

    def _files(self, candidates: Sequence[Candidate]) -> dict[str, TouchFile]:
        return {
            one.version: self._made[one.version][1]
            for one in candidates
            if one.version in self._made
        }

    async def _make(self, candidate: Candidate) -> None:
        """One version's files.  One that cannot be made is left out and named; the rest goes on."""
        sheet = candidate.sheet
        try:
            html = await asyncio.to_thread(self.render, candidate)
            code = await asyncio.to_thread(_code, sheet.link)
        except (HallboardError, TemplateError) as problem:
            self.problems[candidate.version] = f"{type(problem).__name__}: {problem}"
            return
        data = html.encode()
        fragment = await store_file(self.store, data, "text/html; charset=utf-8")
        picture = await store_file(self.store, code, "image/svg+xml") if code else None
        self._initials[candidate.version] = await asyncio.to_thread(_initials, candidate)
        file = TouchFile(fragment, len(data), picture, sheet.period, sheet.link)
        self._made[candidate.version] = (candidate.sheet_hash, file)
        self.problems.pop(candidate.version, None)


def _initials(candidate: Candidate) -> str:
    """Those of the title, then those of the unit: 石桥村 is found as sqc."""
    return f"{initials(candidate.title)} {initials(candidate.unit_name)}"


def _code(link: str | None) -> bytes | None:
    return qr.svg(link) if link else None
