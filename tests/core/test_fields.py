"""What people and devices ask for may be anything; what no row can hold finds nothing."""

import pytest
from tortoise.exceptions import ValidationError

from accounts.models import Person
from disclosure.models import Record, Version
from signage.models import Pairing, Screen
from signage.queries import screen_by_code
from tests.signage.world import build_signage

NOBODY_HAS = ("a" * 5000, "nul\0inside", "half \ud800 of a pair")


@pytest.mark.parametrize("asked", NOBODY_HAS)
async def test_a_filter_by_text_that_no_row_can_hold_finds_nothing(db, asked: str) -> None:
    assert await Version.get_or_none(code=asked) is None
    assert await Version.filter(record_id=asked) == []
    assert await Record.filter(id__in=[asked]) == []
    assert await Pairing.get_or_none(code=asked) is None
    assert await Person.get_or_none(login=asked) is None
    assert not await Screen.exists(token_hash=asked)


async def test_a_screen_whose_code_is_longer_than_an_id_is_found(
    db, settings, store, clock
) -> None:
    signage = await build_signage(settings, store)
    made = await signage.screen("a" * 32)
    assert (await screen_by_code("a" * 32)).id == made.id


async def test_a_row_that_is_too_long_is_still_refused(db) -> None:
    with pytest.raises(ValidationError):
        await Person.create(login="a" * 61, name="x", unit_id="y")
