"""The county's own lists come in and go out as tables; every bad row is named."""

import csv
import io

import pytest

from core.errors import Invalid
from disclosure.gates.words import Word, read_words, write_words


def test_what_is_written_is_read_again() -> None:
    words = [
        Word("mistaken", "布署", "部署", "错别字"),
        Word("leader", "李四", "县委副书记、县长", rank=2),
        Word("allowed", "因故"),
        Word("outdated", "五保户", severity="warn"),
    ]
    assert read_words(write_words(words), "词库.csv") == (words, [])


def test_columns_may_stand_in_any_order_and_most_may_be_missing() -> None:
    words, bad = read_words("\ufeff词语,类别\n布署,易错表述\n\n五保户,过时表述\n", "词库.csv")
    assert [(one.kind, one.word, one.severity) for one in words] == [
        ("mistaken", "布署", "block"),
        ("outdated", "五保户", "warn"),
    ]
    assert not bad


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("奇怪,布署,,,,", "word-kind"),
        ("禁用词,的,,,,", "word-short"),
        ("禁用词,布署,,,拦截,", "word-severity"),
        ("领导职务,李四,,,,1", "leader-post"),
        ("领导职务,李四,县长,,,第一", "word-rank"),
        (f"禁用词,{'长' * 61},,,,", "word-long"),
    ],
)
def test_a_bad_row_is_named_and_the_others_land(row: str, code: str) -> None:
    text = f"类别,词语,建议表述,说明,处理,排序\n{row}\n禁用词,好词语,,,,\n"
    words, bad = read_words(text, "词库.csv")
    assert [one.word for one in words] == ["好词语"]
    ((number, problem),) = [(one.row, one.problem) for one in bad]
    assert (number, problem.code) == (2, code)
    assert "第 2 行" in str(problem)


def test_a_table_without_the_columns_is_refused() -> None:
    with pytest.raises(Invalid, match="第一行应写明"):
        read_words("甲,乙\n1,2\n", "别的.csv")


def test_nothing_in_an_exported_table_begins_like_a_formula_and_it_comes_back_as_it_was() -> None:
    row = '禁用词,"=HYPERLINK(""http://x"")",+1,-1,,'
    words, _ = read_words(f"类别,词语,建议表述,说明,处理,排序\n{row}\n", "词库.csv")
    table = write_words(words)
    cells = [cell for line in csv.reader(io.StringIO(table)) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert read_words(table, "词库.csv") == (words, [])
