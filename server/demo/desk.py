"""Things done in the county besides filing: what is at hand, and when each is done."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from core.settings import Settings
from core.signing import SigningKey
from disclosure.attachments import Attachment
from disclosure.models import Version
from server.demo.staff import Staff


@dataclass
class Desk:
    """``versions``: by the name of the planned record, those that have one; ``ids``: of tasks and
    materials by their titles; ``findings``: ids of the spot check's rows, with their units."""

    people: Staff
    settings: Settings
    key: SigningKey
    last_quarter: str
    pictures: dict[str, str] = field(default_factory=dict)
    """SHA-256 by the drawing's name."""
    table: Attachment | None = None
    """The workbook that is attached."""
    versions: dict[str, Version] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    findings: list[tuple[str, str]] = field(default_factory=list)

    def day(self, at: datetime) -> date:
        """The local day of an instant."""
        return at.astimezone(self.settings.zone).date()


@dataclass(frozen=True)
class Act:
    """Something that is done at an instant, by the same services that people use."""

    at: datetime
    do: Callable[[Desk], Awaitable[object]]
