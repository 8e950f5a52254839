"""A county on SQLite alone: the size is the point, not the engine."""

from collections.abc import AsyncIterator

import pytest

from core.settings import Settings
from server import database


@pytest.fixture
async def sqlite_county(sqlite_settings: Settings) -> AsyncIterator[Settings]:
    async with database.connected(sqlite_settings):
        yield sqlite_settings
