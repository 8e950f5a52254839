"""The stored files behind a touchscreen's index: texts as HTML, codes as SVG, the index itself.

A file that was made once is remembered by what it was made from, so that a pass over unchanged
rows makes nothing.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from jinja2 import TemplateError

from core.errors import HallboardError
from disclosure.candidates import Candidate
from disclosure.search import initials
from media import qr
from media.service import store_file
from media.sheet import page_key
from media.store import Store
from signage import touch
from signage.plan import TouchIndex
from signage.touch import TouchFile, TouchItem, TouchUnit

Render = Callable[[Candidate], str]
_PROFILE = "kiosk-1080x1920"
"""Any profile will do: the key names what stands in the text."""


@dataclass
class TouchFiles:
    """Makes and remembers; ``problems`` holds the versions that could not be made, and why."""

    store: Store
    render: Render
    problems: dict[str, str] = field(default_factory=dict)
    _made: dict[str, tuple[str, TouchFile]] = field(default_factory=dict)
    _initials: dict[str, str] = field(default_factory=dict)

    async def index(
        self, candidates: list[Candidate], units: dict[str, TouchUnit], items: Iterable[TouchItem]
    ) -> TouchIndex:
        """The stored index of what one hall's kiosks offer."""
        for candidate in candidates:
            await self._make(candidate)
        files = {version: file for version, (_, file) in self._made.items()}
        data = await asyncio.to_thread(
            touch.index_bytes, candidates, files, units, list(items), self._initials
        )
        return TouchIndex(await store_file(self.store, data, "application/json"), len(data))

    async def _make(self, candidate: Candidate) -> None:
        """One version's files.  One that cannot be made is left out and named; the rest goes on."""
        made_from = page_key(candidate.sheet, _PROFILE)
        known = self._made.get(candidate.version)
        if known is not None and known[0] == made_from:
            return
        try:
            html = await asyncio.to_thread(self.render, candidate)
            code = await asyncio.to_thread(_code, candidate.sheet.link)
        except (HallboardError, TemplateError) as problem:
            self.problems[candidate.version] = f"{type(problem).__name__}: {problem}"
            return
        data = html.encode()
        fragment = await store_file(self.store, data, "text/html; charset=utf-8")
        picture = await store_file(self.store, code, "image/svg+xml") if code else None
        self._initials[candidate.version] = await asyncio.to_thread(_initials, candidate)
        self._made[candidate.version] = (made_from, TouchFile(fragment, len(data), picture))
        self.problems.pop(candidate.version, None)


def _initials(candidate: Candidate) -> str:
    """Those of the title, then those of the unit: 石桥村 is found as sqc."""
    return f"{initials(candidate.title)} {initials(candidate.unit_name)}"


def _code(link: str | None) -> bytes | None:
    return qr.svg(link) if link else None
