"""QR codes: made dark on light with four quiet modules, and decoded again wherever they are drawn.

A short link in upper case stays in the dense alphanumeric mode (36 characters = 25 modules).
Content never goes into a code, only an address.
"""

import io
from typing import TYPE_CHECKING

from core.errors import Invalid

if TYPE_CHECKING:
    from PIL import Image

QUIET = 4
"""Modules of light margin that a reader needs."""
MAX_LINK = 180
"""Characters; beyond it the modules become too fine for a phone across a hall."""

Matrix = tuple[tuple[bool, ...], ...]


def matrix(link: str) -> Matrix:
    """The modules of ``link`` with error correction M, without a quiet zone; True is dark.

    Raises Invalid for what is no http(s) address or is too long.
    """
    if not link.lower().startswith(("https://", "http://")) or not link.isascii():
        raise Invalid("link-bad", "二维码链接 {link} 不是网址。", link=link)
    if len(link) > MAX_LINK:
        raise Invalid("link-long", "二维码链接超过 {limit} 个字符，请改用短链接。", limit=MAX_LINK)
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(link)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def svg(link: str) -> bytes:
    """The code as an SVG picture with its quiet zone, for pages in a browser."""
    modules = matrix(link)
    side = len(modules) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for x, y, length in runs(modules)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    ).encode()


def png(link: str, module: int = 8) -> bytes:
    """The code as a PNG, ``module`` pixels to the module, with its quiet zone."""
    from PIL import Image, ImageDraw

    modules = matrix(link)
    side = (len(modules) + 2 * QUIET) * module
    picture = Image.new("1", (side, side), 1)
    draw = ImageDraw.Draw(picture)
    for x, y, length in runs(modules):
        left, top = (x + QUIET) * module, (y + QUIET) * module
        draw.rectangle((left, top, left + length * module - 1, top + module - 1), fill=0)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def runs(modules: Matrix) -> list[tuple[int, int, int]]:
    """The dark stretches as (x, y, length): fewer shapes than modules."""
    found = []
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                found.append((x, y, length))
            x += length + 1
    return found


def decode(picture: "Image.Image") -> list[str]:
    """The texts of all QR codes that are found in ``picture``."""
    import zxingcpp

    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [found.text for found in zxingcpp.read_barcodes(picture, formats)]
