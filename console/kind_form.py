"""The form of a kind: its fields as named values and back; rows added, dropped, read from a table.

f-opening            a field
r-income-0-amount    a cell: row 0 of the table 收入
t-income             the whole table as pasted text, where it is too long for cells
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from core import messages
from core.errors import HallboardError, Invalid
from disclosure.kinds import Fields, Input, Kind, columns_of, inputs_of, read_fields
from disclosure.kinds.filling import Filled, fill, headings
from disclosure.tables import Wrong, paste_text, read_file, read_pasted

Values = dict[str, str]
Rows = list[dict[str, str]]
SPARE = 2
"""Empty rows below the filled ones."""
EDITABLE = 60
"""Longer tables are edited as text: a form of thousands of fields is slow on old machines."""


@dataclass(frozen=True)
class RowsView:
    """A table of the form: its rows as typed, the spare ones included; ``text`` instead of rows
    where they are too many; ``wrong``: why the table just given was not taken."""

    input: Input
    columns: tuple[Input, ...]
    hidden: tuple[Input, ...]
    rows: Rows
    text: str = ""
    pasted: str = ""
    wrong: tuple[Wrong, ...] = ()
    problem: str = ""


def groups_of(kind: Kind) -> list[tuple[str, list[Input]]]:
    """The fields in their order: ("lines", some of one line), ("area" or "rows", one)."""
    found: list[tuple[str, list[Input]]] = []
    for shape, group in groupby(inputs_of(kind.fields), _shape):
        held = list(group)
        if shape == "lines":
            found.append((shape, held))
        else:
            found.extend((shape, [one]) for one in held)
    return found


def names_of(kind: Kind) -> dict[str, str]:
    """Where the form shows what is said of a field: by the field's own name."""
    return {
        one.name: f"rows-{one.name}"
        if one.rows
        else "picture"
        if one.kind == "picture"
        else f"f-{one.name}"
        for one in inputs_of(kind.fields)
    }


def values_of(fields: Fields) -> Values:
    """The form's values of read fields."""
    values: Values = {}
    for one in inputs_of(type(fields)):
        held = getattr(fields, one.name)
        if one.rows is None:
            values[f"f-{one.name}"] = held
        elif len(held) > EDITABLE:
            values[f"t-{one.name}"] = rows_text(one, [row.model_dump() for row in held])
        else:
            for at, row in enumerate(held):
                for name, text in row.model_dump().items():
                    values[f"r-{one.name}-{at}-{name}"] = text
    return values


def raw_fields(kind: Kind, values: Mapping[str, str]) -> tuple[dict[str, object], list[Wrong]]:
    """What disclosure.kinds.read_fields takes, and what is wrong with tables given as text."""
    raw: dict[str, object] = {}
    wrong: list[Wrong] = []
    for one in inputs_of(kind.fields):
        if one.rows is None:
            if f"f-{one.name}" in values:
                raw[one.name] = values[f"f-{one.name}"]
        elif f"t-{one.name}" in values:
            filled = _filled_text(one, values[f"t-{one.name}"])
            raw[one.name] = filled.rows
            wrong.extend(filled.wrong)
        else:
            raw[one.name] = rows_in(one, values)
    return raw, wrong


def read(kind: Kind, values: Mapping[str, str]) -> Fields:
    """The fields of a posted form.  Raises Invalid with every sentence, at most ten."""
    raw, wrong = raw_fields(kind, values)
    if wrong:
        said = " ".join(one.sentence for one in wrong[:10])
        raise Invalid("fields-wrong", "{problems}", problems=said, field="rows")
    return read_fields(kind.code, raw)


def rows_in(one: Input, values: Mapping[str, str]) -> Rows:
    """The rows as typed, empty ones left out."""
    rows = [row for row in _all_rows(one, values) if any(row.values())]
    return [row for row in rows if any(text for name, text in row.items() if name != "photo")]


def rows_text(one: Input, rows: Sequence[Mapping[str, str]]) -> str:
    """A table as it would be pasted, with its headings."""
    assert one.rows is not None  # noqa: S101 – asked for tables alone
    names = [column.name for column in columns_of(one.rows)]
    return paste_text(
        [headings(one.rows), *([row.get(name, "") for name in names] for row in rows)]
    )


def view_of(one: Input, values: Mapping[str, str], more: int = SPARE) -> RowsView:
    """The table as the form shows it."""
    assert one.rows is not None  # noqa: S101 – asked for tables alone
    hidden = tuple(column for column in inputs_of(one.rows) if column.kind == "hidden")
    columns = columns_of(one.rows)
    if f"t-{one.name}" in values:
        return RowsView(one, columns, hidden, [], text=values[f"t-{one.name}"])
    rows = rows_in(one, values)
    return RowsView(one, columns, hidden, [*rows, *({} for _ in range(more))])


def views_of(kind: Kind, values: Mapping[str, str]) -> dict[str, RowsView]:
    """All tables of the form by their names."""
    return {one.name: view_of(one, values) for one in inputs_of(kind.fields) if one.rows}


def changed_rows(
    kind: Kind, values: Mapping[str, str], asked: str, file: tuple[str, bytes] | None
) -> RowsView | None:
    """What becomes of a table when ``asked`` (``rows:income:add``, ``rows:income:drop:2``,
    ``rows:income:read``); None when nothing of the form is meant.  Blocks for large files."""
    parts = asked.split(":")
    tables = {one.name: one for one in inputs_of(kind.fields) if one.rows is not None}
    if len(parts) < 3 or parts[0] != "rows" or parts[1] not in tables:
        return None
    one, act = tables[parts[1]], parts[2]
    if act == "read":
        return _read_in(one, values, file)
    if act == "drop" and len(parts) == 4 and parts[3].isdecimal():
        kept = [row for at, row in enumerate(_all_rows(one, values)) if at != int(parts[3])]
        return view_of(one, _values(one, kept), more=1)
    return view_of(one, values, more=SPARE + 3)


def with_rows(values: Values, view: RowsView) -> Values:
    """The form's values with that table in place of its own."""
    own = (f"r-{view.input.name}-", f"t-{view.input.name}")
    rest = {name: text for name, text in values.items() if not name.startswith(own)}
    if view.text:
        return rest | {f"t-{view.input.name}": view.text}
    return rest | _values(view.input, [row for row in view.rows if any(row.values())])


def _read_in(one: Input, values: Mapping[str, str], file: tuple[str, bytes] | None) -> RowsView:
    assert one.rows is not None  # noqa: S101 – asked for tables alone
    pasted = values.get(f"paste-{one.name}", "")
    before = view_of(one, values)
    try:
        if file is not None:
            filled = fill(
                one.rows, read_file(file[0], file[1], values.get(f"sheet-{one.name}", ""))
            )
        else:
            filled = fill(one.rows, read_pasted(pasted))
    except HallboardError as error:
        said = messages.text(error.message, **error.data)
        return replace(before, pasted=pasted, problem=said)
    if filled.wrong:
        return replace(before, pasted=pasted, wrong=filled.wrong)
    rows = [dict(row) for row in filled.rows]
    if len(rows) > EDITABLE:
        return view_of(one, {f"t-{one.name}": rows_text(one, rows)})
    return view_of(one, _values(one, rows))


def _filled_text(one: Input, text: str) -> Filled:
    assert one.rows is not None  # noqa: S101 – asked for tables alone
    return fill(one.rows, read_pasted(text)) if text.strip() else Filled()


def _all_rows(one: Input, values: Mapping[str, str]) -> Rows:
    lead = f"r-{one.name}-"
    rows: dict[int, dict[str, str]] = {}
    for name, text in values.items():
        at, _, column = name.removeprefix(lead).partition("-")
        if name.startswith(lead) and at.isdecimal() and len(at) < 5:
            rows.setdefault(int(at), {})[column] = text
    return [rows[at] for at in sorted(rows)]


def _values(one: Input, rows: Rows) -> Values:
    return {
        f"r-{one.name}-{at}-{name}": text
        for at, row in enumerate(rows)
        for name, text in row.items()
    }


def _shape(one: Input) -> str:
    if one.rows is not None:
        return "rows"
    return "area" if one.kind in ("area", "picture", "record") else "lines"
