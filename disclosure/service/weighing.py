"""Setting the weights by which units are judged."""

from dataclasses import asdict

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may
from accounts.queries import root
from core import clock
from core.transaction import transacted
from disclosure.models import RuleSet
from disclosure.scoring import Weights, check_weights
from disclosure.weighing import WEIGHTS, written_weights


@transacted
async def set_weights(actor: Actor, weights: Weights) -> None:
    """For the whole county, by its office.  Raises Invalid, naming the field, or Refused."""
    top = await root()
    check_may(actor, "supervise.write", top.path if top else "/")
    check_weights(weights)
    value, now = written_weights(weights), clock.now()
    known = await RuleSet.filter(name=WEIGHTS).update(value=value, updated_at=now, by=actor.id)
    if not known:
        await RuleSet.create(name=WEIGHTS, value=value, updated_at=now, by=actor.id)
    await write_entry(actor, "rules.scoring", f"rules:{WEIGHTS}", dict(asdict(weights)))
