"""Finding the fonts, and refusing to start without them.

Outline: Noto Sans SC from ``media/fonts`` (fetched from npm), else Debian's Noto Sans CJK SC.
Pixels, for strips: Unifont from the same folder, else Debian's.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import Misconfigured
from media.cmap import characters, faces

FOLDER = Path(__file__).resolve().parent / "fonts"
SYSTEM = Path("/usr/share/fonts")
PROBE = "国䶮𫖯〇"
"""An everyday character, two of rare names, and the round zero of years."""

INVISIBLE = frozenset("\n\r\t\u200b\u200c\u200d\u2060\ufeff\u00ad")
"""Needs no glyph."""


@dataclass(frozen=True)
class Fonts:
    """Files and names of what pages and strips are drawn with."""

    family: str
    """As typst knows it."""
    regular: Path
    bold: Path
    index: int
    """The face inside a collection file; 0 for a plain font."""
    pixel: Path
    """16 px, every stroke on the grid."""

    def missing(self, text: str) -> str:
        """The characters of ``text`` that the outline font cannot draw, in order, once each."""
        known = _known(self.regular, self.index)
        lacking = (c for c in text if ord(c) not in known and c not in INVISIBLE)
        return "".join(dict.fromkeys(lacking))


def find_fonts(folder: Path = FOLDER, system: Path = SYSTEM) -> Fonts:
    """The fonts of this machine, checked.

    Raises Misconfigured, naming the commands that mend it.
    """
    family, regular, bold, index = _outline(folder, system)
    fonts = Fonts(family, regular, bold, index, _pixel(folder, system))
    if lacking := fonts.missing(PROBE):
        raise Misconfigured(
            "font-incomplete",
            "字体 {path} 缺少汉字 {characters}：请运行 python -m server.assets，"
            "或 apt-get install fonts-noto-cjk。",
            path=str(regular),
            characters=lacking,
        )
    return fonts


def _outline(folder: Path, system: Path) -> tuple[str, Path, Path, int]:
    regular, bold = folder / "NotoSansSC-Regular.ttf", folder / "NotoSansSC-Bold.ttf"
    if regular.exists() and bold.exists():
        return "Noto Sans SC", regular, bold, 0
    for regular in sorted(system.rglob("NotoSansCJK-Regular.ttc")):
        bold = regular.with_name("NotoSansCJK-Bold.ttc")
        if bold.exists():
            return "Noto Sans CJK SC", regular, bold, _simplified(regular)
    raise Misconfigured(
        "font-missing",
        "找不到中文字体：请运行 python -m server.assets（需要 npm），"
        "或 apt-get install fonts-noto-cjk fonts-unifont。",
    )


def _simplified(path: Path) -> int:
    """The face named SC: the others draw Japanese, Korean or Traditional shapes."""
    from PIL import ImageFont

    for index in range(faces(path)):
        if ImageFont.truetype(str(path), 16, index=index).getname()[0] == "Noto Sans CJK SC":
            return index
    raise Misconfigured(
        "font-shapes",
        "字体 {path} 里没有简体字形（Noto Sans CJK SC）：请运行 python -m server.assets。",
        path=str(path),
    )


def _pixel(folder: Path, system: Path) -> Path:
    for path in _pixel_candidates(folder, system):
        if path.exists():
            return path
    raise Misconfigured(
        "pixel-font-missing",
        "找不到条屏用的点阵字体：请运行 python -m server.assets（需要 npm），"
        "或 apt-get install fonts-unifont。",
    )


def _pixel_candidates(folder: Path, system: Path) -> Iterator[Path]:
    yield folder / "unifont.otf"
    yield folder / "unifontex.woff2"
    yield from sorted(system.rglob("unifont.otf"))


@functools.lru_cache(maxsize=4)
def _known(path: Path, index: int) -> frozenset[int]:
    return characters(path, index)
