"""How far an account reaches, and who may therefore take it over."""

from accounts.actor import Actor
from accounts.models import Person
from accounts.permissions import check_may


def check_reach(actor: Actor, permission: str, holder: Person) -> None:
    """Raises Refused unless the actor's right covers the person's unit and every unit over which
    they hold a role: an administrator of a township must not become the county's reviewer who
    happens to work there.  ``holder`` with unit and grants loaded."""
    for path in {holder.unit.path, *(grant.unit.path for grant in holder.grants)}:
        check_may(actor, permission, path)
