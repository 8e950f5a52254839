"""``hallboard import catalogue``: a published standard catalogue as an edition of ours."""

import argparse
import asyncio
import json
import sys
import unicodedata
from pathlib import Path
from typing import cast

from core import messages
from core.canonical import sha256
from core.errors import Invalid, NotFound
from core.settings import Settings
from disclosure.cataloguing import CatalogueRow, ParsedCatalogue, read_catalogue
from disclosure.importing.decoding import LIMIT

_AUDIENCES = {
    "public": messages.marked("全社会"),
    "group": messages.marked("特定群体"),
    "staff": messages.marked("内部"),
}
_MODES = {
    "proactive": messages.marked("主动"),
    "on_request": messages.marked("依申请"),
    "both": messages.marked("主动、依申请"),
}
_LEVELS = {
    "county": messages.marked("县"),
    "township": messages.marked("乡"),
    "village": messages.marked("村"),
}
_HEADS = (
    messages.marked("行"),
    messages.marked("一级事项"),
    messages.marked("二级事项"),
    messages.marked("公开时限"),
    messages.marked("公开对象"),
    messages.marked("公开方式"),
    messages.marked("层级"),
)
_WIDTHS = (4, 18, 24, 26, 10, 12, 8)
"""Columns of the dry run's table, in Latin letters; a Chinese character takes two."""


def add(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """``catalogue`` below ``hallboard import``."""
    command = kinds.add_parser(
        "catalogue", help=messages.text("读取 .csv .xlsx .html 格式的公开事项标准目录")
    )
    command.add_argument("file", type=Path, metavar="FILE", help=messages.text("目录文件"))
    command.add_argument(
        "--unit", metavar="CODE", help=messages.text("目录所属单位的代码（试读时可不填）")
    )
    command.add_argument(
        "--dry-run", action="store_true", help=messages.text("只读取并列表显示，不保存")
    )
    command.add_argument("--json", action="store_true", help=messages.text("输出 JSON"))
    command.set_defaults(run=run)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Reads the file, and stores what landed unless it is a dry run; 1 when a row was refused."""
    if not args.dry_run and not args.unit:
        raise Invalid("unit-missing", "请用 --unit 指明目录所属单位的代码，或加 --dry-run 只试读。")
    data = _bytes(args.file)
    parsed = read_catalogue(data, args.file.name)
    edition = None
    if not args.dry_run:
        edition = asyncio.run(_store(parsed, data, args.unit, settings))
    if args.json:
        print(json.dumps(parsed.as_json() | {"edition": edition}, ensure_ascii=False, indent=1))
    else:
        _tell(parsed, edition)
    for one in parsed.listed:
        if one.level == "refused":
            print(one.sentence, file=sys.stderr)
    return 1 if parsed.refused else 0


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LIMIT + 1)
    except OSError as problem:
        raise NotFound(
            "file-unreadable",
            "{name} 无法读取：{reason}。",
            name=path.name,
            reason=problem.strerror or type(problem).__name__,
        ) from problem


async def _store(
    parsed: ParsedCatalogue, data: bytes, unit: str, settings: Settings
) -> dict[str, object]:
    """The edition as stored: all that landed, in one transaction."""
    from accounts.actor import SYSTEM  # the dry run needs no database
    from disclosure.service import import_catalogue
    from server.database import connected

    async with connected(settings):
        stored = await import_catalogue(SYSTEM, unit, parsed, source_hash=sha256(data))
    return stored.as_json()


def _tell(parsed: ParsedCatalogue, edition: dict[str, object] | None) -> None:
    """A table for people: one line an item, then what a person should look at."""
    print(_line(tuple(map(messages.text, _HEADS))))
    table = None
    for row in parsed.landed:
        if row.table != table and row.table:
            print(f"【{row.table}】")
        table = row.table
        print(_line(_cells(row)))
    print()
    said = messages.text(
        "{file}：共 {rows} 行，读入 {landed} 行，未读入 {refused} 行，提示 {warnings} 条。",
        file=parsed.file,
        rows=parsed.rows,
        landed=len(parsed.landed),
        refused=parsed.refused,
        warnings=sum(one.level == "warning" for one in parsed.listed),
    )
    print(said)
    for one in parsed.listed:
        kind = messages.text("未读入") if one.level == "refused" else messages.text("提示")
        print(f"  [{kind}] {f'{one.table} ' if one.table else ''}{one.sentence}")
    if edition:
        print(
            messages.text(
                "已存为目录版本 {code}：新增 {added} 项，变更 {changed} 项，不变 {unchanged} 项。",
                **edition,
            )
        )
        for said, key in (
            (messages.marked("新目录中没有、仍在用的事项（需由人停用）：{names}"), "missing"),
            (messages.marked("没有对应单位的公开主体，暂列在本单位名下：{names}"), "unassigned"),
        ):
            if names := edition[key]:
                print(messages.text(said, names="、".join(map(str, cast("list[str]", names)))))


def _cells(row: CatalogueRow) -> tuple[str, ...]:
    audience = messages.text(_AUDIENCES[row.audience])
    return (
        str(row.row),
        row.first,
        row.second,
        row.time_limit,
        row.group_name or audience,
        messages.text(_MODES[row.mode]),
        "".join(messages.text(name) for code, name in _LEVELS.items() if code in row.levels),
    )


def _line(cells: tuple[str, ...]) -> str:
    return " ".join(map(_fitted, cells, _WIDTHS)).rstrip()


def _fitted(text: str, width: int) -> str:
    """``text`` padded or cut to ``width`` columns of a terminal."""
    kept, used = "", 0
    for sign in text.replace("\n", " "):
        wide = 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        if used + wide > width - (1 if len(kept) < len(text) - 1 else 0):
            return kept + "…" + " " * (width - used - 1)
        kept, used = kept + sign, used + wide
    return kept + " " * (width - used)
