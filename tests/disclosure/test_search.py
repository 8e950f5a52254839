import pytest

from disclosure.search import code_in, initials, search_text, terms


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("石桥村财务收支", "sqccwsz"),
        ("2026年第三季度（公开）", "2026ndsjdgk"),
        ("柳河镇 Wi-Fi 开通", "lhzwifikt"),
        ("", ""),
    ],
)
def test_a_title_is_found_by_its_pinyin_initials(title, letters):
    assert initials(title) == letters


def test_search_text_holds_every_way_to_ask():
    text = search_text(title="财务收支", unit="石桥村", item="财务公开 季度收支", code="7K3QD9ZP2M")
    for way in ("财务收支", "石桥村", "季度收支", "7k3qd9zp2m", "cwsz", "sqc"):
        assert way in text


def test_a_query_is_split_into_words_all_of_which_are_asked_for():
    assert terms("  石桥  CWSZ ") == ("石桥", "cwsz")
    assert len(terms(" ".join("abcdefghij"))) == 6


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("7k3qd9zp2m", "7K3QD9ZP2M"),
        ("7K3Q D9ZP-2M", "7K3QD9ZP2M"),
        ("7k3qd9zpom", "7K3QD9ZP0M"),
        ("石桥村财务收支公开表", None),
        ("abcdefghjk", None),
        ("7k3qd9zp2", None),
    ],
)
def test_a_short_code_is_known_when_it_is_typed(query, code):
    assert code_in(query) == code
