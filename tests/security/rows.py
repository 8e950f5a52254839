"""Everything that is stored, to see whether anything changed."""

from tortoise import Tortoise

from tests.console.site import Site


def dump(site: Site) -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""

    async def read() -> dict[str, list[dict[str, object]]]:
        tables = Tortoise.apps["hallboard"] if Tortoise.apps else {}
        held = {name: model for name, model in tables.items() if name != "Lease"}  # jobs renew it
        rows = {name: await model.all().values() for name, model in sorted(held.items())}
        assert rows
        return rows

    return site.run(read)
