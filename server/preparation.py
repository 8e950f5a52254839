"""What must be there before serving: each missing part is one clear sentence with its mend."""

import asyncio
import logging

from core.settings import Settings
from media.fonts import find_fonts
from server import migrations, secrets

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def prepare(settings: Settings) -> None:
    """Make the data folder, keys and an empty database; check fonts.

    An existing database of an older edition is left alone and refused (Misconfigured names
    ``hallboard migrate``): nobody's rows are rewritten by a mere start.
    """
    logging.basicConfig(level=logging.INFO, format=LOG_FORMAT)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    find_fonts()
    secrets.signing_key(settings)
    settings.files.mkdir(parents=True, exist_ok=True, mode=0o700)
    asyncio.run(migrations.migrate_if_new(settings))
