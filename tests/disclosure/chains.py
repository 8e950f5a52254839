"""A short chain, for tests whose subject is not the review, and people for the longer ones."""

from accounts.actor import Actor
from accounts.models import Person, Unit
from core import clock
from core.transaction import transact
from disclosure import chains, checklist
from disclosure.chains import Chain, Step
from disclosure.models import ReviewChain

CLEAN = dict.fromkeys(checklist.CATEGORIES, checklist.NONE)
"""A secrecy check that finds nothing."""


async def short_chain(release: str = "reviewer") -> None:
    """One signature by a reviewer, then release, for content of every kind, urgent or not."""
    short = Chain((Step("review", "审核", "reviewer"),), release)
    for kind in chains.KINDS:
        for urgent in (False, True):
            await ReviewChain.create(
                kind=kind, urgent=urgent, steps=chains.written(short), updated_at=clock.now()
            )


async def default_chains() -> None:
    """As in a county that has set no chains of its own."""
    await transact(_forget)


async def _forget() -> None:
    await ReviewChain.all().delete()


async def hire(login: str, unit: str, *roles: str) -> Actor:
    """A person of that unit (a code) who holds the roles over it."""
    home = await Unit.get(code=unit)
    person = await Person.create(login=login, name=login, unit=home, created_at=clock.now())
    return Actor(person.id, person.name, tuple((role, home.path) for role in roles))
