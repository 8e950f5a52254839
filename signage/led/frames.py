"""Pictures of strips as frames of RGB bytes: the strip is decoded once and cropped at each tick."""

import io

from PIL import Image

from media.strips import COLOURS

_MOST_PIXELS = 64 * 65536
FORMATS = ("PNG", "WEBP")


class Strip:
    """One line of text, at least as wide as the screen."""

    def __init__(self, data: bytes, width: int, height: int, colour: str) -> None:
        """``data``: PNG or WebP, one bit a pixel (lit = 1) or coloured.  Raises ValueError for
        a picture of another height or an absurd size."""
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.height != height or picture.width * picture.height > _MOST_PIXELS:
                raise ValueError(f"{picture.size} is no strip {height} pixels high")
            self._picture = _coloured(picture, COLOURS[colour])
        self._size = (width, height)

    @property
    def width(self) -> int:
        return int(self._picture.width)

    def frame(self, offset: int) -> bytes:
        """RGB bytes, row by row, of the screen's width from ``offset`` on; dark past the end."""
        width, height = self._size
        crop = self._picture.crop((offset, 0, offset + width, height))
        return bytes(crop.tobytes())


def dark(width: int, height: int) -> bytes:
    return bytes(width * height * 3)


def _coloured(picture: Image.Image, lit: tuple[int, int, int]) -> Image.Image:
    if picture.mode != "1":
        return picture.convert("RGB")
    made = Image.new("RGB", picture.size)
    made.paste(lit, (0, 0), picture)
    return made
