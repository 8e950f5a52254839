"""Units and people from a workbook: all of it or nothing, one audit entry."""

from dataclasses import dataclass

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.models import Grant, Person, Unit
from accounts.permissions import check_roles, may
from accounts.rosters import PEOPLE, UNITS, Fault, PersonRow, Roster, UnitRow
from accounts.service.joining import insert_join_code
from accounts.service.people import check_person, is_email
from accounts.service.units import check_kind, check_unit, usual_kind
from core import clock, messages
from core.errors import HallboardError, Invalid
from core.transaction import transacted

_COLUMNS = {
    "code": "代码", "name": "名称", "tier": "层级", "kind": "类别",
    "login": "登录名", "role": "角色", "email": "电子邮箱",
}  # fmt: skip


@dataclass(frozen=True)
class Joining:
    """Someone new, and the one-use code to hand to them."""

    login: str
    name: str
    unit: str
    code: str


@dataclass
class _Known:
    """Units by code: their path, and for those not stored yet their row."""

    paths: dict[str, str]
    rows: dict[str, UnitRow]


async def check_roster(actor: Actor, roster: Roster) -> list[Fault]:
    """Everything that stands in the way of importing these rows; nothing is stored."""
    stored = {unit.code: unit.path for unit in await Unit.all()}
    faults: list[Fault] = []
    known = _with_new(stored, roster, faults)
    for row in roster.units:
        _check_unit_row(actor, row, stored, known, faults)
    logins = {str(login) for login in await Person.all().values_list("login", flat=True)}
    seen: set[str] = set()
    for person in roster.people:
        _check_person_row(actor, person, logins, seen, known, faults)
    return sorted(faults, key=lambda fault: (fault.sheet != UNITS, fault.row))


@transacted
async def import_roster(actor: Actor, roster: Roster, file: str) -> list[Joining]:
    """Store all rows.  People get no password but a one-use code each, returned once.

    Raises Invalid, storing nothing, when any row has a fault (also one that came up since the
    preview).
    """
    faults = await check_roster(actor, roster)
    if faults:
        first = faults[0]
        raise Invalid(
            "roster-faults",
            "有 {count} 处须改正，如“{sheet}”第 {row} 行：{said}",
            count=len(faults),
            sheet=first.sheet,
            row=first.row,
            said=str(first),
            field="file",
        )
    units = await _insert_units(roster)
    joining = await _insert_people(roster, units)
    root = next(unit for unit in units.values() if unit.path.count("/") == 2)
    data: dict[str, object] = {
        "file": file[:120],
        "units": len(roster.units),
        "people": len(roster.people),
        "codes": [row.code for row in roster.units],
        "logins": [row.login for row in roster.people],
    }
    await write_entry(actor, "unit.import", f"unit:{root.id}", data)
    return joining


def _with_new(stored: dict[str, str], roster: Roster, faults: list[Fault]) -> _Known:
    """The paths that units will have, those of the workbook among them."""
    known = _Known(dict(stored), {})
    for row in roster.units:
        if row.code in known.rows:
            _add(faults, UNITS, row.row, "代码", messages.marked("代码与第 {other} 行重复。"),
                 other=known.rows[row.code].row)  # fmt: skip
        known.rows.setdefault(row.code, row)
    waiting = {code: row for code, row in known.rows.items() if code not in stored}
    while placed := [code for code, row in waiting.items() if row.parent in known.paths]:
        for code in placed:
            known.paths[code] = f"{known.paths[waiting.pop(code).parent]}{code}/"
    for row in waiting.values():
        if row.parent in waiting:
            _add(
                faults,
                UNITS,
                row.row,
                "上级代码",
                messages.marked("上级单位互为上级，无法确定隶属。"),
            )
        elif not row.parent:
            _add(faults, UNITS, row.row, "上级代码", messages.marked("请填上级单位的代码。"))
        else:
            _add(faults, UNITS, row.row, "上级代码", messages.marked("没有代码为 {code} 的单位。"),
                 code=row.parent)  # fmt: skip
    return known


def _check_unit_row(
    actor: Actor, row: UnitRow, stored: dict[str, str], known: _Known, faults: list[Fault]
) -> None:
    if row.code in stored:
        _add(
            faults,
            UNITS,
            row.row,
            "代码",
            messages.marked("单位代码 {code} 已被使用。"),
            code=row.code,
        )
    elif row.code in known.paths and not may(actor, "unit.manage", known.paths[row.code]):
        _add(faults, UNITS, row.row, "上级代码", messages.marked("{code} 不在您管理的范围内。"),
             code=row.parent)  # fmt: skip
    try:
        check_unit(row.code, row.name, row.tier)
        check_kind(row.kind or usual_kind(row.tier))
    except Invalid as error:
        _add_error(faults, UNITS, row.row, error)
    for column, text in (("简称", row.short_name), ("电话", row.phone)):
        if len(text) > 40:
            _add(faults, UNITS, row.row, column, messages.marked("最多 {most} 个字。"), most=40)


def _check_person_row(
    actor: Actor,
    row: PersonRow,
    logins: set[str],
    seen: set[str],
    known: _Known,
    faults: list[Fault],
) -> None:
    try:
        check_person(row.login, row.name)
        check_roles(row.roles)
    except Invalid as error:
        _add_error(faults, PEOPLE, row.row, error)
    if row.login in logins or row.login in seen:
        _add(faults, PEOPLE, row.row, "登录名", messages.marked("登录名 {login} 已被使用。"),
             login=row.login)  # fmt: skip
    seen.add(row.login)
    if len(row.email) > 120 or (row.email and not is_email(row.email)):
        _add(faults, PEOPLE, row.row, "电子邮箱", messages.marked("电子邮箱不完整。"))
    for column, code in (("单位代码", row.unit), ("管辖单位代码", row.over or row.unit)):
        if code not in known.paths:
            _add(
                faults,
                PEOPLE,
                row.row,
                column,
                messages.marked("没有代码为 {code} 的单位。"),
                code=code,
            )
            return
        if not may(actor, "people.manage", known.paths[code]):
            _add(
                faults,
                PEOPLE,
                row.row,
                column,
                messages.marked("{code} 不在您管理的范围内。"),
                code=code,
            )
            return


async def _insert_units(roster: Roster) -> dict[str, Unit]:
    """All units by code, the new ones stored, parents first."""
    units = {unit.code: unit for unit in await Unit.all()}
    waiting = list(roster.units)
    while waiting:
        ready = [row for row in waiting if row.parent in units]
        for position, row in enumerate(ready):
            above = units[row.parent]
            units[row.code] = await Unit.create(
                code=row.code,
                name=row.name,
                short_name=row.short_name or row.name,
                tier=row.tier,
                parent=above,
                path=f"{above.path}{row.code}/",
                phone=row.phone,
                kind=row.kind or usual_kind(row.tier),
                position=position,
            )
        waiting = [row for row in waiting if row.code not in units]
    return units


async def _insert_people(roster: Roster, units: dict[str, Unit]) -> list[Joining]:
    now, joining = clock.now(), []
    for row in roster.people:
        home, over = units[row.unit], units[row.over or row.unit]
        made = await Person.create(
            login=row.login, name=row.name, unit=home, email=row.email, created_at=now
        )
        for role in row.roles:
            await Grant.create(person=made, unit=over, role=role)
        code = await insert_join_code(made.id)
        joining.append(Joining(row.login, row.name, home.name, code))
    return joining


def _add(
    faults: list[Fault], sheet: str, row: int, column: str, message: str, **data: object
) -> None:
    faults.append(Fault(sheet, row, column, message, data))


def _add_error(faults: list[Fault], sheet: str, row: int, error: HallboardError) -> None:
    data = {name: value for name, value in error.data.items() if name != "field"}
    column = _COLUMNS.get(str(error.data.get("field", "")), "")
    if sheet == PEOPLE and column == "名称":
        column = "姓名"
    faults.append(Fault(sheet, row, column, error.message, data))
