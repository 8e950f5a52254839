"""The one macro that turns blocks into HTML."""

from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.content import (
    Column,
    Content,
    Heading,
    ListBlock,
    Member,
    Paragraph,
    Picture,
    Roster,
    Run,
    Table,
    Total,
    paragraph,
)
from server.templates import environment

TEMPLATE = environment(ZoneInfo("Asia/Shanghai")).from_string(
    '{% from "web/blocks.html" import blocks with context %}{{ blocks(content, picture) }}'
)
SHA = "ab" * 32


def rendered(*parts, picture=None):
    return TEMPLATE.render(content=Content(blocks=parts), picture=picture)


class Reader(HTMLParser):
    """Tags, attributes and the text as a browser reads them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def test_a_table_names_its_columns_and_rows_and_writes_amounts_as_officials_do():
    html = rendered(
        Table(
            columns=(
                Column(title="序号", kind="number"),
                Column(title="项目"),
                Column(title="金额", kind="amount"),
                Column(title="户数", kind="number"),
            ),
            rows=(("1", "土地承包", "46200", "12"), ("2", "光伏", "面议", "")),
            totals=(Total(label="合计", value="46200.00"), Total(label="户数", value="12")),
        )
    )
    assert '<th scope="col" class="amount">金额</th>' in html
    assert '<th scope="row" class="text">土地承包</th>' in html
    assert '<td class="amount" data-label="金额">46,200.00</td>' in html
    assert '<td class="amount" data-label="金额">面议</td>' in html
    assert '<td class="number" data-label="户数"></td>' in html
    assert "<dd>46,200.00</dd>" in html
    assert "<dd>12</dd>" in html


def test_headings_stand_below_the_pages_own():
    html = rendered(Heading(level=1, text="一"), Heading(level=3, text="二"))
    assert "<h2>一</h2>" in html
    assert "<h4>二</h4>" in html


def test_links_lead_to_web_addresses_only():
    html = rendered(
        Paragraph(
            runs=(
                Run(text="好", href="https://a.example/?x=1&y=2"),
                Run(text="坏", href="javascript:alert(1)"),
                Run(text="重", strong=True),
            )
        )
    )
    assert '<a href="https://a.example/?x=1&amp;y=2" rel="noopener">好</a>' in html
    assert "javascript" not in html
    assert "<strong>重</strong>" in html


@pytest.mark.parametrize("picture", [None, lambda sha: f"/files/{sha}"])
def test_a_picture_has_words_with_or_without_an_address(picture):
    html = rendered(Picture(file=SHA, alt="村口", caption="图一"), picture=picture)
    assert "村口" in html
    assert "图一" in html
    assert (f'src="/files/{SHA}"' in html) == (picture is not None)


def test_a_roster_can_be_called():
    html = rendered(Roster(members=(Member(name="周国平", post="书记", phone="0570 1234"),)))
    assert 'href="tel:05701234"' in html


texts = st.text(st.sampled_from("字a<>&\"'/=`{}%-"), max_size=20)


@given(texts, texts)
def test_no_text_becomes_markup_and_none_is_lost(one, other):
    html = rendered(
        Heading(text=one),
        paragraph(other),
        ListBlock(items=(one, other)),
        Table(caption=one, columns=(Column(title=other),), rows=((one,),)),
        Roster(caption=other, members=(Member(name=one, duties=other),)),
    )
    read = Reader(html)
    known = {"div", "h2", "p", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert set(read.tags) <= known | {"strong", "span", "dl", "dt", "dd"}
    assert not any(name.startswith("on") or name == "style" for name, _ in read.attributes)
    assert read.text.count(one) >= 4
