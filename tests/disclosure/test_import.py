"""The five published documents are read as they are: nothing lost, nothing invented."""

import json
import re
from pathlib import Path

import pytest

from disclosure.importing import ParsedDocument, read_document
from disclosure.importing.dates import read_date
from disclosure.importing.pieces import fold
from media.content import Heading, ListBlock, Paragraph, Table

EXPECTED = sorted((Path(__file__).parent / "expected").glob("*.json"))
EACH = pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.stem)


def read(samples: Path, expected: Path) -> tuple[ParsedDocument, str]:
    data = (samples / "documents" / f"{expected.stem}.txt").read_bytes()
    return read_document(data, f"{expected.stem}.txt"), data.decode("utf-8")


@EACH
def test_the_metadata_of_each_sample_is_what_a_reader_finds(samples: Path, expected: Path) -> None:
    document, _ = read(samples, expected)
    wanted = json.loads(expected.read_text("utf-8"))
    found = document.as_json()
    lists = ("unsure", "dropped", "headings", "right")
    assert {name: found[name] for name in wanted if name not in lists} == {
        name: value for name, value in wanted.items() if name not in lists
    }


@EACH
def test_everything_doubtful_and_everything_dropped_is_named(samples: Path, expected: Path) -> None:
    document, source = read(samples, expected)
    wanted = json.loads(expected.read_text("utf-8"))
    assert [[doubt.kind, doubt.line] for doubt in document.unsure] == wanted["unsure"]
    assert [gone.line for gone in document.dropped] == wanted["dropped"]
    lines = source.split("\n")
    for doubt in document.unsure:
        if doubt.kind != "title":
            assert _signs(fold(doubt.quote)) in _signs(fold(lines[doubt.line - 1]))


@EACH
def test_headings_and_signatures_stand_out(samples: Path, expected: Path) -> None:
    document, _ = read(samples, expected)
    wanted = json.loads(expected.read_text("utf-8"))
    blocks = document.content.blocks
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert [text for text in headings if text in wanted["headings"]] == wanted["headings"]
    right = [b.text for b in blocks if isinstance(b, Paragraph) and b.align == "right"]
    assert right == wanted["right"]


@EACH
def test_every_line_is_in_the_body_the_metadata_or_the_dropped_lines_in_order(
    samples: Path, expected: Path
) -> None:
    document, source = read(samples, expected)
    body, at = fold(document.content.text), 0
    aside = _aside(document)
    for number, line in enumerate(source.split("\n"), 1):
        text = fold(line)
        if not text:
            continue
        if number in aside:
            assert _signs(text) == _signs(aside[number]), f"line {number}"
        else:
            assert body.startswith(text, at), f"line {number}: {text[:30]}"
            at += len(text)
    assert at == len(body), "the body says more than the file"


def _aside(document: ParsedDocument) -> dict[int, str]:
    """Texts outside the body, by line: labels with their values, page furniture, the title."""
    aside: dict[int, str] = {}
    for found in document.metadata:
        aside[found.line] = aside.get(found.line, "") + fold(found.label + found.value)
    for gone in document.dropped:
        aside[gone.line] = aside.get(gone.line, "") + fold(gone.text)
    if document.title_lines:
        aside[document.title_lines[0]] = fold(document.title)
    return aside


def _signs(text: str) -> str:
    return re.sub(r"[:：|]", "", text)


def test_a_table_flattened_to_one_cell_a_line_is_rebuilt(samples: Path) -> None:
    document, _ = read(samples, Path("mingguang-2017-standardisation.json"))
    table = next(block for block in document.content.blocks if isinstance(block, Table))
    assert [column.title for column in table.columns] == [
        "序号",
        "工作任务",
        "责任单位",
        "时间进度",
    ]
    assert [row[0] for row in table.rows] == [str(number) for number in range(1, 10)]
    assert table.rows[1] == (
        "2",
        "梳理、编制基层政务公开试点事项标准规范和公开流程",
        "市政务公开办公室",
        "201711月底前",
    )


def test_a_flattened_table_that_is_cut_short_ends_with_its_last_whole_row() -> None:
    lines = [
        "关于修路的公告",
        "序号",
        "项目",
        "金额",
        "1",
        "修桥",
        "12",
        "2",
        "修路",
        "30",
        "3",
        "修渠",
    ]
    document = read_document("\n".join(lines).encode(), "a.txt")
    table, *rest = document.content.blocks
    assert isinstance(table, Table)
    assert table.rows == (("1", "修桥", "12"), ("2", "修路", "30"))
    assert [block.text for block in rest if isinstance(block, Paragraph)] == ["3", "修渠"]


def test_every_name_of_the_rosters_stays(samples: Path) -> None:
    document, _ = read(samples, Path("xichuan-2017-plan.json"))
    for name in ("徐卷林", "李 明", "崔淅州", "魏国斌"):
        assert name in document.content.text


def test_planted_words_are_quoted_with_their_place_and_never_removed(samples: Path) -> None:
    document, _ = read(samples, Path("mingguang-2017-standardisation.json"))
    planted = [doubt for doubt in document.unsure if doubt.kind == "planted"]
    assert [doubt.line for doubt in planted] == [66, 272]
    assert all("日博365" in doubt.quote for doubt in planted)
    assert "日博365" in document.content.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@EACH
def test_the_encoding_changes_nothing(samples: Path, expected: Path, encoding: str) -> None:
    document, source = read(samples, expected)
    again = read_document(source.encode(encoding), f"{expected.stem}.txt")
    assert again == document


def test_labels_glued_to_the_pages_own_words_are_taken_apart() -> None:
    text = (
        "用户登录还没有账号?立即注册索引号 | A-1 | 发布机构 | 青溪县民政局 |\n"
        "关于开展走访的通知\n各乡镇:\n请认真落实。\n2026年5月6日null\n"
    )
    document = read_document(text.encode(), "a.txt")
    assert document.index_number == "A-1"
    assert document.publisher == "青溪县民政局"
    assert document.title == "关于开展走访的通知"
    assert document.formed_on == read_date("2026年5月6日")
    assert [gone.text for gone in document.dropped] == [
        "用户登录",
        "还没有账号?",
        "立即注册",
        "null",
    ]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2017-11-3 10:27:35", "2017-11-03"),
        ("2017/11/8", "2017-11-08"),
        ("2017年4月7日", "2017-04-07"),
        ("2017 年 5 月 4 日", "2017-05-04"),
        ("二〇一七年十二月三十一日", "2017-12-31"),
        ("2017月11月8日", None),
        ("2017-02-30", None),
        ("20171108", None),
        ("null", None),
    ],
)
def test_dates_are_read_as_written_or_not_at_all(text: str, iso: str | None) -> None:
    day = read_date(text)
    assert (day.isoformat() if day else None) == iso


def test_a_page_keeps_its_lists_and_tables_and_loses_its_furniture() -> None:
    html = """<html><head><meta charset="gbk"><title>青溪县</title>
    <meta name="ArticleTitle" content="关于缴纳医保费的公告"></head><body>
    <div>当前位置：首页 &gt; 公告</div><script>var a="脚本";</script>
    <table><tr><td>索引号：</td><td>QX-1</td><td>发布日期：</td><td>2026-09-01</td></tr></table>
    <h1>关于缴纳医保费的公告</h1><p>请带齐：</p><ul><li>身份证</li><li>户口簿</li></ul>
    <table><tr><th>档次</th><th>金额</th></tr><tr><td>一档</td><td>400</td></tr></table>
    <p>青溪县医疗保障局</p><p>2026年9月1日</p><div>主办：青溪县政府 网站标识码：0</div>
    </body></html>"""
    document = read_document(html.encode("gb18030"), "notice.html")
    assert document.title == "关于缴纳医保费的公告"
    assert document.index_number == "QX-1"
    assert document.publisher == "青溪县医疗保障局"
    assert str(document.issued_on) == "2026-09-01"
    kinds = [block.type for block in document.content.blocks]
    assert kinds == ["paragraph", "list", "table", "paragraph", "paragraph"]
    items, table = document.content.blocks[1:3]
    assert isinstance(items, ListBlock)
    assert items.items == ("身份证", "户口簿")
    assert isinstance(table, Table)
    assert table.rows == (("一档", "400"),)
    assert "脚本" not in document.content.text
