"""Rows of a table to catalogue rows; whatever is read into a cell is said."""

import re
from collections.abc import Callable
from dataclasses import replace

from core.messages import marked
from disclosure.cataloguing.audiences import audience_of, levels_of, links_of, mode_of, stages_of
from disclosure.cataloguing.carriers import read_carriers
from disclosure.cataloguing.columns import Layout
from disclosure.cataloguing.doubts import (
    column_name,
    doubt_carriers,
    doubt_limit,
    doubt_marks,
    doubt_same,
)
from disclosure.cataloguing.grids import EMPTY, Cell, Grid
from disclosure.cataloguing.headers import NAMES, header_at, header_keys, repeats_header
from disclosure.cataloguing.listing import Listing
from disclosure.cataloguing.parsed import CatalogueRow
from disclosure.cataloguing.wording import bodies, is_same_as_above, key, one_line, several_lines
from disclosure.importing.pieces import tidy

_NOTE = re.compile(r"(?:注|备注|说明|填表|附注|标准目录|要素说明|联系|[*※])")
_DOMAIN = re.compile(
    r"[（(]?[一二三四五六七八九十\d]*[)）、.]*(.{2,24}?)领域?(?:基层)?政务公开.{0,6}(?:目录|清单|标准|指引)"
)
_PLACE = re.compile(r"^(?:.{2,8}?(?:省|(?<!城)市|自治州|盟|县|区|旗|镇|乡(?!村)|街道)(?=.{2}))+")
_ITEM = ("first", "second", "third", "elements")
_WIDE = ("basis", "time_limit", "units", "lead", "carriers")
_JOIN: dict[str, Callable[[str], str]] = {
    "elements": several_lines,
    "basis": several_lines,
    "note": several_lines,
    "units": bodies,
    "lead": bodies,
    "carriers": lambda text: text,
}
ITEM_ROLES = ("elements", "basis", "time_limit", "units", "carriers")
"""What each item should have."""
_CODE = re.compile(r"(?<=[\u4e00-\u9fff])\s*\d{6,}$")
LONGEST_GROUP = 120
LONGEST_NAME = 200
LONGEST_CELL = 20_000


class RowReader:
    """Reads a table's rows in order: each may continue the one above.

    ``after``: the reader of the table of which this one is the next page.
    """

    def __init__(
        self, grid: Grid, layout: Layout, listing: Listing, after: "RowReader | None" = None
    ) -> None:
        self._grid = grid
        self._layout = layout
        self._body = layout.body
        self._listing = listing
        self._heads: frozenset[str] = after._heads if after else header_keys(grid, layout)
        self._merges = any(cell.merged == "down" for row in grid.rows for cell in row)
        self._above: dict[str, str] = dict(after._above) if after else {}
        self.domain: str = after.domain if after else domain_in(grid, layout)

    def read(self) -> list[CatalogueRow]:
        """The rows that land, in order."""
        landed = []
        for index in range(self._layout.body, len(self._grid.rows)):
            row = self._row(index)
            if row is not None:
                landed.append(row)
        return landed

    def _row(self, index: int) -> CatalogueRow | None:
        cells = self._grid.rows[index]
        fresh = [cell for cell in cells if (cell.text.strip() or cell.problem) and not cell.merged]
        if not fresh:
            return None
        if self._is_header(index):
            return None
        if self._stands_alone(index, fresh):
            return None
        if not self._is_readable(index):
            return None
        texts = self._texts(index)
        return None if texts is None else self._item(index, texts)

    def _is_header(self, index: int) -> bool:
        """The header once more, or the one of another table pasted below: its columns hold from
        there on."""
        if index < self._body:
            self._listing.warn(index + 1, "", _HEADER)
            return True
        other = header_at(self._grid, self._heads, index)
        if other is not None and _places(other) != _places(self._layout):
            self._layout, self._body = other, other.body
            self._heads |= header_keys(self._grid, other)
            self._above = {}
            self._listing.warn(index + 1, "", marked("是另一种表头，以下各行按它读取，请核对。"))
            return True
        if other is None and not repeats_header(self._grid, self._heads, index):
            return False
        self._listing.warn(index + 1, "", _HEADER)
        return True

    def _stands_alone(self, index: int, fresh: list[Cell]) -> bool:
        """A row of one cell is a note or a heading of a group, and says so."""
        cells = self._grid.rows[index]
        texts = {cell.text for cell in cells if cell.text.strip() and cell.merged != "down"}
        if len(texts) != 1 or any(cell.problem for cell in fresh):
            return False
        place = next(at for at, cell in enumerate(cells) if cell.text in texts)
        text = one_line(fresh[0].text)
        role = self._role(place)
        wide = any(cell.merged == "across" for cell in cells)
        if not wide and (role not in ("number", "first") or re.fullmatch(r"[\d.、-]+", text)):
            return False
        data = {"text": text[:60]}
        if _NOTE.match(text) or len(text) > 40 or text.endswith("。"):
            self._listing.warn(
                index + 1, "", marked("是表中的说明文字，没有作为事项导入：{text}"), **data
            )
        elif named := _DOMAIN.search(text):
            self.domain = named[1]
            self._listing.warn(index + 1, "", marked("是领域名称，用于以下各行：{text}"), **data)
        else:
            self._above = {"first": re.sub(r"^[（(]?[一二三四五六七八九十]+[)）、.]+", "", text)}
            self._listing.warn(
                index + 1, "", marked("只有一格文字，读作以下各行的一级事项：{text}"), **data
            )
        return True

    def _is_readable(self, index: int) -> bool:
        """Formulas are never computed: their row is refused, but for its running number."""
        fine = True
        for column in self._layout.columns:
            cell = self._grid.cell(index, column.index)
            name = column_name(column.role, column.heading)
            if cell.problem and column.role == "number":
                self._listing.warn(index + 1, name, marked("是公式，未计算，序号留空。"))
            elif cell.problem == "formula":
                self._listing.refuse(
                    index + 1, name, marked("单元格是公式，没有计算；请改成文字后再导入。")
                )
                fine = False
            elif cell.problem:
                self._listing.refuse(
                    index + 1, name, marked("单元格是错误值；请改成文字后再导入。")
                )
                fine = False
            elif len(cell.text) > LONGEST_CELL:
                self._listing.refuse(
                    index + 1, name, marked("文字过长，不像目录的单元格；请核对引号和换行。")
                )
                fine = False
            elif cell.date and not cell.merged:
                self._listing.warn(
                    index + 1, name, marked("被表格软件存成了日期，原来的写法已丢失，请核对。")
                )
        return fine

    def _texts(self, index: int) -> dict[str, str] | None:
        """Texts by role, 同上 and continued cells filled in; None when the row is refused."""
        cells = {role: self._cell(index, role) for role in (*_ITEM, *_WIDE, "domain")}
        texts: dict[str, str] = {}
        for role, cell in cells.items():
            text = "" if cell.merged == "across" else _JOIN.get(role, one_line)(cell.text)
            if text and is_same_as_above(text):
                if not self._above.get(role):
                    self._listing.refuse(
                        index + 1,
                        NAMES.get(role, ""),
                        marked("写的是同上，但上面没有可以承接的内容。"),
                    )
                    return None
                text = self._above[role]
            texts[role] = text
        if not any(texts[role] and cells[role].merged != "down" for role in _ITEM) and not (
            self._merges and texts["elements"]
        ):
            self._refuse_nameless(index)
            return None
        self._continue(index, cells, texts)
        if not texts["first"] and not texts["second"]:
            self._listing.refuse(
                index + 1, NAMES["first"], marked("没有公开事项的名称，上面也没有可以承接的。")
            )
            return None
        for role, name, limit in (
            ("first", texts["first"], LONGEST_GROUP),
            ("second", _second(texts), LONGEST_NAME),
        ):
            if len(name) > limit:
                said = marked("名称超过 {limit} 字，请缩短。")
                self._listing.refuse(index + 1, NAMES[role], said, limit=str(limit))
                return None
        self._above |= {role: text for role, text in texts.items() if text}
        return texts

    def _refuse_nameless(self, index: int) -> None:
        """With what stands there, as a page torn into lines leaves half of a cell."""
        cells = (
            self._grid.cell(index, one.index)
            for one in self._layout.columns
            if one.role != "number"
        )
        text = "、".join(
            one_line(cell.text) for cell in cells if cell.text.strip() and not cell.merged
        )
        if text:
            said = marked("没有公开事项，也没有公开内容，只写有：{text}")
            self._listing.refuse(index + 1, "", said, text=text[:60])
        else:
            self._listing.refuse(index + 1, "", marked("没有公开事项，也没有公开内容。"))

    def _continue(self, index: int, cells: dict[str, Cell], texts: dict[str, str]) -> None:
        """Empty cells below a merged one.  Where the file marks its merges, an empty cell of the
        wide columns is empty; a .csv has lost them."""
        opened = bool(texts["first"]) and cells["first"].merged != "down"
        if opened and texts["first"] != self._above.get("first"):
            kept = [role for role in (*_WIDE, "domain") if role in self._above]
            self._above = {role: self._above[role] for role in kept}
        roles = ["first"] if not opened else []
        if not opened and not texts["second"]:
            roles += ["second", "third"]
        if not opened and not self._merges:
            roles += _WIDE
        if not self._merges and self._layout.has("domain"):
            roles.append("domain")
        for role in roles:
            if texts[role] or cells[role].merged == "across" or not self._above.get(role):
                continue
            texts[role] = self._above[role]
            self._listing.warn(
                index + 1, NAMES.get(role, ""), marked("为空，按承接上一行读取，请核对。")
            )

    def _item(self, index: int, texts: dict[str, str]) -> CatalogueRow:
        row, layout, listing = index + 1, self._layout, self._listing
        for role in ("first", *ITEM_ROLES):
            if layout.has(role) and not texts[role]:
                listing.warn(row, NAMES[role], marked("没有填写。"))
        extra = [
            (column.heading, several_lines(cell.text))
            for column in layout.starting("extra")
            if (cell := self._grid.cell(index, column.index)).text.strip()
        ]
        extra += self._codes(index)

        def cell_of(column: int) -> Cell:
            return self._grid.cell(index, column)

        audience, group_name = audience_of(
            layout, cell_of, listing.of(row), texts["second"] + texts["elements"], extra
        )
        mode = mode_of(layout, cell_of, listing.of(row), extra)
        levels = levels_of(layout, cell_of, listing.of(row), extra)
        doubt_marks(self._grid, layout, index, listing)
        doubt_same(self._grid, layout, index, listing)
        carriers = read_carriers(texts["carriers"])
        stated = self._cell(index, "carriers")
        if not stated.merged and not is_same_as_above(stated.text) and stated.text.strip():
            doubt_carriers(listing.of(row), carriers)
        made = CatalogueRow(
            row=row,
            first=_uncoded(texts["first"]),
            second=_second(texts),
            table=listing.table,
            number=self._number(index),
            domain=_uncoded(texts["domain"]) or self.domain,
            elements=texts["elements"],
            basis=texts["basis"],
            time_limit=texts["time_limit"],
            units_text=texts["units"],
            lead_text=texts["lead"],
            carriers=carriers.carriers,
            audience=audience,
            group_name=group_name,
            mode=mode,
            levels=levels,
            stages=stages_of(layout, cell_of, listing.of(row)),
            links=links_of(layout, cell_of, listing.of(row)),
            note=several_lines(self._plain(index, "note")),
            extra=tuple(extra),
        )
        doubt_limit(listing.of(row), made)
        return made

    def _codes(self, index: int) -> list[tuple[str, str]]:
        """The codes behind names, kept beside the item."""
        return [
            (column.heading, found[0].strip())
            for column in self._layout.columns
            if column.role in ("domain", "first", "second", "third")
            if (found := _CODE.search(one_line(self._grid.cell(index, column.index).text)))
        ]

    def _cell(self, index: int, role: str) -> Cell:
        """What the columns of the role say together; columns that share a heading share it."""
        cells = [self._grid.cell(index, at) for at in self._layout.indices(role)]
        telling = [cell for cell in cells if cell.text.strip() and cell.merged != "across"]
        if len(telling) < 2:
            return next(iter([*telling, *cells]), EMPTY)
        joined = "\n".join(dict.fromkeys(cell.text for cell in telling))
        return replace(next((one for one in telling if not one.merged), telling[0]), text=joined)

    def _plain(self, index: int, role: str) -> str:
        return tidy(self._cell(index, role).text)

    def _number(self, index: int) -> str:
        """The innermost, where each level has its own."""
        cells = [self._grid.cell(index, at) for at in self._layout.indices("number")]
        told = [cell.text for cell in cells if cell.text.strip()]
        return one_line(told[-1])[:20] if told else ""

    def _role(self, at: int) -> str:
        return next((one.role for one in self._layout.columns if one.index == at), "")


_HEADER = marked("与表头相同，已跳过。")


def _places(layout: Layout) -> list[tuple[str, int]]:
    return [(column.role, column.index) for column in layout.columns]


def _second(texts: dict[str, str]) -> str:
    """The second level with the third, where there is one."""
    return "－".join(_uncoded(texts[role]) for role in ("second", "third") if texts[role])


def _uncoded(name: str) -> str:
    """Without the code that some provinces write behind each name: 最低生活保障120002000."""
    return _CODE.sub("", name) or name


def domain_in(grid: Grid, layout: Layout) -> str:
    """社会救助, from the title in or above the table (社会救助领域基层政务公开标准目录)."""
    above = [cell.text for row in grid.rows[: layout.top] for cell in row if cell.text.strip()]
    for text in (*above, grid.title, grid.name):
        named = _DOMAIN.search(key(text).replace("(", "（").replace(")", "）"))
        if named:
            return _PLACE.sub("", named[1]).strip("（")
    return ""
