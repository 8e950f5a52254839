"""Page pictures: one sheet on one profile, set by typst, drawn by pdfium, each code decoded again.

Blocks, and needs much memory: only the drawing process and previews in a thread of their own
import it (typst, pdfium and Pillow are imported when the first page is drawn).
"""

import contextlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import messages
from core.errors import Invalid, Misconfigured, Unavailable
from media import qr, refusals
from media.content import Picture, Roster
from media.fonts import Fonts
from media.profiles import Profile
from media.setting import page_data, page_texts
from media.sheet import Sheet

if TYPE_CHECKING:
    import typst
    from PIL import Image

TEMPLATES = Path(__file__).resolve().parent / "templates"
MAX_PAGES = 60
"""More than anyone would stand and read; a longer record is read on the phone."""

ReadPicture = Callable[[str], bytes]
"""The bytes of a stored picture by its SHA-256."""


@dataclass(frozen=True)
class Drawn:
    """One page as it goes into the store."""

    data: bytes
    type: str
    width: int
    height: int
    alt: str


def draw_pages(
    sheet: Sheet, profile: Profile, read_picture: ReadPicture, fonts: Fonts
) -> list[Drawn]:
    """The pages of ``sheet`` on ``profile`` in order.

    Raises Invalid, naming what: a character without a glyph, a word, row or title that does not
    fit, a link that is no address, too many pages.
    """
    with Setter(fonts) as setter:
        return setter.draw(sheet, profile, read_picture)


class Setter:
    """A typst compiler with its fonts loaded, kept for many sheets.  Close it after use."""

    def __init__(self, fonts: Fonts) -> None:
        import typst

        self._fonts = fonts
        self._folder = tempfile.TemporaryDirectory(prefix="hallboard-pages-")
        self._root = Path(self._folder.name)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, self._root / template.name)
        loaded = _load_fonts(fonts, self._root / "fonts")
        self._compiler = typst.Compiler(
            str(self._root / "main.typ"), root=str(self._root), font_paths=loaded
        )

    def __enter__(self) -> "Setter":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def draw(self, sheet: Sheet, profile: Profile, read_picture: ReadPicture) -> list[Drawn]:
        """As :func:`draw_pages`."""
        document = self.compile(sheet, profile, read_picture)
        return [
            _finished(picture, sheet, profile, number, count)
            for number, count, picture in pictures(document, profile)
        ]

    def compile(self, sheet: Sheet, profile: Profile, read_picture: ReadPicture) -> bytes:
        """The pages as one PDF document, a point to the pixel."""
        if lacking := self._fonts.missing(page_texts(sheet)):
            raise Invalid(
                "glyph-missing",
                "字体里没有这些字：{characters}。请改用规范字。",
                characters=lacking,
            )
        data = page_data(
            sheet, profile, self._fonts.family, self._lay_pictures(sheet, read_picture)
        )
        return self._run(json.dumps(data, ensure_ascii=False))

    def _run(self, data: str) -> bytes:
        import typst

        try:
            made = self._compiler.compile(format="pdf", sys_inputs={"data": data}, timestamp=0)
        except typst.TypstError as problem:
            raise refusals.refusal(str(problem.message)) from problem
        if not isinstance(made, bytes):
            raise Unavailable("page-unset", "页面没有排出来，请重试。")
        return made

    def _lay_pictures(self, sheet: Sheet, read_picture: ReadPicture) -> dict[str, float]:
        """Put the sheet's pictures beside the templates; width ÷ height of each."""
        from PIL import Image

        ratios = {}
        for name in sorted(pictures_of(sheet)):
            data = read_picture(name)
            (self._root / name).write_bytes(data)
            with Image.open(io.BytesIO(data)) as picture:
                ratios[name] = picture.width / picture.height
        return ratios


def pictures(document: bytes, profile: Profile) -> "Iterator[tuple[int, int, Image.Image]]":
    """(number from 1, count, picture) of each page of a document of :meth:`Setter.compile`.

    Half as long as typst's own pictures take, and as sharp.  Raises Invalid for too many pages.
    """
    import pypdfium2

    with contextlib.closing(pypdfium2.PdfDocument(document)) as pages:
        if len(pages) > MAX_PAGES:
            raise Invalid(
                "too-many-pages",
                "在“{profile}”上共 {pages} 页，超过 {limit} 页：请精简正文，全文可扫码阅读。",
                profile=profile.name,
                pages=len(pages),
                limit=MAX_PAGES,
            )
        for number, page in enumerate(pages, start=1):
            drawn = page.render(scale=1, rev_byteorder=True)
            yield number, len(pages), drawn.to_pil().convert("RGB")
            drawn.close()
            page.close()


def _load_fonts(fonts: Fonts, folder: Path) -> "typst.Fonts":
    """Exactly these two files: typst takes folders, and sets nothing, silently, without a font."""
    import typst

    folder.mkdir()
    for path in (fonts.regular, fonts.bold):
        (folder / path.name).symlink_to(path)
    loaded = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    if fonts.family not in loaded.families():
        raise Misconfigured(
            "font-unreadable",
            "字体文件 {path} 无法使用：请运行 python -m server.assets。",
            path=str(fonts.regular),
        )
    return loaded


def pictures_of(sheet: Sheet) -> set[str]:
    """The SHA-256 of every picture that the sheet shows."""
    found = set()
    for block in sheet.content.blocks:
        if isinstance(block, Picture):
            found.add(block.file)
        elif isinstance(block, Roster):
            found.update(member.photo for member in block.members if member.photo)
    return found


def _finished(
    picture: "Image.Image", sheet: Sheet, profile: Profile, number: int, count: int
) -> Drawn:
    _check_code(picture, sheet, profile)
    out = io.BytesIO()
    # Half a tenth of a second dearer than the quickest, a quarter smaller for ever after.
    picture.save(out, "WEBP", lossless=True, quality=40, method=1)
    alt = messages.text(
        "{title}（第 {page} 页，共 {pages} 页）", title=sheet.title, page=number, pages=count
    )
    if sheet.template == "fallback":
        alt = " ".join(part for part in (sheet.title, sheet.item) if part)
    return Drawn(out.getvalue(), "image/webp", picture.width, picture.height, alt)


def _check_code(picture: "Image.Image", sheet: Sheet, profile: Profile) -> None:
    if sheet.link is None or not profile.scanning:
        return
    if sheet.link not in qr.decode(picture.convert("L")):
        raise Unavailable("code-unreadable", "页面上的二维码读不出来，页面未采用：请联系管理员。")
