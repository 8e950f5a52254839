"""Who acts: what a person may do travels with the call, not with the request."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """A person (or the system) and their grants, as (role, unit path)."""

    id: str
    name: str
    grants: tuple[tuple[str, str], ...]

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(role for role, _ in self.grants)


SYSTEM = Actor("system", "系统", ())
"""Commands and jobs.  It writes, approves and publishes nothing: see accounts/permissions.py."""
