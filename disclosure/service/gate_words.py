"""The county's own lists of words: one by one, and as a table."""

from typing import Any

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may
from accounts.queries import root
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.transaction import transacted
from disclosure.gates.folding import fold
from disclosure.gates.words import BadRow, Word, read_word, read_words
from disclosure.models import GateWord


@transacted
async def add_word(
    actor: Actor,
    *,
    kind: str,
    word: str,
    suggestion: str = "",
    note: str = "",
    severity: str = "",
    rank: str = "",
) -> GateWord:
    """One word.  Raises Invalid naming what is wrong, Conflict where it stands already."""
    await _check(actor)
    said = {
        "类别": kind,
        "词语": word.strip(),
        "建议表述": suggestion.strip(),
        "说明": note.strip(),
        "处理": severity,
        "排序": rank.strip(),
    }
    read = read_word(said)
    if await GateWord.filter(kind=read.kind, word=read.word).exists():
        raise Conflict("word-exists", "词库中已有“{word}”。", word=read.word, field="word")
    row = await GateWord.create(**_columns(read), created_at=clock.now())
    data: dict[str, object] = {"kind": read.kind, "word": read.word, "note": read.note}
    await write_entry(actor, "word.create", f"word:{row.id}", data)
    return row


@transacted
async def remove_word(actor: Actor, word_id: str) -> None:
    """Raises NotFound."""
    await _check(actor)
    row = await GateWord.get_or_none(id=word_id)
    if row is None:
        raise NotFound("word-unknown", "没有这个词语。")
    await row.delete()
    data: dict[str, object] = {"kind": row.kind, "word": row.word}
    await write_entry(actor, "word.delete", f"word:{row.id}", data)


@transacted
async def import_words(actor: Actor, text: str, name: str) -> tuple[int, int, list[BadRow]]:
    """The rows of a CSV table: how many were new, how many changed what stood there, and those
    that cannot be taken.  Raises Invalid where the table is none, or nothing in it is usable."""
    await _check(actor)
    words, bad = read_words(text, name)
    if not words and bad:
        raise bad[0].problem
    if not words:
        raise Invalid("words-empty", "{name} 中没有词语。", name=name, field="file")
    known = {(row.kind, fold(row.word)): row for row in await GateWord.all()}
    latest = {(one.kind, fold(one.word)): one for one in words}
    fresh = [one for key, one in latest.items() if key not in known]
    changed = [
        (known[key], one)
        for key, one in latest.items()
        if key in known and _columns(one) != _stored(known[key])
    ]
    at = clock.now()
    await GateWord.bulk_create([GateWord(**_columns(one), created_at=at) for one in fresh])
    for row, one in changed:
        await GateWord.filter(id=row.id).update(**_columns(one))
    data: dict[str, object] = {
        "name": name,
        "count": len(fresh),
        "changed": len(changed),
        "refused": len(bad),
    }
    await write_entry(actor, "words.import", "words", data)
    return len(fresh), len(changed), bad


async def _check(actor: Actor) -> None:
    top = await root()
    check_may(actor, "catalogue.write", top.path if top else "/")


def _columns(word: Word) -> dict[str, Any]:
    return {
        "kind": word.kind,
        "word": word.word,
        "suggestion": word.suggestion,
        "note": word.note,
        "severity": word.severity,
        "rank": word.rank,
    }


def _stored(row: GateWord) -> dict[str, object]:
    names = ("kind", "word", "suggestion", "note", "severity", "rank")
    return {name: getattr(row, name) for name in names}
