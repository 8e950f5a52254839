"""A document that was read, as the fields of a draft."""

import re
from datetime import date

from core.messages import marked, text
from disclosure.importing import ParsedDocument
from disclosure.periods import HALVES, MONTHS, NUMERALS, Kind, Period

_QUARTER = re.compile(r"(\d{4})年第?([一二三四1-4])季度")
_HALF = re.compile(r"(\d{4})年度?([上下]半年)")
_MONTH = re.compile(r"(\d{4})年(\d{1,2})月")
_YEAR = re.compile(r"(\d{4})年()")
_NAMED: dict[Kind, re.Pattern[str]] = {
    "quarter": _QUARTER,
    "month": _MONTH,
    "half": _HALF,
    "year": _YEAR,
}
NO_PERIOD = marked("没有从标题中读出期次，未归入公开事项；请选择公开事项和期次。")


def draft_values(document: ParsedDocument) -> dict[str, object]:
    """What disclosure.drafts.read_draft takes."""
    texts = ("title", "index_number", "publisher", "document_number", "subject", "keywords")
    dates = ("formed_on", "issued_on", "effective_on", "abolished_on")
    said: dict[str, object] = {name: getattr(document, name) for name in (*texts, *dates)}
    unsure = [doubt.as_json() for doubt in document.unsure]
    return said | {"content": document.content, "unsure": unsure}


def listed_values(
    document: ParsedDocument, *, title: str, day: date | None, url: str
) -> dict[str, object]:
    """As draft_values, of a page that a list named: what the page does not say is the list's."""
    said = draft_values(document)
    doubtful = not document.title or any(d.kind == "title" for d in document.unsure)
    if title and (doubtful or title in document.title):  # 首页 > … stands before many a title
        said["title"] = title
        said["unsure"] = [d.as_json() for d in document.unsure if d.kind != "title"]
    if document.issued_on is None and day is not None:
        said["issued_on"] = day
    return said | {"official_url": url}


def period_in(title: str, kind: Kind) -> Period | None:
    """The period of that kind that a title names: 石桥村2026年第三季度财务收支."""
    found = _NAMED[kind].search(title.replace(" ", ""))
    if found is None:
        return None
    value = _number(found[2])
    if not 1 <= value <= 12 // MONTHS[kind]:
        return None
    return Period(kind, int(found[1]), value)


def _number(said: str) -> int:
    """三, 3 and 下半年 as numbers; 1 where nothing is said: a year has one."""
    for names in (NUMERALS, HALVES):
        if said in names:
            return names.index(said) or 1
    return int(said)


def without_period() -> dict[str, object]:
    """The doubt of a page for a periodic item whose period is not said."""
    return {"kind": "period", "message": text(NO_PERIOD), "line": 0, "quote": ""}
