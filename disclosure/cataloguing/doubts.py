"""What a person should look at in a row that landed."""

from core.messages import marked
from disclosure.cataloguing.carriers import ReadCarriers, channels_of
from disclosure.cataloguing.columns import Layout
from disclosure.cataloguing.elements import cadence_doubt
from disclosure.cataloguing.grids import Grid
from disclosure.cataloguing.headers import NAMES
from disclosure.cataloguing.listing import Listing, Say
from disclosure.cataloguing.marks import is_lost
from disclosure.cataloguing.parsed import CatalogueRow

_TICKED = ("public", "group", "staff", "proactive", "on_request")
_CARRIERS = {
    "box": marked("其中的“口”字读作方框 □（可选），请核对。"),
    "glyph": marked("其中的字母读作符号字体的勾选框，请核对。"),
    "typo": marked("“存公示栏”读作“村公示栏”，原文照录。"),
    "none": marked("没有一项勾选 ■，全部读作可选，请核对。"),
    "lead": marked("第一个勾选框之前还有文字，读作必选的渠道，请核对。"),
    "bare": marked("有的渠道前没有勾选框，读作必选，请核对。"),
}


def doubt_carriers(say: Say, read: ReadCarriers) -> None:
    """What was read into the marks, and a cell of which none is a channel of ours."""
    for doubt in read.doubts:
        say(NAMES["carriers"], _CARRIERS[doubt])
    if not channels_of(read.carriers, required=True):
        said = marked("其中没有本系统能发布的必选渠道，暂按政府网站，请核对。")
        say(NAMES["carriers"], said)


def doubt_marks(grid: Grid, layout: Layout, index: int, listing: Listing) -> None:
    """``?`` is what a converter leaves of a sign that it does not know."""
    said = marked("“?”是转换时丢失的字符，读作没有勾选，请核对。")
    for column in layout.columns:
        ticked = column.role in _TICKED or ":" in column.role
        if ticked and is_lost(grid.cell(index, column.index).text):
            listing.warn(index + 1, column_name(column.role, column.heading), said)


def doubt_same(grid: Grid, layout: Layout, index: int, listing: Listing) -> None:
    """A row of which nothing but the content is its own goes on with the item above."""
    own = {column.role for column in layout.columns if not grid.cell(index, column.index).merged}
    if own == {"elements"}:
        said = marked("除公开内容外都与上一行合并，可能是同一事项，请核对是否并为一项。")
        listing.warn(index + 1, "", said)


def doubt_limit(say: Say, row: CatalogueRow) -> None:
    """What a person should look at in the row's time limit, said once."""
    said, reading = row.time_limit[:40], row.reading
    if row.time_limit and reading.needs_review:
        sentence = marked("“{text}”需要人工核对：{reason}")
        say(NAMES["time_limit"], sentence, text=said, reason=reading.reason or "")
    elif doubt := cadence_doubt(row):
        say(NAMES["time_limit"], doubt, text=said)


def column_name(role: str, heading: str) -> str:
    """What messages call the column: its own heading, else its role's name."""
    return heading or NAMES.get(role, "")
