"""Column types that refuse what the databases would silently misread."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise import fields
from tortoise.fields.data import T_STR

from core.ids import new_id


class CharField(fields.CharField[T_STR]):
    """Text of bounded length.

    A row that is too long is refused.  A filter asks for what a person or a device gave, which may
    be anything: a value that no row can hold finds nothing, where Tortoise (too long), PostgreSQL
    (NUL) and SQLite (a lone surrogate) would each fail in a way of their own.
    """

    def to_db_value(self, value: Any, instance: Any) -> Any:
        if isinstance(value, str) and isinstance(instance, type):
            return value.replace("\0", "\ufffd").encode(errors="replace").decode()
        return super().to_db_value(value, instance)


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


def id_field() -> CharField[str]:
    """The primary key: made by us, so that rows can name each other before they are stored."""
    return CharField(max_length=26, primary_key=True, default=new_id)
