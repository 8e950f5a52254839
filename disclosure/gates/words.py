"""The words of the wording gate: what a row says, the lists that ship, tables in and out."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from core.errors import Invalid, TooLarge
from core.messages import marked
from disclosure.gates.folding import fold

Kind = Literal["forbidden", "mistaken", "outdated", "planted", "leader", "allowed"]
WORD_KINDS: dict[str, str] = {
    "forbidden": marked("禁用词"),
    "mistaken": marked("易错表述"),
    "outdated": marked("过时表述"),
    "planted": marked("广告赌博"),
    "leader": marked("领导职务"),
    "allowed": marked("例外"),
}
"""What the kinds are called, in tables and on pages."""
SEVERITIES: dict[str, str] = {"block": marked("阻止"), "warn": marked("提示")}
COLUMNS = ("类别", "词语", "建议表述", "说明", "处理", "排序")
MOST = 20_000
"""Rows of one table."""
_LENGTHS = {"word": 60, "suggestion": 120, "note": 200}
_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_SHIPPED = Path(__file__).with_name("lists")


@dataclass(frozen=True, slots=True)
class Word:
    """One row.  For ``leader``: ``word`` is the name, ``suggestion`` the posts (、 between them),
    ``rank`` the place in the order of leaders, 0 for none.  ``allowed`` words are never hits, nor
    is what stands inside them (因故 where 故 alone would be one)."""

    kind: Kind
    word: str
    suggestion: str = ""
    note: str = ""
    severity: Literal["block", "warn"] = "block"
    rank: int = 0


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken; ``problem`` is the error that names it."""

    row: int
    problem: Invalid


@cache
def shipped() -> tuple[Word, ...]:
    """The lists that come with the product (``lists/*.csv``, each with its source at the top)."""
    words: list[Word] = []
    for path in sorted(_SHIPPED.glob("*.csv")):
        lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
        read, bad = read_words("\n".join(lines), path.name)
        if bad:
            raise bad[0].problem
        words += read
    return tuple(words)


def read_words(text: str, name: str) -> tuple[list[Word], list[BadRow]]:
    """The rows of a CSV table with the columns 类别,词语,建议表述,说明,处理,排序 in any order;
    only the first two are needed.  Rows that cannot be taken are listed, none is lost.

    Raises Invalid where the columns are missing, TooLarge above 20,000 rows.
    """
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    heads = [head.strip() for head in rows[0]] if rows else []
    if "类别" not in heads or "词语" not in heads:
        raise Invalid(
            "words-columns",
            "{name} 的第一行应写明“类别”“词语”等列名（可先导出现有词库作样子）。",
            name=name,
            field="file",
        )
    if len(rows) > MOST + 1:
        raise TooLarge(
            "words-too-many", "{name} 超过 {most} 行，请分成几个文件。", name=name, most=MOST
        )
    words: list[Word] = []
    bad: list[BadRow] = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        said = dict(zip(heads, (_plain(cell) for cell in cells), strict=False))
        try:
            words.append(read_word(said, number))
        except Invalid as problem:
            bad.append(BadRow(number, problem))
    return words, bad


def read_word(said: dict[str, str], number: int = 1) -> Word:
    """One row by the names of its columns.  Raises Invalid naming row ``number``."""
    kind = _key(said.get("类别", ""), WORD_KINDS)
    if kind is None:
        raise Invalid(
            "word-kind",
            "第 {row} 行：类别“{kind}”不认识，请按导出的词库中的写法填写。",
            row=number,
            kind=said.get("类别", ""),
            field="kind",
        )
    severity = _key(said.get("处理", ""), SEVERITIES, "warn" if kind == "outdated" else "block")
    if severity is None:
        raise Invalid(
            "word-severity", "第 {row} 行：处理应为“阻止”或“提示”。", row=number, field="severity"
        )
    word = Word(
        cast("Kind", kind),
        said.get("词语", ""),
        said.get("建议表述", ""),
        said.get("说明", ""),
        cast("Literal['block', 'warn']", severity),
        _rank(said.get("排序", ""), number),
    )
    _check(word, number)
    return word


def write_words(words: Iterable[Word]) -> str:
    """The table of ``words`` as CSV with its columns' names."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for one in words:
        kind, severity = WORD_KINDS[one.kind], SEVERITIES[one.severity]
        rank = one.rank or ""
        texts = (one.word, one.suggestion, one.note)
        table.writerow((kind, *map(_inert, texts), severity, rank))
    return out.getvalue()


def _inert(text: str) -> str:
    """With the apostrophe that keeps a spreadsheet from computing what begins like a formula."""
    return f"'{text}" if text.startswith(_SIGNS) else text


def _plain(cell: str) -> str:
    """What was written, without that apostrophe."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(_SIGNS) else text


def posts(word: Word) -> Sequence[str]:
    """The posts of a leader."""
    text = word.suggestion
    for sign in "，,；;/ \u3000":
        text = text.replace(sign, "、")
    return tuple(post for post in text.split("、") if post)


def _check(word: Word, number: int) -> None:
    if len(fold(word.word)) < 2:
        raise Invalid(
            "word-short",
            "第 {row} 行：词语“{word}”少于两个字，会误拦大量正常文字。",
            row=number,
            word=word.word,
            field="word",
        )
    for name, most in _LENGTHS.items():
        if len(getattr(word, name)) > most:
            raise Invalid(
                "word-long",
                "第 {row} 行：“{text}…”超过 {most} 个字。",
                row=number,
                text=getattr(word, name)[:12],
                most=most,
                field=name,
            )
    if word.kind == "leader" and not posts(word):
        raise Invalid(
            "leader-post",
            "第 {row} 行：请在“建议表述”一列写明{word}的职务。",
            row=number,
            word=word.word,
            field="suggestion",
        )


def _key(text: str, names: dict[str, str], default: str | None = None) -> str | None:
    """The key that ``text`` is or whose name it is."""
    if not text:
        return default
    return next((key for key, name in names.items() if text in (key, name)), None)


def _rank(text: str, number: int) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or len(text) > 6:
        raise Invalid(
            "word-rank", "第 {row} 行：排序“{text}”应为数字。", row=number, text=text, field="rank"
        )
    return int(text)
