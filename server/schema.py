"""The schema that the models ask for, as statements for both databases.

``python -m server.schema`` prints them; ``python -m server.schema --write`` writes the migration
that is being prepared anew: the difference between what was released and what the models ask for.
Released migrations never change; after a release, NEXT names the next one.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.asyncpg.schema_generator import AsyncpgSchemaGenerator
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.backends.sqlite.schema_generator import SqliteSchemaGenerator
from tortoise.context import TortoiseContext

from server.database import APP, MODELS, WRITER
from server.schema_change import POSTGRES, SQLITE, Tables, difference, ordered, read_tables, split

__all__ = ["COMMAND", "FOLDER", "NEXT", "POSTGRES", "SQLITE", "create_statements", "next_migration"]

COMMAND = "python -m server.schema --write"
FOLDER = Path(__file__).resolve().parent.parent / "migrations"
RELEASED = ("0001_first_light",)
"""Migrations that shape tables, in order."""
NEXT = "0003_disclosure"


async def create_statements(dialect: str) -> list[str]:
    """CREATE statements of all tables and indexes, in an order that can be executed."""
    tables, _ = await _wanted(dialect)
    return ordered(tables, dialect)


async def next_migration(dialect: str) -> str:
    """The text of the migration being prepared: one statement a paragraph."""
    wanted, defaults = await _wanted(dialect)
    released = read_tables(
        text.strip()
        for stem in RELEASED
        for text in (FOLDER / f"{stem}.{dialect}.sql").read_text("utf-8").split("\n\n")
    )
    return "\n\n".join(difference(released, wanted, defaults, dialect)) + "\n"


async def _wanted(dialect: str) -> tuple[Tables, dict[tuple[str, str], object]]:
    """The statements of every table by its name, and the plain default of each column."""
    context = TortoiseContext()
    await context.init(
        config={
            "connections": {
                WRITER: {"engine": "server.sqlite", "credentials": {"file_path": ":memory:"}}
            },
            "apps": {APP: {"models": list(MODELS), "default_connection": WRITER}},
        },
        init_connections=False,
    )
    if context.apps is None:
        raise RuntimeError("Tortoise gave no model registry")
    models = sorted(context.apps.get_models_iterable(), key=lambda model: model._meta.db_table)
    generator = _generator(dialect, models)
    tables = {
        model._meta.db_table: split(generator._get_table_sql(model, safe=False)) for model in models
    }
    defaults = {
        (model._meta.db_table, column): field.default
        for model in models
        for name, column in model._meta.fields_db_projection.items()
        if not callable((field := model._meta.fields_map[name]).default)
    }
    return tables, defaults


def _generator(dialect: str, models: list[Any]) -> Any:
    if dialect == SQLITE:
        generator: Any = SqliteSchemaGenerator(SqliteClient(":memory:", connection_name=WRITER))
    else:
        generator = AsyncpgSchemaGenerator(AsyncpgDBClient(connection_name=WRITER))
    generator._get_models_to_create = lambda: models
    generator._table_comment_generator = lambda **_: ""  # docstrings are no part of the schema
    return generator


def main() -> None:
    for dialect in (SQLITE, POSTGRES):
        text = asyncio.run(next_migration(dialect))
        if "--write" in sys.argv:
            (FOLDER / f"{NEXT}.{dialect}.sql").write_text(text, "utf-8")
        else:
            sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
