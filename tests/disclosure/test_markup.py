"""Notices as typed text."""

from hypothesis import given
from hypothesis import strategies as st

from console.record_form import body_values, read_body
from disclosure.markup import content_of, text_of, typed
from media.content import (
    Column,
    Content,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Run,
    Table,
    paragraph,
)

NOTICE = """# 一、防火期

自2026年10月1日起。违者由**县林业局**依法处理，见[全文](https://example.gov.cn/a)。

- 禁止野外用火
- 禁止携带火种

1. 登记
2. 放行

时间\t地点
8:00\t路口"""


def test_a_typed_notice_becomes_headings_paragraphs_lists_and_tables() -> None:
    assert content_of(NOTICE).blocks == (
        Heading(level=1, text="一、防火期"),
        Paragraph(
            runs=(
                Run(text="自2026年10月1日起。违者由"),
                Run(text="县林业局", strong=True),
                Run(text="依法处理，见"),
                Run(text="全文", href="https://example.gov.cn/a"),
                Run(text="。"),
            )
        ),
        ListBlock(items=("禁止野外用火", "禁止携带火种")),
        ListBlock(ordered=True, items=("登记", "放行")),
        Table(columns=(Column(title="时间"), Column(title="地点")), rows=(("8:00", "路口"),)),
    )


def test_a_notice_comes_back_as_it_was_typed() -> None:
    assert text_of(content_of(NOTICE)) == NOTICE
    assert typed(content_of(NOTICE))


def test_a_list_may_follow_its_heading_and_its_sentence_without_an_empty_line() -> None:
    assert content_of("# 安排\n如下：\n- 周三\n- 周四\n1. 登记\n请注意安全。").blocks == (
        Heading(level=1, text="安排"),
        paragraph("如下："),
        ListBlock(items=("周三", "周四")),
        ListBlock(ordered=True, items=("登记",)),
        paragraph("请注意安全。"),
    )


LINE = st.text("甲乙丙 #-*[]()1.、\t<>&", max_size=12)


@given(st.lists(LINE, max_size=6))
def test_typing_settles_after_one_round(lines: list[str]) -> None:
    once = content_of("\n".join(lines))
    settled = content_of(text_of(once))
    assert content_of(text_of(settled)) == settled


def test_a_content_that_cannot_be_typed_is_kept_while_its_text_is_left_alone() -> None:
    content = Content(
        blocks=(paragraph("甲", align="center"), Picture(file="0" * 64, alt="示意图"))
    )
    values = body_values("notice", content)
    assert read_body(values, "notice", content).content == content
    changed = read_body({**values, "body": values["body"] + "\n\n乙"}, "notice", content)
    assert changed.content != content
