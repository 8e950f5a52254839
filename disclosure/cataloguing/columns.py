"""The columns of a table: what each holds, once all of them are known."""

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.messages import marked
from disclosure.cataloguing.wording import key, one_line

_RUNNING = re.compile(r"[\d.、()]+")
_HOW = re.compile(r"公开(?:方式|形式)|发布(?:方式|形式)")
_CHANNEL = re.compile(
    r"网|栏|屏|微信|公众号|微博|客户端|新媒体|广播|电视|公报|报[刊纸]|会$|会[、,;\s]|论坛|张贴|查阅|现场"
)
_MODE = re.compile(r"主动|申请")
_ONCE = (
    "domain",
    "second",
    "third",
    "elements",
    "basis",
    "time_limit",
    "units",
    "lead",
    "carriers",
    "note",
)
"""Roles of which a row tells one: a second column of another name is kept beside it."""


@dataclass(frozen=True)
class Column:
    """A column: what it says and what it is called there."""

    role: str
    """As in NAMES, or ``level:县级``, ``stage:decision``, ``link:release``, third, extra."""
    heading: str
    index: int
    unnamed: bool = False
    doubt: str = ""
    """A message key with {column}: why a person should look at what the column was read as."""


@dataclass(frozen=True)
class Layout:
    """The header of a table."""

    top: int
    """Rows of the grid from ``top`` to before ``body`` are the header."""
    body: int
    columns: tuple[Column, ...]

    def indices(self, role: str) -> list[int]:
        """The columns with this role, in order."""
        return [column.index for column in self.columns if column.role == role]

    def has(self, *roles: str) -> bool:
        return any(column.role in roles for column in self.columns)

    def starting(self, prefix: str) -> list[Column]:
        """The columns whose role begins so (``level:``)."""
        return [column for column in self.columns if column.role.startswith(prefix)]


def settled(columns: Sequence[Column], texts: Mapping[int, Sequence[str]]) -> list[Column]:
    """The columns with their final roles.  ``texts``: what each says below the header.

    No column's text is dropped: what finds no place of its own becomes ``extra``.
    """
    done = _with_numbers(columns, texts)
    done = _with_names(_with_levels_of_items(done))
    done = _with_channels(done, texts)
    return [column for column in _with_extras(done) if column.role]


def _with_numbers(columns: Sequence[Column], texts: Mapping[int, Sequence[str]]) -> list[Column]:
    """Two columns below one heading, of running numbers and of names: 二级事项 | 1 | 法律法规.

    A .csv has lost the merge, so that the right one has no heading.
    """
    done = list(columns)
    for at, (left, right) in enumerate(itertools.pairwise(columns)):
        paired = right.unnamed or (left.heading and key(left.heading) == key(right.heading))
        numbers, names = texts.get(left.index, ()), texts.get(right.index, ())
        if not paired or left.role in ("", "number", "extra") or not numbers:
            continue
        if all(map(_is_number, numbers)) and names and not all(map(_is_number, names)):
            done[at] = replace(left, role="number", heading="")
            done[at + 1] = replace(right, role=left.role, heading=left.heading, unnamed=False)
    return done


def _with_levels_of_items(columns: Sequence[Column]) -> list[Column]:
    """Two columns of the first level: 类别 beside 一级事项, or one heading written twice."""
    firsts = [column for column in columns if column.role == "first"]
    if len(firsts) < 2:
        return list(columns)
    upper, lower = firsts[:2]
    roles = {column.role for column in columns}
    moved: dict[int, Column] = {}
    if _is_kind(lower) and not _is_kind(upper):
        moved[lower.index] = replace(lower, role="extra")
    elif "second" not in roles:
        said = marked("表中有两列一级事项，右边的“{column}”读作二级事项，请核对。")
        moved[lower.index] = replace(lower, role="second", doubt=said)
    elif "third" not in roles:
        said = marked(
            "一级事项左边还有“{column}”一列，读作最上一级，以下依次为二级、三级，请核对。"
        )
        moved[upper.index] = replace(upper, doubt=said)
        moved[lower.index] = replace(lower, role="second")
        moved |= {one.index: replace(one, role="third") for one in columns if one.role == "second"}
    else:
        moved[upper.index] = replace(upper, role="extra")
    moved |= {one.index: replace(one, role="extra") for one in firsts[2:]}
    return [moved.get(column.index, column) for column in columns]


def _with_names(columns: Sequence[Column]) -> list[Column]:
    """A bare 公开事项 is the first level, or the second where the first is named; so is a column
    without a heading right of the first level."""
    columns = _with_business(columns)
    roles = [column.role for column in columns]
    done: list[Column] = []
    for column in columns:
        role = column.role
        taken = [one.role for one in done]
        if role == "item":
            if "first" not in [*taken, *roles]:
                role = "first"
            else:
                role = "second" if "second" not in taken else "extra"
        elif role == "extra" and column.unnamed and taken and taken[-1] == "first":
            role = "second" if "second" not in roles else "extra"
        done.append(replace(column, role=role))
    return [
        _beside_carriers(left, column) for left, column in zip([None, *done], done, strict=False)
    ]


def _with_business(columns: Sequence[Column]) -> Sequence[Column]:
    """业务事项 left of 信息类别: the item, and what is disclosed of it."""
    item = next((one for one in columns if one.role == "item"), None)
    kind = next((one for one in columns if one.role == "first"), None)
    if item is None or kind is None or "信息" not in kind.heading or item.index > kind.index:
        return columns
    moved = {item.index: "first", kind.index: "second"}
    return [replace(one, role=moved.get(one.index, one.role)) for one in columns]


def _beside_carriers(left: Column | None, column: Column) -> Column:
    """A column without a heading right of the carriers': a .csv has lost their merge."""
    if left is None or left.role != "carriers" or column.role != "extra" or not column.unnamed:
        return column
    said = marked("“{column}”右边的一列没有表头，并入它读取，请核对。")
    return replace(column, role="carriers", heading=left.heading, doubt=said)


def _with_channels(columns: Sequence[Column], texts: Mapping[int, Sequence[str]]) -> list[Column]:
    """公开方式 or 公开形式 that names websites and boards, where no column of carriers is."""
    if any(column.role == "carriers" for column in columns):
        return list(columns)
    said = marked("“{column}”列写的是渠道，读作公开渠道和载体，请核对。")
    return [
        replace(column, role="carriers", doubt=said)
        if column.role in ("mode", "extra") and _names_channels(column, texts)
        else column
        for column in columns
    ]


def _names_channels(column: Column, texts: Mapping[int, Sequence[str]]) -> bool:
    told = [one_line(text) for text in texts.get(column.index, ())]
    if not told or not _HOW.search(key(column.heading)):
        return False
    return all(_CHANNEL.search(key(text)) and not _MODE.search(key(text)) for text in told)


def _with_extras(columns: Sequence[Column]) -> list[Column]:
    """A second column of a role: joined when it shares the heading, else kept beside."""
    chief = {role: _chief(columns, role) for role in _ONCE}
    done: list[Column] = []
    for column in columns:
        first = chief.get(column.role)
        again = column.role == "number" and any(one.role == "number" for one in done)
        if first is not None and key(first.heading) != key(column.heading):
            again = True
        done.append(replace(column, role="extra") if again and column.heading else column)
    return done


def _chief(columns: Sequence[Column], role: str) -> Column | None:
    """The column that says it: of 公开主体 and 责任科室 the former, else the leftmost."""
    named = [column for column in columns if column.role == role]
    subjects = [column for column in named if role == "units" and "主体" in key(column.heading)]
    return next(iter([*subjects, *named]), None)


def _is_kind(column: Column) -> bool:
    return not re.search(r"[一1ⅰi]级", key(column.heading).lower())


def _is_number(text: str) -> bool:
    return bool(_RUNNING.fullmatch(key(text)))
