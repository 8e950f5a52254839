"""Which column of a table says what: one to three header rows, any order, many wordings."""

import re
from collections.abc import Sequence

from core.messages import marked
from disclosure.cataloguing.columns import Column, Layout, settled
from disclosure.cataloguing.grids import Cell, Grid
from disclosure.cataloguing.wording import key, one_line

_ROLES: tuple[tuple[str, str], ...] = (
    ("number", r"序号|编号|序列|序|no\.?|编码|目录编码"),
    ("domain", r"(?:对?相应|对应|所属|公开|试点)?领域(?:名称)?(?:\(编码\))?"),
    (
        "first",
        r"(?:公开)?(?:事项)?[(-]?(?:一级|1级|第一级|[ⅰi]级)(?:公开)?(?:事项|目录|分类|栏目|指标)?(?:名称)?\)?",
    ),
    (
        "second",
        r"(?:公开)?(?:事项)?[(-]?(?:二级|2级|第二级|ⅱ级|ii级)(?:公开)?(?:事项|目录|分类|栏目|指标)?(?:名称)?\)?",
    ),
    (
        "third",
        r"(?:公开)?(?:事项)?[(-]?(?:三级|3级|第三级|ⅲ级|iii级)(?:公开)?(?:事项|目录|分类|栏目|指标)?(?:名称)?\)?",
    ),
    ("first", r"(?:主项|(?:事项|信息)(?:类别|分类)|一级|大类|类别|类型)(?:名称)?"),
    ("second", r"(?:子项|具体事项|小类)(?:名称)?"),
    (
        "elements",
        r".*(?:公开内容|内容要素|公开要素|内容\(要素\)|内容标准|内容及要素|内容要求|内容描述).*|内容|要素",
    ),
    ("basis", r".*依据.*"),
    ("time_limit", r".*(?:时限|时间要求|公开时间|更新(?:周期|频率)|公开期限).*|公开要求"),
    ("lead", r".*牵头.*"),
    (
        "units",
        r".*(?:公开主体|责任主体|责任单位|责任部门|责任科室|公开单位|实施主体|发布主体|主管部门).*|(?:公开)?主体|公开主|公开责任",
    ),
    ("carriers", r".*(?:渠道|载体|公开平台|公开场所|公开位置|公开途径).*"),
    ("public", r".*(?:全社会|社会公众|全体公众).*|全社"),
    ("staff", r".*(?:内部公开|本单位(?:职工|人员)|机关内部|内部职工|内部).*"),
    ("group", r".*(?:特定(?:群体|群众|对象|主体|人群|公众|范围)|特定).*"),
    ("proactive", r".*主动.*"),
    ("on_request", r".*(?:依|按|应)申请.*|申请(?:公开)?"),
    ("stages", r".*(?:五公开|公开类别|5公开|公开环节\(五公开\)).*|(?:公开)?过程"),
    ("links", r".*(?:工作环节|公开环节|公开工作).*"),
    ("note", r"备注.*|说明|其他说明"),
    ("audience", r".*(?:公开对象|公开范围|面向对象).*|公开对"),
    ("mode", r".*(?:公开方式|公开属性|公开类型).*|公开方"),
    ("levels", r".*(?:公开层级|公开级别|公开层次|层级).*|公开层"),
    ("item", r".*(?:公开事项|事项名称|公开目录|目录名称|公开项目|业务事项).*|事项|名称"),
)
_STAGES = {
    "决策": "stage:decision",
    "执行": "stage:execution",
    "管理": "stage:management",
    "服务": "stage:service",
    "结果": "stage:result",
    "发布": "link:release",
    "解读": "link:interpretation",
    "回应": "link:response",
}
_SUB = frozenset(
    {"first", "second", "third", "public", "group", "staff", "proactive", "on_request"}
)
_TITLE = re.compile(r"目录|清单|标准|指引|一览表|领域|^附件|^附表|^\d+$|^单位:$")
_SHARED = 3
_SCAN = 60
"""A header stands within this many rows from the top of its table."""
_HEADING_LIMIT = 40
NAMES = {
    "first": marked("一级事项"),
    "second": marked("二级事项"),
    "elements": marked("公开内容"),
    "basis": marked("公开依据"),
    "time_limit": marked("公开时限"),
    "units": marked("公开主体"),
    "lead": marked("牵头单位"),
    "carriers": marked("公开渠道和载体"),
    "audience": marked("公开对象"),
    "mode": marked("公开方式"),
    "levels": marked("公开层级"),
    "stages": marked("五公开"),
    "links": marked("工作环节"),
    "number": marked("序号"),
    "domain": marked("领域"),
    "note": marked("备注"),
}
"""What messages call a column."""


def layout_of(grid: Grid) -> Layout | None:
    """The header of the table; None when it is no catalogue."""
    for top in range(min(_SCAN, len(grid.rows))):
        single = [role_of(cell.text) for cell in grid.rows[top]]
        if sum(role is not None for role in single) < 3:
            continue
        body = top + 1
        while body < len(grid.rows) and body < top + 3 and _is_sub(grid, top, body):
            body += 1
        layout = Layout(top, body, _columns(grid, top, body))
        if is_catalogue(layout):
            return layout
    return None


def is_catalogue(layout: Layout) -> bool:
    """Whether the columns make a catalogue: an item, its content, and how it is disclosed."""
    if not layout.has("first", "second"):
        return False
    asked = ("elements", "basis", "time_limit", "units", "carriers")
    told = sum(layout.has(role) for role in asked)
    return told >= 3 or (told >= 2 and layout.has("public", "group", "audience", "proactive"))


def header_keys(grid: Grid, layout: Layout) -> frozenset[str]:
    """The words of the header, for finding it once more below."""
    rows = grid.rows[layout.top : layout.body]
    return frozenset(key(cell.text) for row in rows for cell in row if cell.text.strip())


def repeats_header(grid: Grid, heads: frozenset[str], row: int) -> bool:
    """Whether the row is the header once more, as at the top of each printed page."""
    cells = [cell for cell in grid.rows[row] if cell.text.strip() and len(cell.text) < 60]
    if len(cells) < 3:
        return False
    return sum(key(cell.text) in heads for cell in cells) >= 0.8 * len(cells)


def header_at(grid: Grid, heads: frozenset[str], row: int) -> Layout | None:
    """The header of another table that begins at the row, pasted below the first one, with which
    it shares some words."""
    words = [cell.text for cell in grid.rows[row] if cell.text.strip()]
    if sum(len(text) <= _HEADING_LIMIT and key(text) in heads for text in words) < _SHARED:
        return None
    short = [text for text in words if len(text) <= _HEADING_LIMIT]
    enough = max(4, 0.8 * len(words))
    if len(short) < enough or sum(role_of(text) is not None for text in short) < enough:
        return None
    below = layout_of(Grid(grid.name, grid.rows[row:], grid.kind))
    if below is None or below.top:
        return None
    return Layout(row, row + below.body, below.columns)


def above(grid: Grid, layout: Layout) -> list[int]:
    """The rows above the header, counted from 1, that hold more than a title."""
    rows = enumerate(grid.rows[: layout.top], 1)
    return [at for at, row in rows if len({cell.text for cell in row if cell.text.strip()}) >= 4]


def notes_above(grid: Grid, layout: Layout) -> list[tuple[int, str]]:
    """Rows above the header of one text that is no title, with it: 公开主体：县卫生健康局."""
    found = []
    for at, row in enumerate(grid.rows[: layout.top], 1):
        texts = {one_line(cell.text) for cell in row if cell.text.strip()}
        text = next(iter(texts), "")
        if len(texts) == 1 and not _TITLE.search(key(text)):
            found.append((at, text))
    return found


def role_of(text: str) -> str | None:
    """What a heading says its column holds; None: unknown."""
    plain = key(text).lower()
    if not plain or len(plain) > _HEADING_LIMIT:
        return None
    parts = (
        [part for part in re.split(r"[-_|/]", plain) if part] if re.search(r"[-_|]", plain) else []
    )
    if len(parts) == 2 and (found := _sub_role(parts[1], parts[0])):
        return found
    return _sub_role(plain, "") or _plain_role(plain)


def _plain_role(plain: str) -> str | None:
    bare = re.sub(r"^(?:\d+[.、])", "", plain.lower())
    for role, pattern in _ROLES:
        if re.fullmatch(pattern, bare):
            return role
    return None


def _sub_role(bottom: str, top: str) -> str | None:
    """The role of a second header row's cell, or of the half after a hyphen."""
    stage = _STAGES.get(re.sub(r"公开$|^公开", "", bottom))
    if stage and not (top and _plain_role(top) == "carriers"):
        return stage
    role = _plain_role(bottom)
    if role in _SUB:
        return role
    named = re.sub(r"\(.*?\)|人民政府|政府", "", bottom)
    top_role = _plain_role(top) if top else None
    levelled = top_role == "levels" or (not top and named.endswith("级") and role is None)
    if levelled and re.search(r"[省市州盟县区旗乡镇街村居]|苏木|嘎查", named):
        return f"level:{bottom}"
    return None


def _is_sub(grid: Grid, top: int, row: int) -> bool:
    """Whether the row goes on with the header: words of second header rows and no others."""
    fresh = []
    for index in range(grid.width):
        cell = grid.cell(row, index)
        if cell.text.strip() and not (
            cell.merged == "down" and cell.text == grid.cell(row - 1, index).text
        ):
            fresh.append((index, key(cell.text)))
    tops = _filled(grid, top)
    known = sum(_goes_under(text, tops[at] if at < len(tops) else "") for at, text in fresh)
    return known >= 2 and known >= 0.6 * len(fresh) and all(len(text) <= 15 for _, text in fresh)


def _goes_under(text: str, top: str) -> bool:
    """Whether a cell goes on with the heading above, or names a column under a mere caption such
    as 公开标准."""
    if _sub_role(text, key(top)):
        return True
    return bool(top.strip()) and role_of(top) is None and _plain_role(text) is not None


def _columns(grid: Grid, top: int, body: int) -> tuple[Column, ...]:
    rows = [[grid.cell(row, index) for index in range(grid.width)] for row in range(top, body)]
    tops = _filled(grid, top) if body - top > 1 else [cell.text for cell in rows[0]]
    found: list[Column] = []
    for index in range(grid.width):
        below = [row[index].text for row in rows[1:] if row[index].text.strip()]
        lower = below[-1] if below else ""
        found.append(_column(index, tops[index], lower, _is_used(grid, body, index)))
    texts = {column.index: texts_below(grid, body, column.index) for column in found}
    return tuple(settled(found, texts))


def _column(index: int, top: str, lower: str, used: bool) -> Column:
    heading = one_line(top)
    if lower and key(lower) != key(top):
        heading = f"{heading}-{one_line(lower)}" if heading else one_line(lower)
        role = _sub_role(key(lower), key(top)) or _plain_role(key(lower)) or role_of(top)
    else:
        role = role_of(top)
    if role is None and not used:
        return Column("", heading, index)
    return Column(role or "extra", heading, index, unnamed=not heading)


def _filled(grid: Grid, top: int) -> list[str]:
    """The first header row with its merged cells told again, which .csv leaves empty."""
    texts: list[str] = []
    for index in range(grid.width):
        text = grid.cell(top, index).text
        below = grid.cell(top + 1, index).text
        if not text.strip() and below.strip() and texts:
            text = texts[-1]
        texts.append(text)
    return texts


def _is_used(grid: Grid, body: int, index: int) -> bool:
    return any(grid.cell(row, index).text.strip() for row in range(body, len(grid.rows)))


def texts_below(grid: Grid, body: int, index: int) -> list[str]:
    """What the column says below the header, each merged cell once."""
    cells = (grid.cell(row, index) for row in range(body, len(grid.rows)))
    return [cell.text for cell in cells if cell.text.strip() and not cell.merged]


def headers_text(rows: Sequence[Sequence[Cell]]) -> str:
    """The first row with any words, shortened, to show what was found instead of a header."""
    for row in rows:
        words = [one_line(cell.text) for cell in row if cell.text.strip()]
        if words:
            return "、".join(words)[:60]
    return ""
