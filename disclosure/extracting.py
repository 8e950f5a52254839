"""Where list pages of a portal name their documents, and where a document stands on its page.

A source is configured by CSS selectors, or by nothing at all: then every link whose line carries
a date is an entry, which is how most county portals list.  Pure: HTML in, entries out.
"""

import re
import warnings
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from soupsieve import SelectorSyntaxError

from core.canonical import digest
from core.errors import Invalid
from disclosure.importing import ParsedDocument
from disclosure.importing.dates import read_date

MOST_ENTRIES = 500
"""Entries taken of one list page."""
_PARSER = "html.parser"
_DATE = re.compile(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?")
_NEXT = frozenset({"下一页", "下页", "后一页", ">", "›", "»", "下一页>", "下一页»"})
_SHORTEST = 5
"""Characters of a title; shorter links are navigation."""
_LINES = ("li", "tr", "dd", "dt", "p", "div")


Selector = Annotated[str, Field(max_length=200)]


class ExtractRules(BaseModel):
    """How a source is read, as it is kept in ``Source.rules``.  Empty selectors: by habit."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    entry: Selector = ""
    """One entry of the list; within it stand the others."""
    link: Selector = ""
    title: Selector = ""
    day: Selector = ""
    following: Selector = ""
    """The link to the list's next page."""
    body: Selector = ""
    """On the document's page: what holds its head and text."""


@dataclass(frozen=True)
class Entry:
    """A document that a list page names.  ``day``: the date that stands beside it."""

    url: str
    title: str
    day: date | None = None


@dataclass(frozen=True)
class Listed:
    """``elsewhere``: links left out because they lead to another host."""

    entries: tuple[Entry, ...]
    following: str = ""
    elsewhere: tuple[str, ...] = ()


def read_rules(stored: str) -> ExtractRules:
    """The rules of their JSON.  Raises Invalid naming the field of a selector that is none."""
    try:
        rules = ExtractRules.model_validate_json(stored or "{}")
    except ValidationError as problem:
        raise Invalid("extract-rules-bad", "抓取规则无法识别，请重新填写。") from problem
    check_rules(rules)
    return rules


def check_rules(rules: ExtractRules) -> None:
    """Raises Invalid naming the field of a selector that cannot be read."""
    empty = BeautifulSoup("", _PARSER)
    for name, selector in rules.model_dump().items():
        try:
            if selector:
                empty.select(selector)
        except (SelectorSyntaxError, ValueError) as problem:
            raise Invalid(
                "extract-selector",
                "“{selector}”不是有效的选择器；例如 ul.list > li、a.title、span.date。",
                selector=selector,
                field=name,
            ) from problem


def entries_of(html: str, url: str, rules: ExtractRules) -> Listed:
    """The documents that the list page at ``url`` names, in its order, none twice.

    Raises Invalid when it names none: the page is no list, or the rules do not fit.
    """
    page = _tree(html)
    found: dict[str, Entry] = {}
    elsewhere: list[str] = []
    for entry in _configured(page, url, rules) if rules.entry else _habitual(page, url):
        if _host(entry.url) != _host(url):
            elsewhere.append(entry.url)
        elif entry.url not in found and len(found) < MOST_ENTRIES:
            found[entry.url] = entry
    if not found:
        raise Invalid(
            "extract-empty",
            "{url} 上没有找到文件链接；请检查网址，或填写选择器。",
            url=url,
            field="entry",
        )
    return Listed(tuple(found.values()), _following(page, url, rules), tuple(elsewhere))


def document_of(html: str, rules: ExtractRules) -> str:
    """The part of a page that is to be read, with the head's metadata; the whole page without a
    rule.  Raises Invalid when the rule finds nothing there."""
    if not rules.body:
        return html
    page = _tree(html)
    parts = page.select(rules.body)
    if not parts:
        raise Invalid(
            "extract-body", "页面上没有“{selector}”，请修改正文选择器。", selector=rules.body,
            field="body",
        )  # fmt: skip
    metas = "".join(str(meta) for meta in page.select("head meta[name]"))
    return f"<html><head>{metas}</head><body>{''.join(map(str, parts))}</body></html>"


def fingerprint(document: ParsedDocument) -> str:
    """SHA-256 of what was read of a page: what only its frame says (counters, dates of visits)
    does not count as a change."""
    said = {
        "title": document.title,
        "index_number": document.index_number,
        "document_number": document.document_number,
        "publisher": document.publisher,
        "content": document.content.text,
    }
    return digest(said)


def _configured(page: Tag, url: str, rules: ExtractRules) -> list[Entry]:
    entries = []
    for place in page.select(rules.entry):
        link = place.select_one(rules.link) if rules.link else _first_link(place)
        title = place.select_one(rules.title) if rules.title else link
        day = place.select_one(rules.day) if rules.day else place
        made = _entry(url, link, title, day)
        entries += [made] if made else []
    return entries


def _habitual(page: Tag, url: str) -> list[Entry]:
    """Links in whose line a date stands, where the line holds no other link of that length."""
    entries = []
    for link in page.find_all("a", href=True):
        if len(_text(link)) < _SHORTEST:
            continue
        line = next((up for up in link.parents if up.name in _LINES), None)
        dated = line if line is not None and _DATE.search(_text(line)) else None
        if dated is None or sum(len(_text(a)) >= _SHORTEST for a in dated.find_all("a")) > 1:
            continue
        made = _entry(url, link, link, dated)
        entries += [made] if made else []
    return entries


def _entry(url: str, link: Tag | None, title: Tag | None, day: Tag | None) -> Entry | None:
    address = _address(url, link)
    if link is None or not address:
        return None
    whole = str(link.get("title") or "").strip()
    shown = _text(title) if title is not None else ""
    name = whole if shown.endswith(("...", "…")) and whole else shown or whole
    dated = _DATE.search(_text(day)) if day is not None else None
    return Entry(address, name[:200], read_date(dated[0]) if dated else None)


def _address(url: str, link: Tag | None) -> str:
    href = str(link.get("href") or "").strip() if link is not None else ""
    try:
        whole = urldefrag(urljoin(url, href)).url
        usable = bool(href) and urlsplit(whole).scheme in ("http", "https")
    except ValueError:
        return ""
    return whole if usable and len(whole) <= 500 else ""


def _following(page: Tag, url: str, rules: ExtractRules) -> str:
    if rules.following:
        link = page.select_one(rules.following)
    else:
        links = page.find_all("a", href=True)
        link = next((one for one in links if _text(one).replace(" ", "") in _NEXT), None)
    address = _address(url, link)
    return address if address and _host(address) == _host(url) and address != url else ""


def _first_link(place: Tag) -> Tag | None:
    return place if place.name == "a" else place.find("a", href=True)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def _tree(html: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(html, _PARSER)
