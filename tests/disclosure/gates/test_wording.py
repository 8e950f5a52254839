"""The wording gate: a listed word is found however it is written, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.gates.folding import fold, folded
from disclosure.gates.leaders import fits
from disclosure.gates.wording import WordList, wording_findings
from disclosure.gates.words import Word, shipped
from media.content import (
    Column,
    Content,
    Heading,
    ListBlock,
    Member,
    Picture,
    Roster,
    Table,
    Total,
    paragraph,
)

WORDS = WordList(
    [
        Word("forbidden", "敏感词语", "规范词语", "说明"),
        Word("forbidden", "故事"),
        Word("allowed", "事故事件"),
        Word("planted", "bet365"),
        Word("outdated", "五保户", "特困人员", severity="warn"),
    ]
)
LEADERS = WordList(
    [
        Word("leader", "张三", "县委书记", rank=1),
        Word("leader", "李四", "县委副书记、县长", rank=2),
        Word("leader", "王小五", "副县长", rank=3),
    ]
)


def quotes(text: str, words: WordList = WORDS) -> list[str]:
    return [one.quote for one in wording_findings(Content(blocks=(paragraph(text),)), {}, words)]


@pytest.mark.parametrize(
    "written",
    [
        "敏感词语",
        "敏 感 词 语",
        "敏　感词\u00a0语",
        "敏\u200b感\ufeff词语",
        "敏感詞語",
        "敏感\n词语",
    ],
)
def test_a_word_is_found_however_it_is_written(written: str) -> None:
    assert quotes(f"前文{written}后文") == [written]


@pytest.mark.parametrize("written", ["bet365", "BET365", "ｂｅｔ３６５", "b e t 3 6 5"])
def test_a_latin_word_is_found_in_any_width_and_case(written: str) -> None:
    assert written in quotes(f"请看{written}首页")


@pytest.mark.parametrize("text", ["alphabet365x", "xbet365", "the bet 365 days"])
def test_a_latin_word_is_not_found_inside_others(text: str) -> None:
    assert WordList([Word("planted", "bet365")]).index is not None
    assert quotes(text, WordList([Word("forbidden", "bet365")])) == quotes(text, WordList([]))


def test_an_allowed_word_hides_what_stands_inside_it() -> None:
    assert quotes("发生一起事故事件") == []
    assert quotes("讲好故事") == ["故事"]


def test_the_finding_carries_the_right_form_and_how_grave_it_is() -> None:
    content = Content(blocks=(paragraph("本村五保户名单"),))
    (one,) = wording_findings(content, {"title": "敏感词语"}, WORDS)[1:]
    assert (one.suggestion, one.severity, one.kind) == ("特困人员", "warn", "outdated")


def test_every_text_of_a_version_is_looked_through() -> None:
    word = "敏感词语"
    content = Content(
        blocks=(
            Heading(text=word),
            paragraph(word),
            ListBlock(items=("好", word)),
            Table(
                caption=word,
                columns=(Column(title=word),),
                rows=((word,),),
                totals=(Total(label=word, value=word),),
            ),
            Roster(caption=word, members=(Member(name=word, post=word, duties=word, phone=word),)),
            Picture(file="0" * 64, alt=word, caption=word),
        )
    )
    found = wording_findings(content, {"title": word, "keywords": word}, WORDS)
    assert len({one.place for one in found}) == len(found) == 17


@given(st.text(alphabet="敏感词语故事 \u200bａＢ1詞", max_size=30))
def test_a_stretch_of_folded_text_stands_in_the_original_where_it_says(text: str) -> None:
    whole = folded(text)
    for start in range(len(whole.text)):
        first, last = whole.span(start, start + 1)
        assert fold(text[first:last]) == whole.text[start]


@given(st.lists(st.sampled_from(["敏感词语", "故事", "五保户", "好", "，", " "]), max_size=20))
def test_as_many_words_are_found_as_were_put_in(parts: list[str]) -> None:
    expected = [part for part in parts if len(part) > 1]
    assert quotes("。".join(parts)) == expected


def test_planted_promotion_is_found_without_a_word_being_listed() -> None:
    assert quotes("在日博365信息公开首页", WordList([])) == ["日博365"]
    assert quotes("在日 博 365信息公开首页", WordList([])) == ["日 博 365"]
    assert quotes("在日博365首页", WordList([Word("allowed", "日博365")])) == []


def test_the_shipped_lists_are_read_whole_and_say_nothing_twice() -> None:
    words = shipped()
    assert len(words) > 150
    assert len({fold(one.word) for one in words}) == len(words)
    assert all(one.suggestion != one.word for one in words)


def test_the_right_form_of_a_shipped_word_is_not_itself_a_hit() -> None:
    words = WordList(shipped())
    for one in shipped():
        found = wording_findings(Content(blocks=(paragraph(one.suggestion),)), {}, words)
        assert not [hit for hit in found if hit.severity == "block"], one


@pytest.mark.parametrize(
    ("title", "post", "same"),
    [
        ("县长", "青溪县人民政府县长", True),
        ("青溪县人民政府县长", "县长", True),
        ("副县长", "县长", False),
        ("县长", "副县长", False),
        ("镇党委书记", "县委书记", False),
        ("常务副县长", "副县长", True),
    ],
)
def test_a_title_is_a_post_said_more_shortly_or_fully(title: str, post: str, same: bool) -> None:
    assert fits(title, post) is same


@pytest.mark.parametrize(
    "text",
    [
        "县委书记张三主持会议",
        "县委副书记、县长李四出席",
        "会议由县长李四主持",
        "组长：李　四 县委副书记、县长",
        "时任镇长李四介绍了情况",
        "张三、李四、王小五出席会议。",
        "县委书记张三，县长李四，副县长王小五参加",
        "王小五汇报了工作。张三作了讲话。",
        "李四安排部署工作",
    ],
)
def test_right_posts_in_right_order_are_no_hits(text: str) -> None:
    assert quotes(text, LEADERS) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("县长张三主持会议", "县长"),
        ("县长王 小 五出席", "县长"),
        ("组长：李四 县委书记", "县委书记"),
        ("成员：王小五（县长）", "县长"),
        ("李四任县委书记以来", "县委书记"),
        ("李四、张三出席会议", "张三"),
        ("参加会议的有：副县长王小五、县长李四", "李四"),
    ],
)
def test_a_wrong_post_or_order_is_a_hit(text: str, quote: str) -> None:
    assert quotes(text, LEADERS) == [quote]


def test_a_roster_is_checked_for_posts_and_order() -> None:
    right = (Member(name="张三", post="县委书记"), Member(name="李 四", post="县长"))
    assert _of_roster(right) == []
    assert _of_roster(right[::-1]) == [("order", "张三")]
    assert _of_roster((right[0], Member(name="李四", post="县委书记"))) == [("post", "县委书记")]


def test_a_table_of_names_is_checked_for_posts_and_order() -> None:
    columns = (Column(title="姓名"), Column(title="职务"))
    table = Table(columns=columns, rows=(("王小五", "县长"), ("张三", "县委书记")))
    found = wording_findings(Content(blocks=(table,)), {}, LEADERS)
    assert [(one.kind, one.quote) for one in found] == [("post", "县长"), ("order", "张三")]


def _of_roster(members: tuple[Member, ...]) -> list[tuple[str, str]]:
    content = Content(blocks=(Roster(members=members),))
    return [(one.kind, one.quote) for one in wording_findings(content, {}, LEADERS)]
