"""What the gates find in a version now, with what was decided; the words that are in force."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from accounts.models import Person
from disclosure.gates.findings import Finding as Found
from disclosure.gates.folding import fold
from disclosure.gates.privacy import privacy_findings
from disclosure.gates.said import said_fields, where
from disclosure.gates.wording import WordList, wording_findings
from disclosure.gates.words import Word, shipped
from disclosure.hashing import WORDING
from disclosure.models import Finding, GateWord, Version
from disclosure.review import read_writers
from media.content import Content

OPEN = "open"
CLAIMED = "claimed"
CLEARED = "cleared"
_LABELLED = frozenset({"mobile", "email", "address", "passport"})
_QUOTE = 200
_ROW = tuple[Any, ...]


@dataclass(frozen=True)
class Hit:
    """A quote that a gate finds in a version; ``found`` is its first occurrence."""

    found: Found
    where: str
    count: int

    @property
    def key(self) -> str:
        return self.found.key

    @property
    def quote(self) -> str:
        return self.found.quote[:_QUOTE]


@dataclass(frozen=True)
class GateView:
    """A hit as the console shows it; ``state``: open, claimed or cleared."""

    hit: Hit
    state: str = OPEN
    reason: str = ""
    by: str = ""
    """Name of who decided last."""
    at: datetime | None = None

    @property
    def blocks(self) -> bool:
        """Whether the version may not be submitted with it."""
        return self.hit.found.severity == "block" and self.state == OPEN

    @property
    def holds(self) -> bool:
        """Whether the version may not be released with it."""
        return self.hit.found.severity == "block" and self.state != CLEARED


async def gate_views(version: Version) -> list[GateView]:
    """What both gates find now in the version, the graver first; what was cleared comes last.

    Words that were listed since the last save are found too, and what was cleared on an earlier
    version of the record stays so.
    """
    hits = await hits_of(version)
    decided = await decisions(version, [hit.key for hit in hits])
    people = {row.by for row in decided.values() if row.by}
    names = {one.id: one.name for one in await Person.filter(id__in=people)} if people else {}
    views = [_view(hit, decided.get(hit.key), names) for hit in hits]
    return sorted(views, key=lambda one: (one.state == CLEARED, not one.holds))


async def hits_of(version: Version) -> list[Hit]:
    """One hit a quote and kind of text, in reading order.  In a thread: a long document with a
    long list takes a tenth of a second."""
    words = await word_list()
    values = {name: getattr(version, name) for name in WORDING}
    return await asyncio.to_thread(_hits, values, words)


async def decisions(version: Version, keys: Iterable[str]) -> dict[str, Finding]:
    """By key what was decided: on this version, else what was cleared on an earlier one; nothing
    that one of its writers cleared, since nobody clears for themselves."""
    if not (wanted := list(keys)):
        return {}
    rows = await Finding.filter(
        version__record_id=version.record_id,  # type: ignore[attr-defined]  # set by Tortoise
        key__in=wanted,
    ).order_by("found_at", "id")
    writers = read_writers(version.writers, str(version.author_id))  # type: ignore[attr-defined]  # set by Tortoise
    settled = [
        row
        for row in rows
        if row.state == CLAIMED or (row.state == CLEARED and row.by not in writers)
    ]
    cleared = {row.key: row for row in settled if row.state == CLEARED}
    own = {row.key: row for row in settled if _is_of(row, version)}
    return cleared | own


async def word_list() -> WordList:
    """The shipped and the county's own words, ready to be looked for."""
    columns = ("kind", "word", "suggestion", "note", "severity", "rank")
    rows = await GateWord.all().order_by("kind", "rank", "word").values_list(*columns)
    return _compiled(tuple(tuple(row) for row in rows))


async def own_words(kind: str = "") -> list[GateWord]:
    """The county's own words, by kind, rank and word."""
    rows = GateWord.filter(kind=kind) if kind else GateWord.all()
    return await rows.order_by("kind", "rank", "word")


@lru_cache(maxsize=4)
def _compiled(rows: tuple[_ROW, ...]) -> WordList:
    """The county's words first: where both say something of a word, its own list holds."""
    return WordList([*(Word(*row) for row in rows), *shipped()])


def hits_in(content: Content, fields: dict[str, str], words: WordList) -> list[Hit]:
    """Both gates over one wording.

    Structured fields say again what the content says, without its labels: of them counts only
    what the content does not hold and what needs no label to be told.
    """
    found = [*wording_findings(content, fields, words), *privacy_findings(content, fields)]
    inside = {(one.kind, fold(one.quote)) for one in found if not _in_form(one)}
    by_key: dict[str, list[Found]] = {}
    for one in found:
        again = (one.kind, fold(one.quote)) in inside or one.kind in _LABELLED
        if not (_in_form(one) and again):
            by_key.setdefault(one.key, []).append(one)
    return [Hit(same[0], where(same[0].place, content), len(same)) for same in by_key.values()]


def _hits(values: dict[str, Any], words: WordList) -> list[Hit]:
    content = Content.model_validate_json(values["content"])
    return hits_in(content, said_fields(values), words)


def _in_form(found: Found) -> bool:
    return found.place.field.startswith("form ")


def _is_of(row: Finding, version: Version) -> bool:
    return bool(row.version_id == version.id)  # type: ignore[attr-defined]  # set by Tortoise


def _view(hit: Hit, row: Finding | None, names: dict[str, str]) -> GateView:
    if row is None:
        return GateView(hit)
    return GateView(hit, row.state, row.reason, names.get(row.by, ""), row.at)
