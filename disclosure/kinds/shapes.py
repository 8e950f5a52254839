"""What every kind is made of: fields that say what they are called, faults that say where.

All leaves are text: what a form or a cell gave, brought into one shape (``46200.00``,
``2026-07-08``).  Rows are tuples of small models whose fields are the columns.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from core import messages
from core.messages import marked
from disclosure.kinds import days
from disclosure.tables.numbers import BLANK, number_in, plain_number

InputKind = Literal[
    "text", "area", "amount", "number", "date", "phone", "percent", "stage", "choice", "hidden",
    "picture", "record",
]  # fmt: skip
LINE, AREA = 200, 20_000
MOST_ROWS = 1000
LARGEST = Decimal("999999999999.99")
_LONG = marked("最多 {most} 个字。")


F = TypeVar("F", bound="Fields")


class Fields(BaseModel):
    """The fields of a kind, or of one of its rows.  Immutable; unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True)
class Fault:
    """Why fields cannot be taken or submitted.  ``field``: the input's name; ``row`` counts from
    1, 0 where no row is meant; ``column``: its heading."""

    field: str
    message: str
    row: int = 0
    column: str = ""
    title: str = ""

    @property
    def sentence(self) -> str:
        """收入第 2 行“金额”：…, in the language in use."""
        if not self.row and not self.column:
            return self.message
        if not self.row:
            return messages.text("“{title}”：{message}", title=self.column, message=self.message)
        return messages.text(
            "“{title}”第 {row} 行“{column}”：{message}",
            title=self.title, row=self.row, column=self.column, message=self.message,
        )  # fmt: skip


@dataclass(frozen=True)
class Input:
    """One field as a form shows it.  ``title`` and ``hint`` are message keys; ``rows``: the model
    of its rows where it is a table; ``also``: other headings under which its column is known."""

    name: str
    title: str
    kind: InputKind
    hint: str
    need: bool
    most: int
    choices: tuple[tuple[str, str], ...]
    also: tuple[str, ...]
    rows: type[Fields] | None

    @property
    def titled(self) -> str:
        return messages.text(self.title)


def line(
    title: str,
    *,
    hint: str = "",
    need: bool = False,
    most: int = LINE,
    kind: InputKind = "text",
    choices: tuple[tuple[str, str], ...] = (),
    also: tuple[str, ...] = (),
) -> Any:
    """A field of one line."""
    told: dict[str, Any] = {
        "kind": kind,
        "hint": hint,
        "need": need,
        "choices": list(choices),
        "also": list(also),
    }
    first = choices[0][0] if choices else ""
    return Field(default=first, title=title, max_length=most, json_schema_extra=told)


def area(title: str, *, hint: str = "", need: bool = False, also: tuple[str, ...] = ()) -> Any:
    """A field of several lines: paragraphs, ``- `` lists, ``1. `` steps."""
    return line(title, hint=hint, need=need, most=AREA, kind="area", also=also)


def table(title: str, *, hint: str = "", need: bool = True) -> Any:
    """A field of rows: annotate it as a tuple of a model."""
    told: dict[str, Any] = {"kind": "text", "hint": hint, "need": need, "choices": [], "also": []}
    return Field(default=(), title=title, max_length=MOST_ROWS, json_schema_extra=told)


def _read_amount(value: object) -> object:
    """Yuan and fen as a plain decimal, ``46200.00``; empty stays empty."""
    if not isinstance(value, str) or value.strip() in BLANK:
        return "" if isinstance(value, str) else value
    number = number_in(value)
    if number is None:
        raise PydanticCustomError("hallboard", marked("“{cell}”不是金额。"), {"cell": value})
    if abs(number) > LARGEST:
        raise PydanticCustomError("hallboard", marked("金额“{cell}”过大。"), {"cell": value})
    if number != round(number, 2):
        raise PydanticCustomError(
            "hallboard", marked("金额最多两位小数（精确到分）：{cell}。"), {"cell": value}
        )
    return f"{number:.2f}"


def _read_number(value: object) -> object:
    if not isinstance(value, str) or value.strip() in BLANK:
        return "" if isinstance(value, str) else value
    number = number_in(value)
    if number is None or abs(number) > LARGEST:
        raise PydanticCustomError("hallboard", marked("“{cell}”不是数字。"), {"cell": value})
    return plain_number(number)


def _read_percent(value: object) -> object:
    """``35%`` and ``35`` are 35."""
    if not isinstance(value, str) or value.strip() in BLANK:
        return "" if isinstance(value, str) else value
    number = number_in(value.strip().rstrip("%％"))
    if number is None or not 0 <= number <= 100:
        raise PydanticCustomError(
            "hallboard", marked("“{cell}”不是 0 到 100 之间的百分数。"), {"cell": value}
        )
    return plain_number(number)


def _read_day(value: object) -> object:
    if not isinstance(value, str) or value.strip() in BLANK:
        return "" if isinstance(value, str) else value
    day = days.read(value)
    if day is None:
        raise PydanticCustomError(
            "hallboard",
            marked("“{cell}”不是日期；请写作 2026-10-08 或 2026年10月8日。"),
            {"cell": value},
        )
    return day.isoformat()


Amount = Annotated[str, BeforeValidator(_read_amount)]
Number = Annotated[str, BeforeValidator(_read_number)]
Percent = Annotated[str, BeforeValidator(_read_percent)]
Day = Annotated[str, BeforeValidator(_read_day)]


def money(value: str) -> Decimal:
    """The amount of a read field; nothing is zero."""
    return Decimal(value) if value else Decimal(0)


def day_of(value: str) -> date | None:
    """The day of a read field."""
    return date.fromisoformat(value) if value else None


def inputs_of(model: type[Fields]) -> tuple[Input, ...]:
    """The model's fields in their order."""
    return tuple(_input(name, field) for name, field in model.model_fields.items())


def columns_of(model: type[Fields]) -> tuple[Input, ...]:
    """The fields of a row that people see as columns."""
    return tuple(one for one in inputs_of(model) if one.kind != "hidden")


def _input(name: str, field: Any) -> Input:
    told: dict[str, Any] = field.json_schema_extra
    most = next((m.max_length for m in field.metadata if hasattr(m, "max_length")), LINE)
    rows = next((one for one in get_args(field.annotation) if _is_row(one)), None)
    return Input(
        name=name,
        title=field.title,
        kind=told["kind"],
        hint=told["hint"],
        need=told["need"],
        most=most,
        choices=tuple((code, word) for code, word in told["choices"]),
        also=tuple(told["also"]),
        rows=rows,
    )


def _is_row(one: object) -> bool:
    return isinstance(one, type) and issubclass(one, Fields)


def read(model: type[F], values: Mapping[str, object]) -> F | tuple[Fault, ...]:
    """The fields, or everything that is wrong with ``values``."""
    try:
        return model.model_validate(values)
    except ValidationError as problem:
        return tuple(_faults(model, problem))


def missing(fields: Fields) -> Iterator[Fault]:
    """What must not be empty but is."""
    for one in inputs_of(type(fields)):
        value = getattr(fields, one.name)
        if one.rows is None:
            if one.need and not value:
                yield Fault(one.name, messages.text("请填写“{title}”。", title=one.titled))
            continue
        if one.need and not value:
            said = messages.text("“{title}”至少要有一行。", title=one.titled)
            yield Fault(one.name, said)
        for number, row in enumerate(value, 1):
            for column in inputs_of(one.rows):
                if column.need and not getattr(row, column.name):
                    said = messages.text("没有填写。")
                    yield Fault(one.name, said, number, column.titled, one.titled)


def _faults(model: type[Fields], problem: ValidationError) -> Iterator[Fault]:
    known = {one.name: one for one in inputs_of(model)}
    for error in problem.errors():
        name, row, column = (*error["loc"], "", "", "")[:3]
        one = known.get(str(name))
        if one is None:
            yield Fault(str(name), messages.text("没有名为“{name}”的栏目。", name=name))
            continue
        message = _message(error)
        if one.rows is not None and isinstance(row, int):
            columns = {column.name: column.titled for column in inputs_of(one.rows)}
            yield Fault(one.name, message, row + 1, columns.get(str(column), ""), one.titled)
        else:
            yield Fault(one.name, message, column=one.titled)


def _message(error: Any) -> str:
    match error["type"]:
        case "hallboard":
            return str(error["msg"])
        case "string_too_long":
            return messages.text(_LONG, most=error["ctx"]["max_length"])
        case "too_long":
            return messages.text("最多 {most} 行，请分成几条信息公开。", most=MOST_ROWS)
    return messages.text("填写有误，请检查。")


Check = Callable[[Any], Iterator[Fault]]


def row_fault(fields: Fields, field: str, row: int, column: str, message: str) -> Fault:
    """A fault of a cell; names as in the models, ``row`` from 1."""
    table_input = next(one for one in inputs_of(type(fields)) if one.name == field)
    assert table_input.rows is not None  # noqa: S101 – a wiring fault, not input
    head = next(one for one in inputs_of(table_input.rows) if one.name == column)
    return Fault(field, message, row, head.titled, table_input.titled)
