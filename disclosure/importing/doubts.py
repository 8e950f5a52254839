"""What a person must look at: nothing here is mended, everything is quoted."""

import re
from collections.abc import Iterable

from core.messages import marked
from disclosure.importing import header
from disclosure.importing.blocks import Built
from disclosure.importing.dates import is_date_line, read_date
from disclosure.importing.parsed import Found, Unsure
from disclosure.importing.pieces import Line, Piece, fold, tidy
from disclosure.importing.planted import planted_in

_DATES = ("formed_on", "issued_on", "effective_on", "abolished_on")
_EATEN_DATE = re.compile(r".{0,6}(?<!\d)(?:19|20)\d{2}\d{1,4}[月日].{0,4}")
_EATEN_NUMBER = re.compile(r".{0,6}[〔\[【]\d{4}\d+号?[^〕\]】]{0,6}")
_GAP_FRONT = re.compile(r"[\u00a0\u3000 ]{2,}\S+")
_ROLE = re.compile(r"\s*(?:组\s*长|副\s*组\s*长|成\s*员|主\s*任|副\s*主\s*任|长|员)\s*[:：]\s*(.*)")
_HALF_LABEL = re.compile(r"[\u00a0\u3000 ]+(?:长|员)\s*[:：]")
_ONE_SIGN = re.compile(r"\S[\u00a0\u3000 ]{2,}\S+")
_SENT = re.compile(r"[^。]*(?:印发|转发|下发)给你们[^。]*。")
_TOP = re.compile(r"([一二三四五六七八九十]+)、")
_ARTICLE = re.compile(
    r"(?:^(?:第[一二三四五六七八九十]+章\s*\S{2,12}?)?|(?<=[。;；]))第([一二三四五六七八九十]+)条"
)
_NUMERALS = {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}


def planted(pieces: Iterable[Piece]) -> Iterable[Unsure]:
    """Also looks into what was dropped: the page itself was broken into."""
    message = marked("疑似被他人植入的违规推广内容，请核对原文并删除后再提交。")
    for piece in pieces:
        for quote in planted_in(piece.clean):
            yield Unsure("planted", message, piece.number, quote)


def in_metadata(metadata: Iterable[Found]) -> Iterable[Unsure]:
    for found in metadata:
        if found.label in header.BROKEN:
            message = marked("页面丢失了标签的前几个字，已按内容判断，请核对。")
            yield Unsure("label", message, found.line, f"{found.label}: {found.value}")
        if found.field in _DATES and meant(found.value) and read_date(found.value) is None:
            yield _bad_date(found.line, found.value)
        if found.field == "subject" and found.value in {"已归档", "归档"}:
            message = marked("主题栏写的是状态而不是主题，请核对。")
            yield Unsure("subject", message, found.line, f"{found.label}: {found.value}")


def meant(value: str) -> bool:
    """Whether a value says anything: portals print ``null`` for nothing."""
    return value.lower() not in {"", "null", "none", "-", "无"}


def in_lines(pieces: Iterable[Piece]) -> Iterable[Unsure]:
    """Characters that the page has eaten, names that are missing, dates that cannot be."""
    eaten = marked("此处似有缺字，已按原样保留，请对照原件补正。")
    for piece in pieces:
        for pattern in (_EATEN_NUMBER, _EATEN_DATE):
            for hit in pattern.finditer(piece.clean):
                yield Unsure("eaten", eaten, piece.number, hit[0])
        if isinstance(piece, Line) and is_date_line(piece.clean) and not read_date(piece.clean):
            yield _bad_date(piece.number, piece.clean)


def in_rosters(pieces: list[Piece]) -> Iterable[Unsure]:
    """Lines of a list of names in which the name, half of it or the label is missing."""
    inside = False
    for piece in pieces:
        if not isinstance(piece, Line):
            inside = False
            continue
        role = _ROLE.match(piece.text)
        inside = bool(role) or (inside and len(piece.folded) <= SHORT)
        if inside:
            yield from _in_roster_line(piece, role[1] if role else None)


SHORT = 30


def _in_roster_line(line: Line, named: str | None) -> Iterable[Unsure]:
    if _HALF_LABEL.match(line.text):
        message = marked("页面丢失了职务名称中的字，已按原样保留，请补正。")
        yield Unsure("label", message, line.number, line.clean)
    cut = named is not None and _ONE_SIGN.fullmatch(named.strip("\n"))
    gone = named is None and _GAP_FRONT.fullmatch(line.text.rstrip())
    if cut or gone:
        message = marked("名单中此行的姓名缺失或不全，已按原样保留，请补正。")
        yield Unsure("name-missing", message, line.number, line.clean)


def in_numbering(pieces: Iterable[Piece]) -> Iterable[Unsure]:
    """Section and article numbers that repeat or leave one out."""
    message = marked("序号重复或不连续，已按原样保留，请核对。")
    pieces = list(pieces)
    for hits in (_first, _ARTICLE.finditer):
        last = 0
        for piece in pieces:
            for hit in hits(piece.clean):
                value = numeral(hit[1])
                if value not in {1, last + 1}:
                    yield Unsure("numbering", message, piece.number, piece.clean[:20])
                last = value


def _first(text: str) -> Iterable[re.Match[str]]:
    hit = _TOP.match(text)
    return [hit] if hit else []


def numeral(text: str) -> int:
    """一 … 九十九."""
    tens, ten, ones = text.rpartition("十")
    high = (_NUMERALS.get(tens, 1)) * 10 if ten else 0
    return high + _NUMERALS.get(ones, 0)


def in_parts(pieces: Iterable[Piece], built: Built, title: str) -> Iterable[Unsure]:
    """Documents that a covering letter sends out but that do not follow, or differ in a number."""
    there = [fold(title), *(fold(text) for _, text in built.parts)]
    loose = {re.sub(r"\d", "", text) for text in there}
    for piece in pieces:
        sent = _SENT.search(piece.clean)
        named = re.findall(r"《([^》]+)》", sent[0]) if sent else []
        for name in named:
            if any(text.endswith(fold(name)) for text in there):
                continue
            kind, message = (
                ("year", marked("正文所引文件名与标题的年份或编号不一致，已按原样保留，请核对。"))
                if any(text.endswith(re.sub(r"\d", "", fold(name))) for text in loose)
                else ("part-missing", marked("正文提到随文印发的文件，但页面上没有，请补全。"))
            )
            yield Unsure(kind, message, piece.number, f"《{name}》")


def _bad_date(line: int, value: str) -> Unsure:
    return Unsure("date", marked("日期写法有误，未采用，请核对。"), line, tidy(value))
