"""As whom each command acts.  A command that does not stand here fails the matrix by its name."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Command:
    """``acts``: as nobody (it only reads), as the system, or as the person it names.

    The system may set things up and never says anything to the public: see
    accounts/permissions.py.  A command that acts as a person needs ``permission`` over the unit;
    ``arguments`` run it with ``{file}``, ``{unit}`` and ``{login}`` filled in.
    """

    acts: Literal["nobody", "system", "person"]
    permission: str = ""
    arguments: tuple[str, ...] = ()


READS, SETS_UP = Command("nobody"), Command("system")
COMMANDS: dict[str, Command] = {
    "serve": SETS_UP,
    "demo": SETS_UP,
    "migrate": SETS_UP,
    "verify": READS,
    "admin": SETS_UP,
    "import documents": Command(
        "person",
        "record.write",
        ("import", "documents", "{file}", "--unit", "{unit}", "--author", "{login}"),
    ),
    "import catalogue": SETS_UP,
    "time-limit": READS,
    "due": READS,
    "why": READS,
    "timeline": READS,
    "plan": READS,
    "backup": READS,
    "restore": SETS_UP,
    "gateway": READS,
    "draw": SETS_UP,
    "export-site": READS,
}
