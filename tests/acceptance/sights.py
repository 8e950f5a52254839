"""What a screen showed, frame by frame, told from pictures alone."""

import base64
import io
import itertools
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import Page

from tests.acceptance.demonstration import County, pages_of

SIZE = (128, 72)
"""As recorder.js takes it: 1920 × 1080 by 15."""
NEAR = 6
"""Steps of 255 that a pixel of a crossfade may be off its mixture: rounding, twice."""
STEP = 101
"""Of so many bytes one tells whether a closer look is worth while."""
Pixels = bytes
BARE: Pixels = bytes((255, 0, 255)) * (SIZE[0] * SIZE[1])
"""No picture at all: only the page of text below them."""


@dataclass(frozen=True)
class Sight:
    """The same picture in one or more frames.  Times in milliseconds UTC."""

    first: float
    last: float
    """By the demonstration's own clock."""
    frames: int
    player: float | None
    """The player's time at the last of them."""
    pixels: Pixels


def sights(page: Page, county: County) -> list[Sight]:
    """Everything that the page's stage has shown, in order."""
    return [
        Sight(county.true_time(a), county.true_time(b), frames, told, _rgb(seen))
        for a, b, frames, told, seen in page.evaluate("() => sights_")
    ]


def pictures(county: County, plan: dict[str, Any]) -> dict[str, Pixels]:
    """The plan's page pictures as a sight holds them, by file."""
    found = {}
    for page in pages_of(plan):
        with Image.open(io.BytesIO(county.store.read(page["file"]))) as picture:
            small = picture.convert("RGB").resize(SIZE, Image.Resampling.NEAREST)
        found[page["file"]] = small.tobytes()
    return found


def explained(sight: Sight, allowed: list[Pixels]) -> bool:
    """Whether it is one of the pictures, or a crossfade between two of them."""
    if sight.pixels in allowed:
        return True
    return any(
        _mixed(sight.pixels[::STEP], below[::STEP], above[::STEP])
        and _mixed(sight.pixels, below, above)
        for below, above in itertools.combinations(set(allowed), 2)
    )


def _mixed(seen: Pixels, below: Pixels, above: Pixels) -> bool:
    differences = [(a - b, s - b) for s, b, a in zip(seen, below, above, strict=True)]
    whole = sum(full * full for full, _ in differences)
    if whole == 0:
        return seen == below
    share = sum(full * part for full, part in differences) / whole
    return all(abs(part - share * full) <= NEAR for full, part in differences)


def _rgb(seen: str) -> Pixels:
    raw = base64.b64decode(seen)
    return Image.frombytes("RGBA", SIZE, raw).convert("RGB").tobytes()
