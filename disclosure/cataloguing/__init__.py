"""Reading published standard catalogues as they are found: every row lands or is listed."""

from collections.abc import Sequence

from core import messages
from core.errors import Invalid, TooLarge
from core.messages import marked
from disclosure.cataloguing.columns import Layout
from disclosure.cataloguing.grids import Grid
from disclosure.cataloguing.headers import NAMES, above, headers_text, layout_of, notes_above
from disclosure.cataloguing.listing import Listing
from disclosure.cataloguing.parsed import Carrier, CatalogueRow, Listed, ParsedCatalogue
from disclosure.cataloguing.rows import ITEM_ROLES, RowReader
from disclosure.cataloguing.sources import grids_of
from disclosure.importing.pieces import tidy

__all__ = ["Carrier", "CatalogueRow", "Listed", "ParsedCatalogue", "read_catalogue"]

ROWS = 10_000
"""The 26 national fields of a whole province stay under 5,000."""


def read_catalogue(data: bytes, name: str) -> ParsedCatalogue:
    """Read a .csv, .xlsx or .html file; ``name`` appears in messages.

    Each table with a catalogue's header is taken; the others are named in ``listed``.  Raises
    Invalid for what cannot be read or holds no catalogue, TooLarge for too many bytes, cells or
    rows, each with one sentence that says how to mend it.
    """
    grids = grids_of(data, name)
    found = _taken(grids)
    if not found:
        raise _unknown(grids, name)
    count = sum(len(grids[at].rows) - layout.body for at, layout in found)
    if count > ROWS:
        raise TooLarge(
            "catalogue-rows",
            "{name} 有 {count} 行，超过一次导入 {limit} 行的上限；请按领域分成几个文件。",
            name=name,
            count=count,
            limit=ROWS,
        )
    return _read(grids, found, name)


def _taken(grids: Sequence[Grid]) -> list[tuple[int, Layout]]:
    """The tables that are catalogues, by place.

    A table of a page that goes on without a header, as wide as the one before, shares its header.
    Of the ways to split one .csv text the one with the most columns is taken.
    """
    found: list[tuple[int, Layout]] = []
    for at, grid in enumerate(grids):
        layout = layout_of(grid)
        goes_on = found and found[-1][0] == at - 1 and grid.kind == "page"
        if goes_on and grid.width == grids[at - 1].width and (not layout or above(grid, layout)):
            layout = Layout(0, 0, found[-1][1].columns) if _is_filled(grid) else None
        if layout:
            found.append((at, layout))
    if any(grid.kind == "text" for grid in grids) and found:
        return [max(found, key=lambda pair: len(pair[1].columns))]
    return found


def _read(grids: Sequence[Grid], found: list[tuple[int, Layout]], name: str) -> ParsedCatalogue:
    landed: list[CatalogueRow] = []
    listed: list[Listed] = []
    several = len(found) > 1
    reader: RowReader | None = None
    for at, layout in found:
        grid = grids[at]
        listing = Listing(_table_name(grid, at) if several or grid.name else "")
        if layout.body == 0:
            listing.warn(
                0, "", marked("这张表格没有表头，列数与上一张相同，按同一表头读取，请核对。")
            )
        else:
            _say_columns(layout, listing)
            for row in above(grid, layout):
                listing.warn(row, "", marked("在表头以上，没有读取。"))
            for row, text in notes_above(grid, layout):
                listing.warn(row, "", marked("在表头以上，没有读取：{text}"), text=text[:60])
        reader = RowReader(grid, layout, listing, reader if layout.body == 0 else None)
        landed += reader.read()
        listed += listing.listed()
    if left := _left(grids, {at for at, _ in found}):
        said = marked("“{names}”没有目录的表头，未读取。")
        listed.append(Listed((), "", said, (("names", left),)))
    if not landed and not listed:
        raise Invalid("catalogue-empty", "{name} 只有表头，没有公开事项。", name=name)
    title = next((tidy(grids[at].title) for at, _ in found if tidy(grids[at].title)), "")
    return ParsedCatalogue(name, tuple(landed), tuple(listed), title)


def _table_name(grid: Grid, at: int) -> str:
    return grid.name or tidy(grid.title)[:60] or messages.text("表格 {number}", number=at + 1)


def _left(grids: Sequence[Grid], taken: set[int]) -> str:
    """The names of the sheets and wide tables that were not read."""
    names = [
        _table_name(grid, at)
        for at, grid in enumerate(grids)
        if at not in taken and _is_filled(grid)
        if grid.kind == "sheet" or (grid.kind == "page" and grid.width >= 5)
    ]
    return "、".join(names)


def _say_columns(layout: Layout, listing: Listing) -> None:
    """What the whole table lacks or has besides."""
    for column in layout.starting("extra"):
        said = marked("“{column}”列不在标准目录的要素之内，内容记入其他内容。")
        listing.warn(0, "", said, column=column.heading or str(column.index + 1))
    for column in layout.columns:
        if column.unnamed and column.role == "second":
            listing.warn(0, "", marked("一级事项右边的列没有表头，读作二级事项，请核对。"))
        if column.doubt:
            listing.warn(0, "", column.doubt, column=column.heading)
    if lacking := [role for role in ITEM_ROLES if not layout.has(role)]:
        names = "、".join(f"“{messages.text(NAMES[role])}”" for role in lacking)
        listing.warn(0, "", marked("表中没有{columns}，请在导入后补充。"), columns=names)
    if not layout.has("public", "group", "staff", "audience"):
        listing.warn(0, "", marked("表中没有公开对象一列，全部按全社会处理，请核对。"))
    if not layout.has("levels") and not layout.starting("level:"):
        listing.warn(0, "", marked("表中没有公开层级一列，请在导入后指明。"))
    if not layout.has("proactive", "on_request", "mode"):
        listing.warn(0, "", marked("表中没有公开方式一列，全部按主动公开处理。"))


def _unknown(grids: Sequence[Grid], name: str) -> Invalid:
    named = [grid.name for grid in grids if grid.name]
    if named:
        return Invalid(
            "catalogue-sheet-unknown",
            "{name} 的工作表（{sheets}）里没有公开事项目录的表头；"
            "表头至少要有公开事项、公开内容、公开依据、公开时限、公开主体中的三项。",
            name=name,
            sheets="、".join(named),
        )
    seen = next((text for grid in grids if (text := headers_text(grid.rows))), "")
    return Invalid(
        "catalogue-layout-unknown",
        "{name} 中没有找到公开事项目录的表头（开头是：{seen}）；"
        "表头至少要有公开事项、公开内容、公开依据、公开时限、公开主体中的三项。",
        name=name,
        seen=seen or "—",
    )


def _is_filled(grid: Grid) -> bool:
    return any(cell.text.strip() for row in grid.rows for cell in row)
