"""Units: kinds, leads, index codes, and retiring what is empty."""

import pytest

from accounts import queries, service
from accounts.actor import SYSTEM
from accounts.models import AuditEntry, Unit
from core.errors import Conflict, HallboardError, Invalid, Refused
from tests.accounts.conftest import Staff


async def test_a_village_is_a_committee_and_an_office_administrative_unless_told(
    staff: Staff,
) -> None:
    made = [
        await service.create_unit(SYSTEM, code, code, tier=tier, parent="qingxi", kind=kind)
        for code, tier, kind in (
            ("shiqiao", "village", ""),
            ("caizheng", "department", ""),
            ("shuichang", "department", "public_service"),
        )
    ]
    assert [unit.kind for unit in made] == ["committee", "administrative", "public_service"]
    with pytest.raises(Invalid):
        await service.create_unit(SYSTEM, "x", "x", tier="village", parent="qingxi", kind="shop")


async def test_a_unit_is_renamed_and_keeps_its_code_and_place(staff: Staff) -> None:
    unit = await queries.unit_by_code("liuhe")
    changed = await service.update_unit(
        staff.chief, unit.id, name="柳河街道办事处", short_name="柳河街道", phone="0570-1",
        kind="administrative", lead="nanping", index_code="LH01",
    )  # fmt: skip
    assert (changed.code, changed.path) == (unit.code, unit.path)
    assert (changed.name, changed.lead.code, changed.index_code) == (
        "柳河街道办事处",
        "nanping",
        "LH01",
    )
    entry = await AuditEntry.all().order_by("-sequence").first()
    assert entry is not None
    assert entry.action == "unit.change"


async def test_no_unit_leads_itself_not_even_through_others(staff: Staff) -> None:
    liuhe, nanping = [await queries.unit_by_code(code) for code in ("liuhe", "nanping")]
    with pytest.raises(Invalid):
        await service.update_unit(staff.chief, liuhe.id, name="柳河镇", lead="liuhe")
    await service.update_unit(staff.chief, liuhe.id, name="柳河镇", lead="nanping")
    with pytest.raises(Invalid) as refused:
        await service.update_unit(staff.chief, nanping.id, name="南坪镇", lead="liuhe")
    assert refused.value.code == "lead-ring"


async def test_two_units_cannot_make_the_same_index_numbers(staff: Staff) -> None:
    liuhe, nanping = [await queries.unit_by_code(code) for code in ("liuhe", "nanping")]
    await service.update_unit(staff.chief, liuhe.id, name="柳河镇", index_code="LH")
    await service.update_unit(staff.chief, liuhe.id, name="柳河镇", index_code="LH")
    with pytest.raises(Conflict) as refused:
        await service.update_unit(staff.chief, nanping.id, name="南坪镇", index_code="LH")
    assert refused.value.data["unit"] == "柳河镇"


@pytest.mark.parametrize("code", ["liuhe", "qingxi"])
async def test_a_unit_with_people_or_below_which_others_stand_is_not_retired(
    staff: Staff, code: str
) -> None:
    unit, before = await queries.unit_by_code(code), await AuditEntry.all().count()
    with pytest.raises(Conflict):
        await service.retire_unit(staff.chief, unit.id)
    assert await Unit.filter(code=code).exists()
    assert await AuditEntry.all().count() == before


async def test_an_empty_unit_is_retired_and_its_code_is_free_again(staff: Staff) -> None:
    made = await service.create_unit(SYSTEM, "shiqiao", "石桥村", tier="village", parent="liuhe")
    await service.retire_unit(staff.chief, made.id)
    again = await service.create_unit(SYSTEM, "shiqiao", "石桥村", tier="village", parent="nanping")
    assert again.path == "/qingxi/nanping/shiqiao/"
    assert await queries.broken_chain() is None


async def test_only_who_manages_units_changes_or_retires_them(staff: Staff) -> None:
    unit = await queries.unit_by_code("nanping")
    for actor in (staff.guard, staff.wangjg):
        with pytest.raises(Refused):
            await service.update_unit(actor, unit.id, name="x")
        with pytest.raises(HallboardError):
            await service.retire_unit(actor, unit.id)
    assert await Unit.filter(id=unit.id, name="南坪镇").exists()
