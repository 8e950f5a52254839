"""Workbooks of units and people: every fault with its row, all of it or nothing."""

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from accounts import queries, service
from accounts.actor import SYSTEM
from accounts.models import AuditEntry, Grant, Person, Unit
from accounts.rosters import PEOPLE, UNITS, Fault, read_roster, roster_of, template
from accounts.service.importing import check_roster, import_roster
from core.errors import Invalid, TooLarge
from tests.accounts.conftest import HERE, PASSWORD, Staff

UNIT_HEAD = ["代码", "名称", "简称", "层级", "上级代码", "类别", "电话"]
PERSON_HEAD = ["登录名", "姓名", "单位代码", "角色", "管辖单位代码", "电子邮箱"]
GOOD_UNITS = [
    ["shiqiao", "石桥村村民委员会", "石桥村", "村", "beishan", "", "0570-1"],
    ["beishan", "北山乡人民政府", "北山乡", "乡镇", "qingxi", "行政机关", ""],
]
GOOD_PEOPLE = [
    ["zhaosi", "赵四", "shiqiao", "信息员", "", "zhao@example.gov.cn"],
    [13800000000, "钱五", "beishan", "分管领导、主要负责人", "", ""],
    ["sunliu", "孙六", "beishan", "", "", ""],
]


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def both(units: list[list[object]], people: list[list[object]]) -> bytes:
    return workbook(**{UNITS: [UNIT_HEAD, *units], PEOPLE: [PERSON_HEAD, *people]})


def said(faults: list[Fault]) -> list[tuple[str, int, str]]:
    return [(fault.sheet, fault.row, fault.column) for fault in faults]


async def checked(staff: Staff, data: bytes, login: str = "chief") -> list[Fault]:
    roster, unread = read_roster(data)
    return [*unread, *await check_roster(staff.people[login], roster)]


async def test_units_in_any_order_and_people_of_them_land_with_one_entry(staff: Staff) -> None:
    roster, unread = read_roster(both(GOOD_UNITS, GOOD_PEOPLE))
    assert unread == []
    assert await check_roster(staff.chief, roster) == []
    before = await AuditEntry.all().count()
    joining = await import_roster(staff.chief, roster, "名单.xlsx")
    assert await AuditEntry.all().count() == before + 1
    village = await queries.unit_by_code("shiqiao")
    assert (village.path, village.kind) == ("/qingxi/beishan/shiqiao/", "committee")
    actors = {one.login: await queries.actor_of((await Person.get(login=one.login)).id)
              for one in joining}  # fmt: skip
    assert actors["zhaosi"].grants == (("officer", "/qingxi/beishan/shiqiao/"),)
    assert actors["13800000000"].roles == {"reviewer", "head"}
    assert actors["sunliu"].grants == ()
    assert await queries.broken_chain() is None


async def test_the_listed_codes_are_the_only_way_in_and_work_once(staff: Staff) -> None:
    roster, _ = read_roster(both(GOOD_UNITS, GOOD_PEOPLE))
    first = (await import_roster(staff.chief, roster, "名单.xlsx"))[0]
    assert await Person.filter(login="zhaosi", password_hash="").exists()
    assert await service.join(first.code, PASSWORD, HERE) == "zhaosi"
    assert await service.sign_in("zhaosi", PASSWORD, HERE)
    assert first.code not in str(await AuditEntry.all().values())


BAD: dict[str, tuple[list[object], list[object], tuple[str, int, str]]] = {
    "code taken": (["liuhe", "柳河镇", "", "乡镇", "qingxi"], [], (UNITS, 2, "代码")),
    "code malformed": (["Bei Shan", "北山乡", "", "乡镇", "qingxi"], [], (UNITS, 2, "代码")),
    "no name": (["beishan", "", "", "乡镇", "qingxi"], [], (UNITS, 2, "名称")),
    "tier unknown": (["beishan", "北山乡", "", "区", "qingxi"], [], (UNITS, 2, "层级")),
    "kind unknown": (["beishan", "北山乡", "", "乡镇", "qingxi", "企业"], [], (UNITS, 2, "类别")),
    "parent unknown": (["beishan", "北山乡", "", "乡镇", "nowhere"], [], (UNITS, 2, "上级代码")),
    "its own parent": (["beishan", "北山乡", "", "乡镇", "beishan"], [], (UNITS, 2, "上级代码")),
    "no parent": (["beishan", "北山乡", "", "乡镇", ""], [], (UNITS, 2, "上级代码")),
    "formula": (["beishan", "=A2", "", "乡镇", "qingxi"], [], (UNITS, 2, "名称")),
    "login taken": ([], ["limin", "李敏", "liuhe"], (PEOPLE, 2, "登录名")),
    "login malformed": ([], ["li min", "李敏", "liuhe"], (PEOPLE, 2, "登录名")),
    "unit unknown": ([], ["limin2", "李敏", "nowhere"], (PEOPLE, 2, "单位代码")),
    "role unknown": ([], ["limin2", "李敏", "liuhe", "书记"], (PEOPLE, 2, "角色")),
    "roles apart": ([], ["limin2", "李敏", "liuhe", "信息员、系统管理员"], (PEOPLE, 2, "角色")),
    "over unknown": ([], ["limin2", "李敏", "liuhe", "信息员", "x"], (PEOPLE, 2, "管辖单位代码")),
    "two emails": (
        [],
        ["limin2", "李敏", "liuhe", "", "", "a@b.cn,c@d.cn"],
        (PEOPLE, 2, "电子邮箱"),
    ),
    "email for no letter": (
        [],
        ["limin2", "李敏", "liuhe", "", "", "<@b.cn"],
        (PEOPLE, 2, "电子邮箱"),
    ),
    "email": ([], ["limin2", "李敏", "liuhe", "", "", "limin"], (PEOPLE, 2, "电子邮箱")),
}


@pytest.mark.parametrize("name", BAD)
async def test_each_fault_is_named_by_sheet_row_and_column(staff: Staff, name: str) -> None:
    unit, person, expected = BAD[name]
    data = both([unit] if unit else [], [person] if person else [])
    faults = await checked(staff, data)
    assert expected in said(faults)
    assert all(str(fault) for fault in faults)


async def test_the_same_code_or_login_twice_in_the_file_is_a_fault(staff: Staff) -> None:
    units = [*GOOD_UNITS, GOOD_UNITS[0]]
    people = [*GOOD_PEOPLE, GOOD_PEOPLE[0]]
    assert said(await checked(staff, both(units, people))) == [
        (UNITS, 4, "代码"),
        (PEOPLE, 5, "登录名"),
    ]


async def test_one_fault_and_nothing_is_stored(staff: Staff) -> None:
    roster, _ = read_roster(both(GOOD_UNITS, [*GOOD_PEOPLE, ["limin", "李敏", "liuhe"]]))
    before = [await table.all().count() for table in (Unit, Person, Grant, AuditEntry)]
    with pytest.raises(Invalid) as refused:
        await import_roster(staff.chief, roster, "名单.xlsx")
    assert "第 5 行" in str(refused.value)
    assert [await table.all().count() for table in (Unit, Person, Grant, AuditEntry)] == before


async def test_nobody_imports_into_what_they_do_not_manage(staff: Staff) -> None:
    made = await service.create_person(SYSTEM, "local", "郑强", unit="nanping")
    await service.grant_role(SYSTEM, made.id, "administrator", "nanping")
    staff.people["local"] = await queries.actor_of(made.id)
    faults = await checked(staff, both(GOOD_UNITS, [["x1", "某人", "liuhe", "信息员"]]), "local")
    assert {(UNITS, 3, "上级代码"), (PEOPLE, 2, "单位代码")} <= set(said(faults))
    over = [["x1", "某人", "nanping", "信息员", "liuhe"]]
    assert said(await checked(staff, both([], over), "local")) == [(PEOPLE, 2, "管辖单位代码")]


def test_the_template_reads_back_and_its_example_is_right() -> None:
    roster, faults = read_roster(template())
    assert faults == []
    assert (roster.units[0].tier, roster.people[0].roles) == ("township", ("reviewer",))
    assert load_workbook(io.BytesIO(template())).sheetnames == [UNITS, PEOPLE, "说明"]


def test_columns_may_stand_in_another_order_and_empty_rows_are_skipped() -> None:
    rows = [["姓名", "单位代码", "备注", "登录名"], [None] * 4, ["赵四", "liuhe", "x", "zhaosi"]]
    roster, faults = read_roster(workbook(**{PEOPLE: rows}))
    assert faults == []
    assert [(one.row, one.login, one.name) for one in roster.people] == [(3, "zhaosi", "赵四")]


def test_what_a_preview_carries_along_comes_back_the_same() -> None:
    roster, _ = read_roster(both(GOOD_UNITS, GOOD_PEOPLE))
    assert roster_of(roster.model_dump_json(exclude_defaults=True)) == roster
    for lost in ("", "{", '{"units": 3}'):
        with pytest.raises(Invalid):
            roster_of(lost)


def zipped(name: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, b"\0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Invalid),
        (b"\xd0\xcf\x11\xe0" * 100, Invalid),
        ("代码,名称".encode(), Invalid),
        (zipped("a.txt", 10), Invalid),
        (zipped("xl/bomb.xml", 101 * 1024 * 1024), TooLarge),
        (b"x" * (5 * 1024 * 1024 + 1), TooLarge),
        (workbook(Sheet1=[["代码"]]), Invalid),
        (workbook(单位=[["代码", "名称"]]), Invalid),
        (workbook(单位=[]), Invalid),
        (workbook(单位=[UNIT_HEAD]), Invalid),
    ],
)
def test_what_is_no_such_workbook_is_refused_in_one_sentence(
    data: bytes, problem: type[Exception]
) -> None:
    with pytest.raises(problem):
        read_roster(data)
