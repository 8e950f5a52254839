"""One filled set of fields for each kind, as a county would file it (samples.json)."""

import json
import random
from pathlib import Path
from typing import Any

SAMPLES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("samples.json").read_text("utf-8")
)
ACCOUNTS = SAMPLES["accounts"]


def income(rows: int, seed: int = 7) -> list[dict[str, str]]:
    """Rows of accounts, each of its own name."""
    chance = random.Random(seed)
    return [
        {"item": f"集体收入甲{n:03d}乙", "amount": f"{chance.randint(1, 99999)}.{n % 100:02d}"}
        for n in range(1, rows + 1)
    ]
