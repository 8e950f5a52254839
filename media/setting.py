"""What the typst templates are told about one sheet on one profile: JSON, nothing else.

Sizes: one unit is one pixel.  ``layout`` is how the body is paged: a sheet whose template is
*table* but which holds much text besides runs as a notice with the table inside.
"""

import math
from collections.abc import Mapping
from urllib.parse import urlsplit

from core import messages
from core.errors import Invalid
from media import looks, qr
from media.content import (
    Block,
    Column,
    Heading,
    ListBlock,
    Paragraph,
    Picture,
    Roster,
    Table,
    block_lines,
)
from media.profiles import Profile
from media.sheet import Sheet
from media.typography import (
    MAY_BREAK,
    amount,
    long_words,
    plain,
    set_cell,
    set_text,
    set_title,
    spans,
    title_period,
)

HAN_HEIGHT = 0.9
"""Height of a Chinese character's strokes in parts of the type size."""
BESIDE_TABLE = 160
"""Characters that may stand beside a table or roster before the sheet runs as a notice."""
_QUIET = ("余额", "结余", "序号")

Data = dict[str, object]
Ratios = Mapping[str, float]
"""Width ÷ height of each picture by its SHA-256."""


def page_data(sheet: Sheet, profile: Profile, family: str, ratios: Ratios) -> Data:
    """The data of the pages of ``sheet``.  Raises Invalid for a link that no code can carry."""
    blocks = [_block(block, ratios) for block in _drawn(sheet)]
    return {
        "width": profile.width,
        "height": profile.height,
        "family": family,
        "body": type_size(profile.body_px),
        "small": type_size(profile.least_px),
        "path": [plain(part) for part in sheet.path],
        "item": plain(sheet.item),
        "title": set_title(sheet.title, sheet.item),
        "title_period": title_period(sheet.title),
        "title_words": long_words(set_text(sheet.title)),
        "period": spans(plain(sheet.period)),
        "shown_until": plain(sheet.shown_until),
        "phone": plain(sheet.phone),
        "labels": _labels(),
        "facts": _facts(sheet),
        "footer": [plain(part) for part in sheet.footer if part],
        "qr": _code(sheet.link, profile),
        "host": host_lines(sheet.link),
        "layout": layout(sheet),
        "blocks": blocks,
        "words": long_words(*(set_text(line) for line in _running_text(sheet)), least=10),
    }


def type_size(character_px: int) -> int:
    """The type size in pixels whose characters are at least ``character_px`` high."""
    return math.ceil(character_px / HAN_HEIGHT)


def layout(sheet: Sheet) -> str:
    """table, roster, picture, flow, notice or fallback."""
    if sheet.template == "fallback":
        return "fallback"
    blocks = _drawn(sheet)
    kinds = [block.type for block in blocks]
    if kinds and set(kinds) == {"picture"}:
        return "picture"
    if looks.flows(blocks):
        return "flow"
    for kind in ("table", "roster"):
        if sheet.template == kind and kinds.count(kind) == 1 and _little_beside(blocks, kind):
            return kind
    return "notice"


def page_texts(sheet: Sheet) -> str:
    """Everything that a page of ``sheet`` may show, for the check that each glyph exists."""
    labels = "".join((*_labels().values(), *(label for label, _ in _facts(sheet))))
    parts = (*sheet.path, sheet.item, sheet.title, sheet.period, sheet.shown_until, sheet.phone)
    text = "\n".join((*parts, *sheet.footer, sheet.content.text))
    return plain(text) + labels + "".join(host_lines(sheet.link)) + "0123456789,.−·–"


def host_lines(link: str | None) -> list[str]:
    """The link in words, to be typed: host, then path when it is short."""
    if link is None:
        return []
    address = urlsplit(link)
    host, path = address.netloc.lower(), address.path
    if len(path) <= 1 or len(path) > 24 or address.query:
        return [host]
    return [host, path.removeprefix("/R/") if path.startswith("/R/") else path]


def _labels() -> dict[str, str]:
    return {
        "until": messages.text("本屏展示至"),
        "phone": messages.text("监督电话"),
        "scan": messages.text("手机扫码看全文"),
        "page": messages.text("第 {page} 页 / 共 {pages} 页"),
    }


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    """What a fallback page says below its name: (label, value)."""
    if sheet.template != "fallback":
        return []
    hours = set_text(spans(sheet.content.text))
    said = ((messages.text("开放时间"), hours), (messages.text("监督电话"), plain(sheet.phone)))
    return [(label, value) for label, value in said if value]


def _code(link: str | None, profile: Profile) -> Data | None:
    """Whole pixels to the module, so many that the side reaches the profile's least."""
    if link is None or not profile.scanning:
        return None
    modules = qr.matrix(link)
    module = max(3, math.ceil(profile.qr_px / len(modules)))
    if (len(modules) + 2 * qr.QUIET) * module > 0.6 * min(profile.width, profile.height):
        raise Invalid(
            "code-too-large",
            "链接太长，二维码在“{profile}”上放不下，请改用短链接。",
            profile=profile.name,
        )
    return {"modules": len(modules), "module": module, "runs": qr.runs(modules)}


def _drawn(sheet: Sheet) -> list[Block]:
    """The blocks that leave ink."""
    return [block for block in sheet.content.blocks if not _empty(block)]


def _empty(block: Block) -> bool:
    match block:
        case Paragraph():
            return not plain(block.text)
        case ListBlock():
            return not block.items
        case Table():
            return not block.columns
        case Roster():
            return not block.members
    return False


def _little_beside(blocks: list[Block], kind: str) -> bool:
    at = next(index for index, block in enumerate(blocks) if block.type == kind)
    before, after = blocks[:at], blocks[at + 1 :]
    if any(not isinstance(block, Paragraph | Heading) for block in (*before, *after)):
        return False
    if kind == "roster" and before:
        return False
    length = sum(len(line) for block in (*before, *after) for line in block_lines(block))
    main = blocks[at]
    return length <= BESIDE_TABLE and not (isinstance(main, Table) and not main.rows)


def _running_text(sheet: Sheet) -> list[str]:
    """Text that is set across the whole width."""
    lines: list[str] = []
    for block in _drawn(sheet):
        match block:
            case Heading(text=text):
                lines.append(text)
            case Paragraph():
                lines.append(block.text)
            case ListBlock(items=items):
                lines.extend(items)
            case Picture(caption=caption):
                lines.append(caption)
    return lines


def _block(block: Block, ratios: Ratios) -> Data:
    match block:
        case Heading():
            return {"type": "heading", "level": block.level, "text": set_text(block.text)}
        case Paragraph():
            return _paragraph(block)
        case ListBlock():
            items = [set_text(item) for item in block.items]
            return {"type": "list", "ordered": block.ordered, "items": items}
        case Table():
            return _table(block)
        case Roster():
            return _roster(block)
        case Picture():
            return {
                "type": "picture",
                "file": block.file,
                "ratio": ratios[block.file],
                "alt": plain(block.alt),
                "caption": set_text(block.caption),
            }


def _paragraph(block: Paragraph) -> Data:
    """Runs are marked as one text, so that nothing is torn apart at their seams."""
    runs = [
        {
            "text": set_text(run.text) if len(block.runs) == 1 else _seamless(run.text),
            "strong": run.strong,
        }
        for run in block.runs
        if run.text
    ]
    return {"type": "paragraph", "align": block.align, "runs": runs}


def _seamless(text: str) -> str:
    lead = " " if text[:1] == " " else ""
    trail = " " if text[-1:] == " " and len(text) > 1 else ""
    return lead + set_text(text) + trail


def _table(block: Table) -> Data:
    width = len(block.columns)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in block.rows]
    cells = [
        [_cell(column, value) for column, value in zip(block.columns, row, strict=True)]
        for row in rows
    ]
    columns = [_column(column, [row[i] for row in cells]) for i, column in enumerate(block.columns)]
    totals = [{"label": plain(t.label), "value": amount(t.value)} for t in block.totals]
    return {
        "type": "table",
        "caption": set_text(block.caption),
        "columns": columns,
        "rows": cells,
        "totals": totals,
        **looks.details(block, cells),
    }


def _column(column: Column, values: list[str]) -> Data:
    longest = max((len(value) for value in values), default=0)
    kind = column.kind if column.kind != "label" else "text"
    narrow = kind in ("text", "number") and longest <= 3 and len(column.title) <= 3
    return {
        "title": plain(column.title),
        "kind": "text" if narrow else kind,
        "narrow": narrow,
        "quiet": column.title.startswith(_QUIET),
        "wraps": kind == "text" and not narrow,
        "words": long_words(*values, least=4, most=4),
    }


def _cell(column: Column, value: str) -> str:
    if column.kind in ("amount", "figure"):
        return amount(value)
    if column.kind == "stage":
        return plain(value).replace("年", f"年{MAY_BREAK}")  # its step may be narrow
    return set_cell(value) if column.kind in ("text", "label") else plain(value)


def _roster(block: Roster) -> Data:
    members = [
        {
            "name": plain(member.name),
            "post": set_cell(member.post),
            "duties": set_text(member.duties),
            "phone": plain(member.phone),
            "photo": member.photo,
        }
        for member in block.members
    ]
    words = long_words(
        *(set_text(text) for m in block.members for text in (m.name, m.post, m.duties)),
        *(m.phone for m in block.members),
    )
    return {
        "type": "roster",
        "caption": set_text(block.caption),
        "members": members,
        "words": words,
    }
