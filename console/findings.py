"""What a version's page shows of the gates: the findings, and which acts are this person's."""

from dataclasses import dataclass

from accounts.actor import Actor
from accounts.permissions import may
from disclosure import queries as disclosure
from disclosure.gates.findings import KINDS
from disclosure.models import Version
from disclosure.queries import GateView
from disclosure.review import OPEN
from disclosure.service.steps import author_of, writers_of


@dataclass(frozen=True)
class Panel:
    """``waiting`` still needs somebody, ``hints`` stop nothing, ``settled`` were decided."""

    waiting: list[GateView]
    hints: list[GateView]
    settled: list[GateView]
    may_clear: bool = False
    may_mask: bool = False
    may_confirm: bool = False

    @property
    def kinds(self) -> dict[str, str]:
        return KINDS

    @property
    def personal(self) -> int:
        """How many places could be masked at once."""
        return sum(one.hit.found.gate == "privacy" and one.state == "open" for one in self.waiting)


async def findings_panel(actor: Actor, version: Version) -> Panel | None:
    """None where nothing was found, or where the version waits for nobody any more."""
    if version.state not in (*OPEN, "returned"):
        return None
    views = await disclosure.gate_views(version)
    if not views:
        return None
    path = version.record.unit.path
    author = author_of(version) == actor.id
    wrote = actor.id in writers_of(version)
    opened = version.state in OPEN
    return Panel(
        waiting=[one for one in views if one.holds],
        hints=[one for one in views if one.hit.found.severity == "warn" and one.state == "open"],
        settled=[one for one in views if one.state == "cleared"],
        may_clear=opened and not wrote and may(actor, "record.review", path),
        may_mask=author and version.state == "draft" and may(actor, "record.write", path),
        may_confirm=opened and not wrote and may(actor, "record.secrecy", path),
    )
