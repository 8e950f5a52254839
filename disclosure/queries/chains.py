"""The review chains that are set, and the steps of one version."""

from disclosure import chains
from disclosure.chains import Row
from disclosure.models import ReviewChain


async def chain_rows(kind: str = "") -> list[Row]:
    """What the county has set, of one kind or of all."""
    rows = ReviewChain.filter(kind=kind) if kind else ReviewChain.all()
    return [
        Row(row.kind, row.unit_path, row.audience, row.urgent, chains.read(row.steps))
        for row in await rows
    ]
