"""The schema that the models ask for, as statements for both databases.

``python -m server.schema`` prints them; ``python -m server.schema --write`` writes the first
migration anew.  That is for the time before the first release: later changes are new migrations.
"""

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.asyncpg.schema_generator import AsyncpgSchemaGenerator
from tortoise.backends.sqlite.client import SqliteClient
from tortoise.backends.sqlite.schema_generator import SqliteSchemaGenerator
from tortoise.context import TortoiseContext

from server.database import APP, MODELS, WRITER

SQLITE = "sqlite"
POSTGRES = "postgres"
COMMAND = "python -m server.schema --write"
FOLDER = Path(__file__).resolve().parent.parent / "migrations"
FIRST = "0001_first_light"
_REFERENCE = re.compile(
    r'\s+"(\w+)" [^,\n]*?( REFERENCES "(\w+)" \("\w+"\) ON DELETE [A-Z ]+?)[,\n]'
)


async def create_statements(dialect: str) -> list[str]:
    """CREATE statements of all tables and indexes, in an order that can be executed."""
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
        model._meta.db_table: _statements(generator._get_table_sql(model, safe=False))
        for model in models
    }
    return _ordered(tables, dialect)


def _generator(dialect: str, models: list[Any]) -> Any:
    if dialect == SQLITE:
        generator: Any = SqliteSchemaGenerator(SqliteClient(":memory:", connection_name=WRITER))
    else:
        generator = AsyncpgSchemaGenerator(AsyncpgDBClient(connection_name=WRITER))
    generator._get_models_to_create = lambda: models
    generator._table_comment_generator = lambda **_: ""  # docstrings are no part of the schema
    return generator


def _statements(table: dict[str, Any]) -> list[str]:
    text = table["table_creation_string"]
    return [part.strip().rstrip(";") for part in re.split(r";\n|;$", text) if part.strip()]


def _ordered(tables: dict[str, list[str]], dialect: str) -> list[str]:
    """Referenced tables first.  Where tables refer to each other in a ring, PostgreSQL gets the
    reference afterwards; SQLite does not mind."""
    result: list[str] = []
    later: list[str] = []
    waiting = dict(tables)
    while waiting:
        name = min(waiting, key=lambda table: (len(_missing(tables, table, waiting)), table))
        create, *indexes = waiting.pop(name)
        for column, clause, target in _REFERENCE.findall(create):
            if target in waiting and dialect == POSTGRES:
                create = create.replace(clause, "", 1)
                later.append(
                    f'ALTER TABLE "{name}" ADD CONSTRAINT "{name}_{column}_fkey" '
                    f'FOREIGN KEY ("{column}"){clause}'
                )
        result += [create, *indexes]
    return result + later


def _missing(tables: dict[str, list[str]], name: str, waiting: dict[str, list[str]]) -> set[str]:
    referenced = {target for _, _, target in _REFERENCE.findall(tables[name][0])}
    return (referenced & set(waiting)) - {name}


async def first_migration(dialect: str) -> str:
    """The text of the first migration: one statement a paragraph."""
    return "\n\n".join(await create_statements(dialect)) + "\n"


def main() -> None:
    for dialect in (SQLITE, POSTGRES):
        text = asyncio.run(first_migration(dialect))
        if "--write" in sys.argv:
            (FOLDER / f"{FIRST}.{dialect}.sql").write_text(text, "utf-8")
        else:
            sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
