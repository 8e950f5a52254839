"""Opening the database, the router, and the ORM's traps."""

from accounts.models import Unit
from core import transaction


async def a_unit(code: str) -> Unit:
    return await Unit.create(code=code, name=code, short_name=code, tier="county", path=f"/{code}/")


async def test_a_committed_row_is_read_outside_the_transaction(db) -> None:
    await transaction.transact(lambda: a_unit("qingxi"))

    assert await Unit.get(code="qingxi")


async def test_a_read_inside_a_transaction_sees_its_own_write(db) -> None:
    async def write_and_read() -> bool:
        await a_unit("qingxi")
        return await Unit.exists(code="qingxi")

    assert await transaction.transact(write_and_read)
