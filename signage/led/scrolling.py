"""Where a strip that is wider than its screen stands: a function of the time alone."""

HOLD_MS = 1000
"""How long the beginning and the end of a line stand still."""
PIXELS_PER_SECOND = 60


def offset_at(width: int, screen: int, elapsed_ms: int, dwell_ms: int) -> int:
    """Left edge of the crop, in pixels.

    The line stands, runs to its end and stands again, over and over; it runs faster than
    PIXELS_PER_SECOND only if it could not be read to its end within ``dwell_ms`` otherwise.
    """
    travel = width - screen
    if travel <= 0:
        return 0
    room = max(dwell_ms - 2 * HOLD_MS, 1)
    run = min(travel * 1000 // PIXELS_PER_SECOND, room)
    at = elapsed_ms % (run + 2 * HOLD_MS) - HOLD_MS
    return max(0, min(travel, travel * at // max(run, 1)))


def moves(width: int, screen: int) -> bool:
    return width > screen
