"""A small county on a fresh database."""

import pytest

from core.clock import FixedClock
from core.settings import Settings
from tests.disclosure.world import World, build_world


@pytest.fixture
async def world(db: object, settings: Settings, clock: FixedClock) -> World:
    return await build_world(settings)
