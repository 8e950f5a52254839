"""Any catalogue, rendered as any county might: what is read back is what was written."""

import csv
import html
import io
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from disclosure.cataloguing import Carrier, CatalogueRow, ParsedCatalogue, read_catalogue
from disclosure.cataloguing.export import workbook_of
from tests.rounds import rounds

SIGNS = "政策法规文件救助补贴发放标准审核信息监督检查办事指南公共服务财务预算"
WORD = st.text(alphabet=SIGNS, min_size=2, max_size=8)
TEXT = st.lists(WORD, min_size=1, max_size=3).map("、".join)
LINES = st.lists(st.text(alphabet=SIGNS, min_size=4, max_size=9), min_size=1, max_size=3)
LIMITS = st.sampled_from(
    ["信息形成或者变更之日起20个工作日内", "每季度首月10日前", "公示7个工作日", "长期公开"]
)
NAMES = ["政府网站", "政府公报", "两微一端", "发布会/听证会", "村公示栏(电子屏)", "其他"]
CARRIERS = st.lists(
    st.builds(Carrier, st.sampled_from(NAMES), st.booleans()),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.text,
).filter(lambda found: any(one.required for one in found))
LEVELS = st.frozensets(st.sampled_from(["county", "township", "village"]), min_size=1)
ROW = st.builds(
    CatalogueRow,
    row=st.just(0),
    first=WORD,
    second=WORD,
    elements=LINES.map("\n".join),
    basis=TEXT.map("《{}》".format),
    time_limit=LIMITS,
    units_text=TEXT,
    carriers=CARRIERS.map(tuple),
    audience=st.sampled_from(["public", "group", "staff"]),
    mode=st.sampled_from(["proactive", "on_request", "both"]),
    levels=LEVELS,
    note=st.one_of(st.just(""), WORD),
)
ROWS = st.lists(ROW, min_size=1, max_size=7)
HEADS = {
    "first": ["一级事项", "公开事项-一级事项", "公开事项(一级)", "一級事項"],
    "second": ["二级事项", "公开事项-二级事项", "公开事项（二级）", "二級 事項"],
    "elements": ["公开内容（要素）", "公开内容 (要素)", "公开\n内容", "公開內容"],
    "basis": ["公开依据", "依据", "公開依據"],
    "time_limit": ["公开时限", "公开\n时限", "时限"],
    "units": ["公开主体", "责任单位", "责任主体"],
    "carriers": ["公开渠道和载体", "公开渠道", "公開渠道和載體"],
    "public": ["全社会", "公开对象-全社会", "全社會"],
    "group": ["特定群体", "特定群众", "公开对象-特定群体"],
    "staff": ["内部", "内部公开"],
    "proactive": ["主动", "公开方式-主动", "主动公开"],
    "on_request": ["依申请", "依申请公开", "公开方式-依申请"],
    "county": ["县级", "公开层级-县级", "区级"],
    "township": ["乡级", "镇级", "公开层级-乡级"],
    "village": ["村级", "公开层级-村级"],
    "note": ["备注"],
}
TICKS = ["√", "✓", "■", "●", "是"]


def cells(row: CatalogueRow, tick: str, same: dict[str, str]) -> dict[str, str]:
    """The row's texts by column; ``same``: what it repeats from above, as written."""
    texts = {
        "first": row.first,
        "second": row.second,
        "elements": row.elements,
        "basis": row.basis,
        "time_limit": row.time_limit,
        "units": row.units_text,
        "carriers": " ".join(f"{'■' if one.required else '□'}{one.text}" for one in row.carriers),
        "note": row.note,
    }
    marks = {row.audience, *row.levels}
    marks |= {"proactive", "on_request"} if row.mode == "both" else {row.mode}
    return texts | {name: tick for name in HEADS if name in marks} | same


def repeated(rows: list[CatalogueRow], draw: st.DrawFn) -> list[CatalogueRow]:
    """Some rows take their first level and some wide cells from the row above."""
    done: list[CatalogueRow] = []
    for row in rows:
        if done:
            above = done[-1]
            named = draw(st.sets(st.sampled_from(["first", "basis", "time_limit", "carriers"])))
            row = replace(row, **{name: getattr(above, name) for name in named})
        done.append(row)
    return done


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[CatalogueRow], list[list[str]]]:
    """Rows, and the same as a table of texts with 同上 and empty first levels below."""
    rows = repeated(draw(ROWS), draw)
    order = draw(st.permutations(list(HEADS)))
    tick = draw(st.sampled_from(TICKS))
    heads = {name: draw(st.sampled_from(words)) for name, words in HEADS.items()}
    found = [["序号", *(heads[name] for name in order)]]
    for at, row in enumerate(rows):
        above = rows[at - 1] if at else None
        same: dict[str, str] = {}
        for name in ("basis", "time_limit", "carriers"):
            if above and getattr(above, name) == getattr(row, name) and draw(st.booleans()):
                same[name] = draw(st.sampled_from(["同上", "〃", " 同 上 ", "同上。"]))
        if above and above.first == row.first and draw(st.booleans()):
            same["first"] = ""
        texts = cells(row, tick, same)
        found.append([str(at + 1), *(texts.get(name, "") for name in order)])
    return rows, found


def as_csv(table: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(table)
    return written.getvalue().encode("gb18030")


def as_xlsx(table: list[list[str]]) -> bytes:
    book = Workbook()
    for row in table:
        book.active.append([value or None for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_merged(table: list[list[str]]) -> bytes:
    """A first level that continues is one merged cell."""
    book, column = Workbook(), first_at(table)
    for row in table:
        book.active.append([value or None for value in row])
    for at in range(len(table) - 1, 1, -1):
        start = at
        while start > 1 and not table[start][column]:
            start -= 1
        if start < at and (at + 1 == len(table) or table[at + 1][column]):
            book.active.merge_cells(None, start + 1, column + 1, at + 1, column + 1)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def first_heading(table: list[list[str]]) -> str:
    return next(text for text in table[0] if text in HEADS["first"])


def first_at(table: list[list[str]]) -> int:
    return table[0].index(first_heading(table))


def as_html(table: list[list[str]]) -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(one).replace(chr(10), '<br>')}" for one in row)
        for row in table
    )
    return f"<html><body><p>目录</p><table>{rows}</table></body></html>".encode()


def plain(read: ParsedCatalogue) -> list[CatalogueRow]:
    return [replace(row, row=0, number="", table="") for row in read.landed]


SLOW = settings(
    max_examples=rounds(60), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@SLOW
@given(
    tables(),
    st.sampled_from(
        [(as_csv, "a.csv"), (as_xlsx, "a.xlsx"), (as_html, "a.html"), (as_merged, "b.xlsx")]
    ),
)
def test_nothing_is_lost_and_nothing_invented(made, form):
    rows, table = made
    write, name = form
    read = read_catalogue(write(table), name)
    assert read.rows == len(rows)
    assert read.refused == 0
    assert plain(read) == rows
    assert [row.row for row in read.landed] == list(range(2, len(rows) + 2))
    guessed = [one for one in read.listed if one.column == "一级事项"]
    assert bool(guessed) == (name != "b.xlsx" and any(not row[first_at(table)] for row in table))


@settings(SLOW, max_examples=rounds(20))
@given(ROWS, st.lists(st.sampled_from(["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1"]), max_size=3))
def test_an_export_reads_back_to_the_same_rows_and_runs_nothing(rows, dangers):
    rows = [replace(row, levels=row.levels) for row in rows]
    read = read_catalogue(workbook_of(rows, "青溪县社会救助领域基层政务公开标准目录"), "a.xlsx")
    assert read.refused == 0
    assert plain(read) == [replace(row, domain="社会救助") for row in rows]
    bad = [replace(rows[0], elements=danger, note=danger) for danger in dangers]
    for row in read_catalogue(workbook_of(bad, "目录"), "a.xlsx").landed if bad else ():
        assert row.elements in {danger.strip() for danger in dangers}


@settings(max_examples=rounds(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tables(),
    st.lists(
        st.tuples(st.integers(1, 8), st.integers(0, 16), st.sampled_from(["", "同上", "?", "√"])),
        max_size=12,
    ),
)
def test_whatever_is_broken_every_row_lands_or_is_listed(made, changes):
    _, table = made
    for row, column, text in changes:
        if row < len(table):
            table[row][column] = text
    read = read_catalogue(as_csv(table), "a.csv")
    landed = {row.row for row in read.landed}
    spoken = {row for one in read.listed for row in one.rows}
    filled = {at for at, row in enumerate(table, 1) if at > 1 and any(map(str.strip, row))}
    assert filled <= landed | spoken
    assert read.rows == len(landed) + read.refused
