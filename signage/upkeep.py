"""What a pass does beside reconciliation: days of posting that screens show, lists of persons that
have to go.

Each is level-triggered: a run that was cut off or skipped is mended by the next.
"""

from functools import partial

from core import clock
from core.settings import Settings
from disclosure import service as disclosure
from media.store import Store
from signage import service
from signage.admission import live_files
from signage.displays import Displays


class Upkeep:
    """One a process; it may be thrown away at any time."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._displays = Displays(settings, store)

    async def run(self) -> None:
        """After the plans of a pass stand: what is emptied here leaves the plans with the next
        pass, which its audit entry wakes; its bytes go once no plan names them."""
        await self._displays.note()
        await disclosure.purge_due(self._settings, clock.now())
        await disclosure.destroy_purged(
            self._store, partial(live_files, self._store), service.drop_plans
        )
