"""Rich text: only what blocks can say comes in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import Invalid
from disclosure.richtext import cleaned, content_of_html, depth_of, html_of_content
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
)
from tests.rounds import rounds

ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>看</a>",
    "<a href='JaVaScRiPt:alert(1)'>看</a>",
    "<a href='&#106;avascript:alert(1)'>看</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>看</a>",
    "<a href='//evil.example/x' onclick='alert(1)'>看</a>",
    "<p style='background:url(javascript:alert(1))'>看</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "<table><td background='javascript:alert(1)'>看</td></table>",
    "<form action='https://evil.example'><input name=a></form>",
    "<style>@import 'https://evil.example'</style>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<object data='https://evil.example'></object><embed src='https://evil.example'>",
    "<base href='https://evil.example'><meta http-equiv=refresh content='0;url=javascript:x'>",
    "<img data-file='../../etc/passwd' alt='x'>",
    "<p class='right evil'>看</p>",
    "<h1 id='x' onmouseover=alert(1)>看</h1>",
)
DIGEST = "a" * 64
FULL = Content(
    blocks=(
        Heading(level=1, text="季度收支 <一>"),
        Paragraph(
            runs=(
                Run(text="合计", strong=True),
                Run(text="见 & 附表，"),
                Run(text="原文", href="https://qingxi.example/a?b=1&c=2"),
                Run(text="。"),
            )
        ),
        Paragraph(runs=(Run(text="青溪县财政局"),), align="right"),
        ListBlock(ordered=True, items=("身份证", "户口簿")),
        ListBlock(items=("一次办好",)),
        Table(
            caption="收入",
            columns=(Column(title="项目"), Column(title="金额", kind="amount")),
            rows=(("上级补助", "46200.00"), ("其他", "")),
            totals=(Total(label="合计", value="46200.00"),),
        ),
        Roster(
            caption="村委会",
            members=(
                Member(name="石有田", post="主任", duties="全面工作", phone="0000-1", photo=DIGEST),
                Member(name="方小满"),
            ),
        ),
        Picture(file=DIGEST, alt="村口的桥", caption="石桥"),
    )
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_or_fetches_survives(attack: str) -> None:
    content = content_of_html(f"<p>前</p>{attack}<p>后</p>")
    shown = html_of_content(content)
    for word in ("<script", "<svg", "<iframe", "onerror", "onclick", "javascript:", "evil.example"):
        assert word not in shown.lower()
    for block in content.blocks:
        if isinstance(block, Paragraph):
            assert all(run.href is None for run in block.runs)
    assert not any(isinstance(block, Picture) for block in content.blocks)
    assert "前" in content.text


def test_every_kind_of_block_goes_into_the_form_and_comes_back() -> None:
    assert content_of_html(html_of_content(FULL)) == FULL


def test_links_to_other_places_than_the_web_become_plain_text() -> None:
    content = content_of_html('<p><a href="ftp://a.example/">甲</a><a href="/b">乙</a></p>')
    assert content.blocks == (Paragraph(runs=(Run(text="甲乙"),)),)


def test_a_line_break_in_a_paragraph_begins_a_new_one() -> None:
    content = content_of_html("<p>一、总则<br>二、附则</p>")
    assert [block.text for block in content.blocks if isinstance(block, Paragraph)] == [
        "一、总则",
        "二、附则",
    ]


def test_a_table_without_a_head_takes_its_first_row_as_one() -> None:
    content = content_of_html(
        "<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲</td></tr></table>"
    )
    table = content.blocks[0]
    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == ["项目", "金额"]
    assert table.rows == (("甲", ""),)


def test_text_outside_any_tag_is_kept() -> None:
    assert content_of_html("没有标签的文字").text == "没有标签的文字"


TEXT = st.text(alphabet="甲乙<>&\"' \n/ab", max_size=12)
TAG = st.sampled_from(
    [
        "p",
        "/p",
        "h2",
        "/h2",
        "ul",
        "/ul",
        "ol",
        "li",
        "/li",
        "table",
        "/table",
        "tr",
        "/tr",
        "td",
        "/td",
        "th",
        "caption",
        "strong",
        "/strong",
        "br",
        "b",
    ]
)


@settings(max_examples=rounds(300), deadline=None)
@given(st.lists(st.one_of(TEXT, TAG.map(lambda tag: f"<{tag}>")), max_size=20).map("".join))
def test_reading_what_was_written_changes_nothing(source: str) -> None:
    content = content_of_html(source)
    assert content_of_html(html_of_content(content)) == content


@settings(max_examples=rounds(200), deadline=None)
@given(st.text(alphabet="<>/\"'=&;: abpscriptonerrorhrefimgsvgjavatdh12", max_size=60))
def test_what_is_cleaned_holds_no_handler_and_no_script(source: str) -> None:
    shown = cleaned(source)
    assert "<script" not in shown
    assert "<svg" not in shown
    assert " on" not in "".join(part.split(">")[0] for part in shown.split("<")[1:])


@pytest.mark.parametrize("tag", ["div", "ul", "b", "blockquote", "DIV class=x"])
def test_a_fragment_nested_too_deep_is_refused_before_it_is_parsed(tag: str) -> None:
    with pytest.raises(Invalid, match="嵌套过深"):
        content_of_html(f"<{tag}>" * 100_000)
    with pytest.raises(Invalid, match="嵌套过深"):
        content_of_html(f"<{tag}></span>" * 100_000)


def test_a_long_page_without_end_tags_is_not_taken_for_a_deep_one() -> None:
    assert len(content_of_html("<div>" + "<p>第一段" * 2000 + "</div>").blocks) == 2000
    assert depth_of("<div><b>一</b></div>" * 5000) == 2
