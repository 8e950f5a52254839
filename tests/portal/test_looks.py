"""Every kind of record reads as words on web pages, none of its cells lost."""

import pytest

from disclosure import kinds
from media.looks import look_of
from tests.disclosure.kinds.samples import SAMPLES
from tests.portal.test_blocks import Reader, rendered

FORMATTED = {"amount", "figure"}


@pytest.mark.parametrize("code", SAMPLES)
def test_every_cell_of_a_kind_is_read_on_its_page(code: str):
    content = kinds.KINDS[code].compose(kinds.read_fields(code, SAMPLES[code]))
    read = "".join(Reader(rendered(*content.blocks)).text.split())
    for block in content.blocks:
        if block.type != "table":
            continue
        for row in block.rows:
            for column, cell in zip(block.columns, row, strict=True):
                shown = f"{float(cell):,.2f}" if cell and column.kind in FORMATTED else cell
                assert "".join(shown.split()) in read


def test_steps_that_are_not_taken_say_so_in_words():
    content = kinds.KINDS["permits"].compose(kinds.read_fields("permits", SAMPLES["permits"]))
    html = rendered(*content.blocks)
    assert html.count("未到") == 7
    assert html.count('class="done"') == 8


def test_a_bar_says_its_share_to_those_who_cannot_see_it():
    content = kinds.KINDS["targets"].compose(kinds.read_fields("targets", SAMPLES["targets"]))
    html = rendered(*content.blocks)
    assert 'value="75.0"' in html
    assert "<span>75%</span>" in html
    assert look_of(content.blocks[0]) == "meters"
