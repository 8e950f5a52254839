"""A county with halls and screens on a fresh database."""

from typing import Any

import pytest

from core.clock import FixedClock
from core.settings import Settings
from tests.signage.world import Signage, build_signage


@pytest.fixture
async def signage(db: object, settings: Settings, store: Any, clock: FixedClock) -> Signage:
    return await build_signage(settings, store)
