"""Withdraw by name: nothing of the person is left, and nothing of anybody else is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from disclosure.gates.names import names_in, read_name, without_names
from media.content import (
    Column,
    Content,
    Heading,
    Member,
    Paragraph,
    Picture,
    Roster,
    Run,
    Table,
    paragraph,
)

ROSTER = Roster(
    caption="领导班子",
    members=(
        Member(name="张 强", post="副镇长", photo="0" * 64),
        Member(name="张强生", post="委员"),
        Member(name="李四", post="镇长", duties="联系张强"),
    ),
)


def test_a_member_leaves_the_roster_and_the_name_becomes_somebody() -> None:
    content = Content(blocks=(Heading(text="张强简历"), ROSTER, paragraph("由张　强负责。")))
    new, title, touched = without_names(content, "关于张强任职的通知", ["张强"])
    assert title == "关于某某任职的通知"
    heading, roster, last = new.blocks
    assert isinstance(roster, Roster)
    assert [member.name for member in roster.members] == ["张强生", "李四"]
    assert roster.members[1].duties == "联系某某"
    assert Content(blocks=(heading, last)).text == "某某简历\n由某某负责。"
    assert [(one.kind, one.place.block) for one in touched] == [
        ("title", -1),
        ("member", 1),
        ("text", 0),
        ("text", 1),
        ("text", 2),
    ]


def test_a_name_across_two_looks_is_taken_out_of_both() -> None:
    runs = (Run(text="组长张"), Run(text="强同志", strong=True))
    new, _, _ = without_names(Content(blocks=(Paragraph(runs=runs),)), "", ["张强"])
    assert new.blocks[0] == Paragraph(runs=(Run(text="组长某某"), Run(text="同志", strong=True)))


def test_a_longer_name_of_somebody_else_in_a_list_stays() -> None:
    table = Table(columns=(Column(title="姓名"),), rows=(("张强生",), ("张强",)))
    content = Content(blocks=(table, paragraph("张强生和张强参加。")))
    new, _, touched = without_names(content, "", ["张强"])
    assert new.text == "\n姓名\n张强生\n某某\n张强生和某某参加。"
    assert len(touched) == 2


def test_a_picture_of_the_person_goes() -> None:
    picture = Picture(file="0" * 64, alt="张强同志照片")
    new, _, (one,) = without_names(Content(blocks=(picture, paragraph("简介"))), "", ["张强"])
    assert new == Content(blocks=(paragraph("简介"),))
    assert one.kind == "picture"


def test_a_page_of_which_nothing_is_left_says_so() -> None:
    alone = Content(blocks=(Roster(members=(Member(name="张强", post="镇长"),)),))
    new, _, _ = without_names(alone, "", ["张强"])
    assert new.text == "本页内容正在更新。"


def test_content_without_the_name_comes_back_as_it_is() -> None:
    content = Content(blocks=(ROSTER,))
    assert without_names(content, "标题", ["王五"]) == (content, "标题", ())
    assert without_names(content, "标题", []) == (content, "标题", ())


@given(
    st.lists(
        st.sampled_from(["张强", "张 强", "张　强", "李四", "同志", "，", "张", "强"]), max_size=12
    )
)
def test_no_name_is_left_and_nothing_else_changes(parts: list[str]) -> None:
    text = "。".join(parts)
    new, title, _ = without_names(Content(blocks=(paragraph(text),)), text, ["张强"])
    expected = "。".join("某某" if "".join(part.split()) == "张强" else part for part in parts)
    assert title == expected
    assert new.text == expected
    assert not names_in(new.text, ["张强"])
    assert without_names(new, title, ["张强"]) == (new, title, ())


@pytest.mark.parametrize("name", ["", "张", "张*", "第1名"])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="不是完整的姓名"):
        read_name(name)


def test_a_name_is_kept_without_spaces() -> None:
    assert read_name(" 张　强 ") == "张强"
