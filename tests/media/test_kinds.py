"""Every kind of record has pages that can be read: codes decode, no cell is lost, no text is
smaller than the distance allows, no table goes on without its heading."""

import re

import pytest

from disclosure import kinds
from media import qr
from media.content import Block, Column, Content, Roster, Table, block_lines
from media.looks import balances, look_of, share
from media.pages import Setter
from media.profiles import Profile, profile
from media.setting import layout, type_size
from media.sheet import Sheet
from media.typography import amount
from tests.disclosure.kinds.samples import ACCOUNTS, SAMPLES, income
from tests.media.sheets import LINK, sheet
from tests.media.test_pages import by_code, nothing, opened, sizes, texts

DRAWN = [code for code in SAMPLES if code not in ("slogan", "picture")]
NEAR = profile("wall-1920x1080-3m")


def made(code: str, **changes: object) -> Sheet:
    kind = kinds.KINDS[code]
    fields = kinds.read_fields(code, SAMPLES[code] | changes)
    return sheet(kind.template, *kind.compose(fields).blocks, title=kind.name)


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b\u2060]", "", text)


def words(block: Block) -> list[str]:
    """What a reader must find of a block: cells, names of columns that are drawn, sums."""
    match block:
        case Table():
            heads = [column.title for column in block.columns]
            hidden = {
                "facts": heads,
                "meters": ["目标任务", "项目名称", "完成率"],
                "stages": ["事项"],
                "": heads[:1],  # cards begin with their name
            }
            drawn = [head for head in heads if head not in hidden.get(look_of(block), [])]
            cells = [cell for row in block.rows for cell in row]
            sums = [word for total in block.totals for word in (total.label, total.value)]
            return [block.caption, *drawn, *cells, *sums]
        case Roster():
            return [word for one in block.members for word in (one.name, one.post, one.duties)]
    return block_lines(block)


@by_code
@pytest.mark.parametrize("code", DRAWN)
def test_every_word_of_a_kind_stands_on_its_pages(code: str, screen: Profile, setter: Setter):
    one = made(code)
    seen = bare("".join(texts(setter, one, screen)))
    for block in one.content.blocks:
        for word in words(block):
            assert bare(word) in seen or amount(word) in seen, word


@by_code
@pytest.mark.parametrize("code", ["accounts", "targets", "permits", "guide", "subsidies"])
def test_the_code_of_every_page_of_a_kind_decodes(code: str, screen: Profile, setter: Setter):
    for page in setter.draw(made(code), screen, nothing):
        assert qr.decode(opened(page).convert("L")) == [LINK]


@by_code
@pytest.mark.parametrize("code", DRAWN)
def test_no_text_of_a_kind_is_smaller_than_the_distance_allows(
    code: str, screen: Profile, setter: Setter
):
    assert min(sizes(setter, made(code), screen)) >= type_size(screen.least_px) - 0.01


@by_code
def test_progress_is_said_in_figures_beside_its_bar(screen: Profile, setter: Setter):
    seen = bare("".join(texts(setter, made("targets"), screen)))
    for target in SAMPLES["targets"]["targets"]:
        assert bare(target["name"]) in seen
        assert f"{target['rate']}%" in seen
        assert f"责任人{target['owner']}" in seen


@by_code
@pytest.mark.parametrize("rows", [1, 9, 40])
def test_each_row_of_accounts_stands_once_in_order_below_its_heading(
    rows: int, screen: Profile, setter: Setter
):
    pages = texts(setter, made("accounts", income=income(rows), note=""), screen)
    found = [int(number) for page in pages for number in re.findall(r"甲(\d{3})乙", page)]
    assert found == list(range(1, rows + 1))
    assert all("收入项目" in page for page in pages if "甲" in page)
    assert sum("收入合计" in page for page in pages) == 1


def test_figures_carry_their_signs_only_where_the_sum_is_true():
    assert balances(("128640.50", "124935.20", "154763.40", "98812.30"))
    assert not balances(("128640.50", "124935.20", "154763.40", "98812.31"))
    assert not balances(("1", "2", "3"))
    assert not balances(("1", "", "1", "0"))


def test_a_balance_that_is_off_is_drawn_without_an_equals_sign(setter: Setter):
    (right,) = texts(setter, made("accounts"), NEAR)
    assert "=" in right
    wrong = texts(setter, made("accounts", closing="98812.31"), NEAR)
    assert "=" not in "".join(wrong)


@pytest.mark.parametrize(
    ("cell", "part"), [("75%", 0.75), ("100", 1.0), ("130%", 1.0), ("", 0.0), ("过半", 0.0)]
)
def test_a_bar_is_as_long_as_its_share_and_never_longer(cell: str, part: float):
    assert share(cell) == part


def test_a_table_without_columns_of_its_own_kind_keeps_the_layout_it_had():
    table = Table(
        columns=(Column(title="项目"), Column(title="金额", kind="amount")), rows=(("甲", "1.00"),)
    )
    assert look_of(table) == ""
    assert layout(sheet("table", table)) == "table"
    assert layout(sheet("notice", table, table)) == "notice"


def test_content_written_before_the_new_kinds_reads_and_writes_the_same():
    stored = (
        '{"blocks":[{"type":"table","caption":"","columns":[{"title":"项目","kind":"text"}],'
        '"rows":[["甲"]],"totals":[]}]}'
    )
    assert Content.model_validate_json(stored).model_dump_json() == stored


def test_accounts_of_a_whole_quarter_keep_what_is_set_apart(setter: Setter):
    seen = bare("".join(texts(setter, made("accounts"), NEAR)))
    for name, value in (("因公出国（境）", "0.00"), ("出差", "640.00"), ("会议", "1,200.00")):
        assert name in seen
        assert value in seen
    assert amount(ACCOUNTS["closing"]) in seen
