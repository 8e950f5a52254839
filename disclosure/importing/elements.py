"""HTML as a tree, as forgiving as pages in the wild need, with the source's line numbers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "wbr", "source", "area"})
_ENDS = {
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table"}),
    "li": ({"li"}, {"ul", "ol"}),
    "p": ({"p"}, {"td", "th", "li", "div", "table"}),
    "option": ({"option"}, {"select"}),
}
"""What a start tag closes by itself, and the elements beyond which it does not."""
DEEPEST = 200
"""Elements inside elements: beyond it, tags are ignored and their text kept."""


@dataclass
class Text:
    line: int
    text: str


@dataclass
class Element:
    tag: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | Text]" = field(default_factory=list)

    def each(self, *tags: str) -> "Iterator[Element]":
        """The elements below with one of these tags, in order, not looking into nested tables."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                elif child.tag != "table":
                    yield from child.each(*tags)

    def holds(self, *tags: str) -> bool:
        """Whether an element with one of these tags lies anywhere below."""
        return any(
            isinstance(child, Element) and (child.tag in tags or child.holds(*tags))
            for child in self.children
        )


def tree_of(html: str) -> Element:
    """The whole page under one nameless element."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", 1)
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS:
            self._close(*_ENDS[tag])
        element = Element(tag, self.getpos()[0], {name: value or "" for name, value in attrs})
        if len(self._open) >= DEEPEST:
            return
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(Text(self.getpos()[0], data))

    def _close(self, tags: set[str], beyond: set[str]) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag in tags:
                del self._open[depth:]
                return
            if self._open[depth].tag in beyond:
                return
