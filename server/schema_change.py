"""The difference between two schemas, as statements.  Pure: text in, text out.

PostgreSQL alters its tables.  SQLite rebuilds a changed one by the procedure of
sqlite.org/lang_altertable.html §7: make the new table beside the old, copy, drop, rename; the
runner has foreign keys off meanwhile and checks them before the commit.  Dropping a table takes
its triggers with it: a later migration of the same release makes them anew.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

SQLITE = "sqlite"
POSTGRES = "postgres"
Tables = dict[str, list[str]]
"""By table: its CREATE TABLE statement, then those of its indexes."""
Defaults = Mapping[tuple[str, str], object]
"""By table and column: the value that old rows get in a new column."""
_REFERENCE = re.compile(
    r'\s+"(\w+)" [^,\n]*?( REFERENCES "(\w+)" \("\w+"\) ON DELETE [A-Z ]+?)[,\n]'
)
_CLAUSE = re.compile(r' REFERENCES "\w+" \("\w+"\) ON DELETE (?:SET NULL|[A-Z]+)')
_NAMED = re.compile(r'CREATE (?:TABLE|(?:UNIQUE )?INDEX "\w+" ON) "(\w+)"')


def split(table: dict[str, Any]) -> list[str]:
    """The statements that Tortoise's generator gives for one table."""
    text = table["table_creation_string"]
    return [part.strip().rstrip(";") for part in re.split(r";\n|;$", text) if part.strip()]


def read_tables(statements: Iterable[str]) -> Tables:
    """The tables of a migration that only creates."""
    tables: Tables = {}
    for statement in statements:
        named = _NAMED.match(statement)
        if named:
            tables.setdefault(named[1], []).append(statement)
    return tables


def ordered(tables: Tables, dialect: str) -> list[str]:
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
                later.append(_foreign_key(name, column, clause))
        result += [create, *indexes]
    return result + later


def difference(before: Tables, after: Tables, defaults: Defaults, dialect: str) -> list[str]:
    """Statements that lead from ``before`` to ``after``: new tables first, then changed ones.

    Raises ValueError for a change that needs a hand: a table or column that goes, a new column
    that has no default for the rows that are there.
    """
    if gone := sorted(before.keys() - after.keys()):
        raise ValueError(f"tables that go need a migration by hand: {gone}")
    new = {name: after[name] for name in after if name not in before}
    statements = ordered(new, dialect)
    for name in sorted(before):
        if _lines(before[name][0], dialect) != _lines(after[name][0], dialect):
            change = _rebuilt if dialect == SQLITE else _altered
            statements += change(name, before[name], after[name], defaults)
        else:
            statements += [index for index in after[name][1:] if index not in before[name]]
    return statements


def _rebuilt(name: str, before: list[str], after: list[str], defaults: Defaults) -> list[str]:
    old, new = _columns(before[0]), _columns(after[0])
    _check_kept(name, old, new)
    beside = f"new_{name}"
    create = after[0].replace(f'CREATE TABLE "{name}"', f'CREATE TABLE "{beside}"', 1)
    columns = ", ".join(f'"{column}"' for column in new)
    values = ", ".join(
        f'"{column}"' if column in old else _literal(name, column, line, defaults, SQLITE)
        for column, line in new.items()
    )
    return [
        create,
        f'INSERT INTO "{beside}" ({columns}) SELECT {values} FROM "{name}"',  # noqa: S608 - names from the schema
        f'DROP TABLE "{name}"',
        f'ALTER TABLE "{beside}" RENAME TO "{name}"',
        *after[1:],
    ]


def _altered(name: str, before: list[str], after: list[str], defaults: Defaults) -> list[str]:
    old, new = _columns(before[0]), _columns(after[0])
    _check_kept(name, old, new)
    statements: list[str] = []
    for column, line in new.items():
        if column not in old:
            statements += _added(name, column, line, defaults)
        elif _bare(line) != _bare(old[column]):
            statements.append(_retyped(name, column, old[column], line))
    constraints = _constraints(after[0])
    for constraint in constraints:
        if constraint not in _constraints(before[0]):
            statements.append(f'ALTER TABLE "{name}" ADD {constraint}')
    return statements + [index for index in after[1:] if index not in before]


def _added(name: str, column: str, line: str, defaults: Defaults) -> list[str]:
    if "NOT NULL" not in line:
        return [f'ALTER TABLE "{name}" ADD COLUMN {line}']
    value = _literal(name, column, line, defaults, POSTGRES)
    return [
        f'ALTER TABLE "{name}" ADD COLUMN {line} DEFAULT {value}',
        f'ALTER TABLE "{name}" ALTER COLUMN "{column}" DROP DEFAULT',
    ]


def _retyped(name: str, column: str, old: str, new: str) -> str:
    """A column of another type; everything else about it has to be the same."""
    of_type = re.compile(rf'"{column}" (\w+(?:\(\d+\))?)')
    found = of_type.match(new)
    if not found or of_type.sub("", _bare(old)) != of_type.sub("", _bare(new)):
        raise ValueError(f"{name}.{column} needs a migration by hand: {old} became {new}")
    return f'ALTER TABLE "{name}" ALTER COLUMN "{column}" TYPE {found[1]}'


def _check_kept(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> None:
    if gone := sorted(old.keys() - new.keys()):
        raise ValueError(f"columns of {name} that go need a migration by hand: {gone}")


def _literal(name: str, column: str, line: str, defaults: Defaults, dialect: str) -> str:
    if "NOT NULL" not in line:
        return "NULL"
    value = defaults.get((name, column))
    if isinstance(value, bool):
        return str(int(value)) if dialect == SQLITE else str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    raise ValueError(f"{name}.{column} is new and has no default for the rows that are there")


def _lines(create: str, dialect: str) -> set[str]:
    lines = {line.strip().rstrip(",") for line in create.splitlines()}
    return {_bare(line) for line in lines} if dialect == POSTGRES else lines


def _bare(line: str) -> str:
    """Without its reference: PostgreSQL may have got it afterwards (see ordered)."""
    return _CLAUSE.sub("", line)


def _columns(create: str) -> dict[str, str]:
    """Definitions by column name, as they stand in the statement."""
    lines = (line.strip().rstrip(",") for line in create.splitlines()[1:-1])
    return {line.split('"')[1]: line for line in lines if line.startswith('"')}


def _constraints(create: str) -> list[str]:
    lines = (line.strip().rstrip(",") for line in create.splitlines()[1:-1])
    return [line for line in lines if line.startswith("CONSTRAINT")]


def _missing(tables: Tables, name: str, waiting: Tables) -> set[str]:
    referenced = {target for _, _, target in _REFERENCE.findall(tables[name][0])}
    return (referenced & set(waiting)) - {name}


def _foreign_key(name: str, column: str, clause: str) -> str:
    return (
        f'ALTER TABLE "{name}" ADD CONSTRAINT "{name}_{column}_fkey" '
        f'FOREIGN KEY ("{column}"){clause}'
    )
