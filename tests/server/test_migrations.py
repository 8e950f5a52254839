"""The schema's history: complete, linear, equal to the models, and safe to run again."""

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import replace

import asyncpg
import pytest

from core.canonical import sha256
from core.errors import Misconfigured
from core.settings import Settings
from migrations import HISTORY, Migration
from server import schema
from server.cli import migrate as command
from server.database import connected, database_file
from server.migrations import migrate
from server.migrations import sqlite as runner
from server.migrations.rebuild import rebuild_table

RELEASED = {
    schema.SQLITE: "11aa6bc0dc5fbc86fb920c30feeccc90f5e3b2c3b1d0f59e8a1db5a01c3a1244",
    schema.POSTGRES: "e383b2d1876339ff507ebb79f4dc5e00eab49498363d73538c8bd664b1ad34ed",
}
EXTRA = Migration(
    HISTORY[-1].number + 1,
    "extra",
    ("CREATE TABLE extra (id INTEGER PRIMARY KEY)",),
    ("CREATE TABLE extra (id INTEGER PRIMARY KEY)",),
)


def test_the_history_is_numbered_without_gaps() -> None:
    assert [migration.number for migration in HISTORY] == list(range(1, len(HISTORY) + 1))


@pytest.mark.parametrize("dialect", [schema.SQLITE, schema.POSTGRES])
async def test_the_next_migration_is_what_the_models_ask_for(dialect: str) -> None:
    written = (schema.FOLDER / f"{schema.NEXT}.{dialect}.sql").read_text("utf-8")

    assert written == await schema.next_migration(dialect), f"run: {schema.COMMAND}"


@pytest.mark.parametrize("dialect", [schema.SQLITE, schema.POSTGRES])
def test_what_was_released_never_changes(dialect: str) -> None:
    text = "".join(
        (schema.FOLDER / f"{stem}.{dialect}.sql").read_text("utf-8")
        for stem in ("0001_first_light", "0002_guards")
    )
    assert sha256(text.encode()) == RELEASED[dialect]


async def test_the_migrated_schema_equals_the_models_schema(database: Settings) -> None:
    """Columns, types, constraints and indexes, as the database itself tells them."""
    migrated = await shape(database)

    await in_an_empty_copy(database)
    assert migrated == await shape(database)


async def test_a_second_run_does_nothing(empty_database: Settings) -> None:
    first = await migrate(empty_database)
    second = await migrate(empty_database)

    assert first.applied == tuple(migration.name for migration in HISTORY)
    assert second.applied == ()
    assert second.copy is None


async def test_two_runs_at_once_apply_each_migration_once(empty_database: Settings) -> None:
    outcomes = await asyncio.gather(
        *(asyncio.to_thread(asyncio.run, migrate(empty_database)) for _ in range(3))
    )

    applied = [name for outcome in outcomes for name in outcome.applied]
    assert sorted(applied) == sorted(migration.name for migration in HISTORY)


async def test_opening_an_unmigrated_database_names_the_command(empty_database: Settings) -> None:
    with pytest.raises(Misconfigured, match="hallboard migrate"):
        async with connected(empty_database):
            pass


async def test_a_database_newer_than_the_program_is_refused(database: Settings) -> None:
    await migrate(database, (*HISTORY, EXTRA))

    with pytest.raises(Misconfigured) as refused:
        async with connected(database):
            pass
    assert refused.value.code == "schema-new"
    with pytest.raises(Misconfigured):
        await migrate(database)


async def test_the_command_says_in_a_sentence_what_it_did(empty_database: Settings) -> None:
    assert "已升级" in command.sentence(await migrate(empty_database))
    assert "已是最新" in command.sentence(await migrate(empty_database))


async def test_a_copy_is_taken_before_a_database_with_rows_is_changed(
    sqlite_settings: Settings, clock
) -> None:
    with closing(sqlite3.connect(database_file(sqlite_settings))) as connection, connection:
        connection.execute("UPDATE audit_head SET sequence = 7")

    outcome = await migrate(sqlite_settings, (*HISTORY, EXTRA))

    assert outcome.copy is not None
    assert outcome.copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(outcome.copy)) as copy:
        assert copy.execute("SELECT sequence FROM audit_head").fetchall() == [(7,)]
        assert runner.read_version(copy) == HISTORY[-1].number


async def test_only_the_newest_three_copies_are_kept(sqlite_settings: Settings, clock) -> None:
    history = HISTORY
    for number in range(5):
        clock.advance(minutes=1)
        step = f"CREATE TABLE extra{number} (id INTEGER PRIMARY KEY)"
        history = (*history, Migration(len(history) + 1, "extra", (step,), ()))
        await migrate(sqlite_settings, history)

    kept = sorted((sqlite_settings.data / "backups").iterdir())
    assert [file.name[17:21] for file in kept] == [
        f"{len(HISTORY) + taken:04}" for taken in (2, 3, 4)
    ]


async def test_a_failing_step_leaves_nothing_behind(database: Settings) -> None:
    before = await shape(database)
    broken = replace(
        EXTRA,
        sqlite=(*EXTRA.sqlite, "CREATE nonsense"),
        postgres=(*EXTRA.postgres, "CREATE nonsense"),
    )

    with pytest.raises((sqlite3.OperationalError, asyncpg.PostgresError)):
        await migrate(database, (*HISTORY, broken))
    assert await shape(database) == before


def test_rebuilding_a_table_loses_no_row_and_no_index(tmp_path) -> None:
    """The ORM's own rebuild emptied the child table and dropped both indexes."""
    with closing(runner.connect(tmp_path / "rebuild.sqlite3")) as connection:
        populated_family(connection)
        before = attached(connection)

        with runner.immediate(connection):
            rebuild_table(
                connection,
                "parent",
                'CREATE TABLE "parent" ("id" TEXT PRIMARY KEY, "name" VARCHAR(80) NOT NULL, '
                '"short" TEXT NOT NULL)',
                values={"short": "substr(name, 1, 1)"},
            )
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []

        connection.execute("PRAGMA foreign_keys = ON")
        assert connection.execute("SELECT * FROM parent ORDER BY id").fetchall() == [
            ("p1", "one", "o"),
            ("p2", "two", "t"),
        ]
        assert connection.execute("SELECT count(*) FROM child").fetchone() == (3,)
        assert attached(connection) == before
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("INSERT INTO child VALUES ('c9', 'nobody')")
        connection.execute("DELETE FROM parent WHERE id = 'p1'")
        assert connection.execute("SELECT id FROM child").fetchall() == [("c3",)]


def test_rebuilding_with_foreign_keys_on_is_refused(tmp_path) -> None:
    with closing(runner.connect(tmp_path / "rebuild.sqlite3")) as connection:
        populated_family(connection)
        connection.execute("PRAGMA foreign_keys = ON")

        with pytest.raises(RuntimeError, match="foreign keys off"):
            rebuild_table(connection, "parent", 'CREATE TABLE "parent" ("id" TEXT PRIMARY KEY)')


async def test_a_migration_that_breaks_a_reference_is_rolled_back(
    sqlite_settings: Settings,
) -> None:
    orphan = "INSERT INTO role_grant VALUES ('g', 'officer', 'nobody', 'nowhere')"

    with pytest.raises(RuntimeError, match="breaks references"):
        await migrate(sqlite_settings, (*HISTORY, replace(EXTRA, sqlite=(orphan,))))
    with closing(sqlite3.connect(database_file(sqlite_settings))) as connection:
        assert connection.execute("SELECT count(*) FROM role_grant").fetchone() == (0,)


def populated_family(connection: sqlite3.Connection) -> None:
    for statement in (
        "CREATE TABLE parent (id TEXT PRIMARY KEY, name VARCHAR(50) NOT NULL)",
        "CREATE TABLE child (id TEXT PRIMARY KEY, "
        "parent_id TEXT NOT NULL REFERENCES parent (id) ON DELETE CASCADE)",
        "CREATE INDEX idx_parent_name ON parent (name)",
        "CREATE INDEX idx_child_parent ON child (parent_id)",
        "CREATE TRIGGER parent_named BEFORE INSERT ON parent WHEN NEW.name = '' "
        "BEGIN SELECT RAISE(ABORT, 'unnamed'); END",
        "INSERT INTO parent VALUES ('p1', 'one'), ('p2', 'two')",
        "INSERT INTO child VALUES ('c1', 'p1'), ('c2', 'p1'), ('c3', 'p2')",
    ):
        connection.execute(statement)


def attached(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY name"
    ).fetchall()


async def shape(settings: Settings) -> list[tuple[object, ...]]:
    """What the database itself says of tables, columns, indexes and constraints."""
    if settings.sqlite:
        with closing(sqlite3.connect(database_file(settings))) as connection:
            return connection.execute(
                "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk, '' FROM sqlite_master m, "
                "pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name <> 'schema_history' "
                "UNION ALL SELECT tbl_name, name, type, 0, 0, sql FROM sqlite_master "
                "WHERE type = 'index' UNION ALL "
                'SELECT m.name, f."from", f."table", 0, 0, f.on_delete FROM sqlite_master m, '
                "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' ORDER BY 1, 2, 3"
            ).fetchall()
    connection = await asyncpg.connect(settings.database_url)
    try:
        rows = await connection.fetch(
            "SELECT table_name, column_name, data_type || coalesce(character_maximum_length::text, "
            "'') || is_nullable || coalesce(column_default, '') FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name <> 'schema_history' "
            "UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes "
            "WHERE schemaname = 'public' AND tablename <> 'schema_history' "
            "UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) "
            "FROM pg_constraint WHERE connamespace = 'public'::regnamespace "
            "AND conrelid::regclass::text <> 'schema_history' ORDER BY 1, 2, 3"
        )
        return [tuple(row) for row in rows]
    finally:
        await connection.close()


async def in_an_empty_copy(settings: Settings) -> None:
    """Make the database anew from the models alone."""
    if settings.sqlite:
        database_file(settings).unlink()
        with closing(sqlite3.connect(database_file(settings))) as connection:
            for statement in await schema.create_statements(schema.SQLITE):
                connection.execute(statement)
        return
    connection = await asyncpg.connect(settings.database_url)
    try:
        await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        for statement in await schema.create_statements(schema.POSTGRES):
            await connection.execute(statement)
    finally:
        await connection.close()


async def test_the_rows_of_the_released_schema_survive_every_later_migration(
    empty_database: Settings,
) -> None:
    """A county that runs the first release keeps its records, their triggers and references."""
    await migrate(empty_database, HISTORY[:2])
    for statement in FIRST_RELEASE_ROWS:
        await executed(empty_database, statement)

    await migrate(empty_database)

    assert await executed(empty_database, "SELECT title, kind, fields_json FROM version") == [
        ("账", "", "{}")
    ]
    assert await executed(empty_database, "SELECT kind FROM unit ORDER BY code") == [
        ("administrative",),
        ("committee",),
    ]
    assert await executed(empty_database, "SELECT code, chain FROM catalogue_item") == [
        ("v-accounts", "affairs")
    ]
    with pytest.raises((sqlite3.IntegrityError, asyncpg.PostgresError), match="immutable"):
        await executed(empty_database, "UPDATE version SET title = '别的'")
    with pytest.raises((sqlite3.IntegrityError, asyncpg.PostgresError), match="immutable"):
        await executed(empty_database, "UPDATE version SET content = '{}'")


FIRST_RELEASE_ROWS = (
    "INSERT INTO unit VALUES ('u1', 'q', '清溪', '清溪', 'county', '/q/', '', 0, NULL)",
    "INSERT INTO unit VALUES ('u2', 's', '石桥', '石桥', 'village', '/q/s/', '', 0, 'u1')",
    "INSERT INTO person VALUES ('p1', 'li', '李', '', TRUE, '2026-10-08', 'u2')",
    "INSERT INTO catalogue_item VALUES ('i1', 'v-accounts', 'village', '财务', '收支', "
    "'quarterly', 10, 'public', ' website ', '', '每季度首月10日前', 0)",
    "INSERT INTO record (id, period, official_url, created_at, item_id, unit_id) "
    "VALUES ('r1', '2026Q3', '', '2026-10-08', 'i1', 'u2')",
    "INSERT INTO version (id, number, code, state, newest, title, template, content, content_hash, "
    "template_edition, nil_return, index_number, publisher, document_number, subject, keywords, "
    "official_url, reviewer, search_text, unsure, revision, created_at, updated_at, "
    "withdrawn_because, author_id, record_id) VALUES ('v1', 1, '7K3QD9ZP2M', 'published', TRUE, "
    "'账', 'notice', '[]', 'h', 1, FALSE, '', '', '', '', '', '', '', '', '[]', 1, '2026-10-08', "
    "'2026-10-08', '', 'p1', 'r1')",
    "UPDATE record SET current_id = 'v1'",
)


async def executed(settings: Settings, statement: str) -> list[tuple[object, ...]]:
    """The rows that a statement gives."""
    if settings.sqlite:
        with closing(sqlite3.connect(database_file(settings))) as connection, connection:
            return connection.execute(statement).fetchall()
    connection = await asyncpg.connect(settings.database_url)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()
