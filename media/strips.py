"""Strips: one sentence in one line, drawn from a pixel font.

Drawn glyph by glyph: the pixel font, else Noto Sans SC without grey, else an error; never a box.
The picture is as high as the screen and may be wider: then it scrolls, half a screen of darkness
at its end.
"""

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core import messages
from core.errors import Invalid
from media.content import Paragraph
from media.fonts import INVISIBLE, Fonts
from media.pages import Drawn
from media.profiles import Profile
from media.sheet import Sheet
from media.typography import plain

if TYPE_CHECKING:
    from PIL import Image, ImageFont

CELL = 16
"""Height of the pixel font."""
MAX_WIDTH = 24_000
"""Pixels: about four minutes of scrolling; a longer text belongs on a page."""
COLOURS = {"red": (255, 38, 0), "amber": (255, 176, 0), "full": (255, 176, 0)}
_NOWHERE = "\U000fffff"
"""A code point that no font draws: its picture is the font's box for what is missing."""


def sentence(sheet: Sheet) -> str:
    """Whose, what, until when, as one line: ``石桥村：今日停水检修。展示至2026年11月25日``."""
    said = [plain(block.text) for block in sheet.content.blocks if isinstance(block, Paragraph)]
    text = " ".join(part.replace("\n", " ") for part in said if part) or plain(sheet.title)
    whose = plain(sheet.path[-1]) if sheet.path else ""
    if whose and not text.startswith(whose):
        text = messages.text("{unit}：{text}", unit=whose, text=text)
    if sheet.shown_until:
        text = f"{text}  {messages.text('本屏展示至')}{plain(sheet.shown_until)}"
    return text


def draw_strip(sheet: Sheet, profile: Profile, fonts: Fonts) -> list[Drawn]:
    """The one picture of a strip sheet: as high as the screen, as wide as its text or the screen.

    Raises Invalid for a character without a glyph, an empty or an endless text.
    """
    from PIL import Image

    text = sentence(sheet)
    line = _line(text, fonts)
    factor = max(1, profile.height // CELL)
    line = line.resize((line.width * factor, line.height * factor), Image.Resampling.NEAREST)
    fits = line.width <= profile.width
    width = profile.width if fits else line.width + profile.width // 2
    if width > MAX_WIDTH:
        raise Invalid("strip-too-long", "条屏文字太长，请精简到 {limit} 字以内。", limit=300)
    picture = Image.new("P", (width, profile.height), 0)
    picture.putpalette((0, 0, 0, *COLOURS[profile.colour]))
    left = (width - line.width) // 2 if fits else 0
    picture.paste(1, (left, (profile.height - line.height) // 2), line)
    out = io.BytesIO()
    picture.save(out, "PNG", bits=1, optimize=True)
    return [Drawn(out.getvalue(), "image/png", width, profile.height, text)]


def _line(text: str, fonts: Fonts) -> "Image.Image":
    """``text`` in the pixel font at its native size, 1 bit a pixel."""
    from PIL import Image

    characters = [character for character in text if character not in INVISIBLE]
    if not "".join(characters).strip():
        raise Invalid("strip-empty", "条屏没有文字。")
    glyphs = {character: _glyph(character, fonts) for character in characters}
    drawn = [glyph for character in characters if (glyph := glyphs[character]) is not None]
    missing = "".join(character for character, glyph in glyphs.items() if glyph is None)
    if missing:
        raise Invalid(
            "glyph-missing",
            "字体里没有这些字：{characters}。请改用规范字。",
            characters=missing,
        )
    line = Image.new("1", (sum(glyph.width for glyph in drawn), CELL), 0)
    x = 0
    for glyph in drawn:
        line.paste(glyph, (x, 0))
        x += glyph.width
    return line


@lru_cache(maxsize=8192)
def _glyph(character: str, fonts: Fonts) -> "Image.Image | None":
    """One character, 16 high and as wide as it advances; None when no font has it."""
    pixel = _font(fonts.pixel, CELL, 0)
    cell = _cell(character, pixel, 0)
    if character == " " or cell.tobytes() != _cell(_NOWHERE, pixel, 0).tobytes():
        return cell
    if fonts.missing(character):
        return None
    return _cell(character, _font(fonts.regular, CELL - 1, fonts.index), -2)


def _cell(character: str, font: "ImageFont.FreeTypeFont", lift: int) -> "Image.Image":
    from PIL import Image, ImageDraw

    width = max(1, round(font.getlength(character)))
    cell = Image.new("1", (width, CELL), 0)
    draw = ImageDraw.Draw(cell)
    draw.fontmode = "1"
    ascent = font.getmetrics()[0]
    baseline = 14 if lift == 0 else CELL + lift
    draw.text((0, baseline - ascent), character, fill=1, font=font)
    return cell


@lru_cache(maxsize=4)
def _font(path: Path, size: int, index: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(str(path), size, index=index, layout_engine=ImageFont.Layout.BASIC)
