"""How often properties are tried: few times in every run, all with HALLBOARD_FAULTS=full."""

import os

FULL = os.environ.get("HALLBOARD_FAULTS") == "full"
LEAST = 20


def rounds(count: int) -> int:
    """``count`` examples in a full run, a quarter of them otherwise."""
    return count if FULL else max(min(count, LEAST), count // 4)
