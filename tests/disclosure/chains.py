"""A short chain, for tests whose subject is not the review."""

from core import clock
from disclosure import chains
from disclosure.chains import Chain, Step
from disclosure.models import ReviewChain


async def short_chain(release: str = "reviewer") -> None:
    """One signature by a reviewer, then release, for content of every kind, urgent or not."""
    short = Chain((Step("review", "审核", "reviewer"),), release)
    for kind in chains.KINDS:
        for urgent in (False, True):
            await ReviewChain.create(
                kind=kind, urgent=urgent, steps=chains.written(short), updated_at=clock.now()
            )
