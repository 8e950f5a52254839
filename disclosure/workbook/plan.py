"""What a township's workbook holds: one sheet an item, in it all villages, row by row.

村（社区）  本季度无发生  收支类别  项目  金额（元）  备注
石桥村                    上期结余        46200.00
石桥村                    收入      土地承包收入  3000.00
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.errors import Invalid
from core.messages import marked
from disclosure.kinds import stored_fields
from disclosure.kinds.accounts import AccountsFields
from disclosure.periods import Period

VILLAGE, NIL = marked("村（社区）"), marked("本季度无发生")
ACCOUNTS = (marked("收支类别"), marked("项目"), marked("金额（元）"), marked("备注"))
OPENING, INCOME, SPENT = marked("上期结余"), marked("收入"), marked("支出")
APART, CLOSING, REMARK = marked("单列"), marked("本期结余"), marked("说明")
CATEGORIES = (OPENING, INCOME, SPENT, APART, CLOSING, REMARK)
PLAIN = (marked("项目"), marked("内容"), marked("备注"))
"""Columns of an item that has no table yet from which to take them."""
YES = frozenset({"是", "√", "✓", "有", "无发生", "本季度无发生", "1", "y", "yes"})
"""Cells that say: nothing happened."""
_TITLE = 31
"""Characters that Excel allows for a sheet's name."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Village:
    code: str
    name: str
    full_name: str = ""

    def is_called(self, said: str) -> bool:
        return said in (self.code, self.name, self.full_name)


@dataclass(frozen=True)
class SheetPlan:
    """One item.  ``columns``: those after village and nil return; ``openings``: by village code
    the closing balance that was published for the period before, as ``46200.00``."""

    item: str
    name: str
    title: str
    kind: Literal["accounts", "table"]
    columns: tuple[str, ...]
    openings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BookPlan:
    """``town``: the name of the unit whose villages these are."""

    town: str
    period: Period
    villages: tuple[Village, ...]
    sheets: tuple[SheetPlan, ...]


def titles(period: Period, names: Iterable[str]) -> list[str]:
    """Sheet names that say the period, none twice even where the items' names begin alike."""
    made: list[str] = []
    for name in names:
        whole = _FORBIDDEN.sub("", f"{period} {name}")
        title, number = whole[:_TITLE], 2
        while title.lower() in (known.lower() for known in made):
            title, number = f"{whole[: _TITLE - 3]} {number}", number + 1
        made.append(title)
    return made


def closing_of(kind: str, fields_json: str, content: str) -> str:
    """The closing balance of accounts as they were published, "" where none can be told."""
    if kind == "accounts":
        try:
            fields = stored_fields(kind, fields_json)
        except Invalid:
            return ""
        return fields.closing if isinstance(fields, AccountsFields) else ""
    for block in reversed(json.loads(content).get("blocks", [])):
        for total in reversed(block.get("totals", [])):
            if "结余" in total["label"] and "上" not in total["label"]:
                return str(total["value"])
    return ""
