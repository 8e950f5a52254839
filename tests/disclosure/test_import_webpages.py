"""Web pages as they are found: layout tables, nested tables, broken tags; no text is lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.importing import read_document
from disclosure.importing.elements import Element, Text, tree_of
from disclosure.importing.pieces import Grid, Line, fold
from disclosure.importing.webpages import pieces_of_html
from media.content import ListBlock, Table
from tests.rounds import rounds

UNSEEN = {"script", "style", "noscript", "template", "svg", "iframe", "object"}
TAGS = (
    *("table", "tr", "td", "th", "p", "div", "ul", "ol", "li", "h1", "h3", "span", "b", "br"),
    *("caption", "thead", "tbody", "script", "nav", "a", "select", "option"),
)
PART = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ("<table><tr><td>", "</td></tr></table>", '<td colspan="2">', '<td rowspan="3">')
    ),
    st.text(alphabet="甲乙丙&<>:1 \n", max_size=8),
)


def seen(element: Element) -> str:
    """All text that a browser would show."""
    parts = []
    for child in element.children:
        if isinstance(child, Text):
            parts.append(child.text)
        elif child.tag not in UNSEEN:
            parts.append(seen(child))
    return "".join(parts)


@settings(max_examples=rounds(800), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PART, max_size=30).map("".join))
def test_every_character_that_a_browser_shows_is_in_some_line_or_cell(html: str) -> None:
    found = []
    for piece in pieces_of_html(html):
        found += [piece.text] if isinstance(piece, Line) else [piece.caption, *sum(piece.rows, ())]
    assert sorted(fold("".join(found)).replace("|", "")) == sorted(fold(seen(tree_of(html))))


def test_a_page_laid_out_with_tables_is_read_as_its_reader_sees_it() -> None:
    document = read_document(
        """<table><tr><td><table><tr><td>索引号</td><td>QX-1</td></tr>
        <tr><td>发文日期</td><td>2026-01-05</td></tr></table></td></tr>
        <tr><td><h3>关于修路的通知</h3><div>请绕行。</div><ol><li>走东路</li><li>走西路</li></ol>
        <table><tr><th>路段</th><th>工期</th></tr><tr><td rowspan=2>东路</td><td>三月</td></tr>
        <tr><td>四月</td></tr></table></td></tr></table>""".encode(),
        "a.html",
    )
    assert document.title == "关于修路的通知"
    assert document.index_number == "QX-1"
    assert str(document.issued_on) == "2026-01-05"
    _, items, table = document.content.blocks
    assert isinstance(items, ListBlock)
    assert items.ordered
    assert isinstance(table, Table)
    assert table.rows == (("东路", "三月"), ("", "四月"))


def test_tags_within_tags_without_end_do_not_exhaust_anything() -> None:
    pieces = pieces_of_html("<div>" * 50_000 + "甲")
    assert [piece.clean for piece in pieces] == ["甲"]
    nested = pieces_of_html("<table><tr><td>" * 3_000 + "甲")
    assert "甲" in "".join(piece.clean for piece in nested)
    assert not any(isinstance(piece, Grid) for piece in nested)
