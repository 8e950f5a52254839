"""Column types that refuse what the databases would silently misread."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise import fields

from core.ids import new_id


class UtcDatetimeField(fields.DatetimeField[datetime]):
    """An instant.  Refuses naive and non-UTC values, in rows and in filters alike: SQLite compares
    text, so another offset would find nothing and say nothing."""

    def to_db_value(self, value: Any, instance: Any) -> Any:
        if isinstance(value, datetime) and value.utcoffset() != timedelta(0):
            raise ValueError(f"{value!r} is not in UTC: use core.clock.utc() at the boundary")
        return super().to_db_value(value, instance)

    def to_python_value(self, value: Any) -> Any:
        read = super().to_python_value(value)
        return read.astimezone(UTC) if isinstance(read, datetime) else read


def id_field() -> fields.CharField[str]:
    """The primary key: made by us, so that rows can name each other before they are stored."""
    return fields.CharField(max_length=26, primary_key=True, default=new_id)
