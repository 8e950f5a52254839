"""A programme (轮播单) as plain data: what is selected, where, when, how long."""

from dataclasses import dataclass

from core.windows import ALWAYS, Window
from schedules.dayparts import Daypart
from schedules.selection import Selection


@dataclass(frozen=True, slots=True)
class ProgrammeRule:
    """One row of schedules.models.Programme, read."""

    id: str
    name: str
    level: str
    """One of schedules.timeline.LEVELS."""
    selection: Selection
    targets: str
    """Words of schedules.targets."""
    daypart: Daypart
    validity: Window = ALWAYS
    dwell_ms: int = 12_000
    """How long each page stands."""
    weight: int = 1
    enabled: bool = True
