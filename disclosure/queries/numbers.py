"""The county's rule of index numbers."""

from disclosure.indexing import IndexRule, read_rule
from disclosure.models import RuleSet


async def index_rule() -> IndexRule:
    """As the county set it, else the default."""
    row = await RuleSet.get_or_none(name="index_number")
    return read_rule(row.value) if row else IndexRule()
