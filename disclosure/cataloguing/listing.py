"""What is said of a table's rows, gathered: the same doubt about many rows is said once."""

from collections.abc import Callable
from typing import Literal

from disclosure.cataloguing.parsed import Listed

Say = Callable[..., None]
"""Takes a column, a message key and its fields: a doubt about one row."""
_Level = Literal["refused", "warning"]
_Key = tuple[_Level, str, str, tuple[tuple[str, str], ...]]


class Listing:
    """Doubts and refusals of one table, in the order in which they first arose."""

    def __init__(self, table: str = "") -> None:
        self.table = table
        self._rows: dict[_Key, list[int]] = {}

    def warn(self, row: int, column: str, message: str, /, **data: str) -> None:
        """The row lands, and a person should look."""
        self._add("warning", row, column, message, data)

    def refuse(self, row: int, column: str, message: str, /, **data: str) -> None:
        """The row does not land."""
        self._add("refused", row, column, message, data)

    def of(self, row: int) -> Say:
        """``warn`` for one row."""

        def say(column: str, message: str, /, **data: str) -> None:
            self.warn(row, column, message, **data)

        return say

    def listed(self) -> tuple[Listed, ...]:
        """Refusals first, then doubts, each by its first row."""
        found = [
            Listed(tuple(row for row in rows if row), column, message, data, level, self.table)
            for (level, column, message, data), rows in self._rows.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.level != "refused", one.rows[:1])))

    def _add(
        self, level: _Level, row: int, column: str, message: str, data: dict[str, str]
    ) -> None:
        rows = self._rows.setdefault((level, column, message, tuple(data.items())), [])
        if row not in rows[-1:]:
            rows.append(row)
