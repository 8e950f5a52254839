"""Safe decoding of pictures that strangers give: allow-list, caps, always encoded anew.

What comes out is upright, in sRGB, without metadata (place, camera, thumbnails) and without any
byte of the file that came in.  Untrusted uploads go through :mod:`media.sandbox`.
"""

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import HallboardError, Invalid, TooLarge

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_BYTES = 30_000_000
MAX_PIXELS = 50_000_000
MAX_FRAMES = 60
MAX_SIDE = 3840
"""Longest side that is kept, in pixels: the widest screen there is."""

_OTHER_NATURE = re.compile(rb"<script|<html|<\?php|%PDF-|PK\x05\x06", re.IGNORECASE)

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, Warning)
"""What Pillow's decoders raise for damaged files."""


@dataclass(frozen=True)
class CleanPicture:
    """A picture as it is kept."""

    data: bytes
    media_type: str
    width: int
    height: int


def clean(data: bytes) -> CleanPicture:
    """``data`` decoded and encoded anew.

    Raises TooLarge for too many bytes, pixels or frames; Invalid for another format, a truncated
    file or one that is also something else (a page, a script, an archive).
    """
    from PIL import Image

    if len(data) > MAX_BYTES:
        raise TooLarge("picture-bytes", "图片文件超过 {limit} MB，请压缩后再上传。", limit=30)
    if _OTHER_NATURE.search(data):
        raise Invalid("picture-polyglot", "图片文件里夹带了网页、脚本或压缩包内容，不予接收。")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            return _decode(data)
        except HallboardError:
            raise
        except MemoryError as problem:
            raise _too_many_pixels() from problem
        except (*_BROKEN, Image.DecompressionBombError) as problem:
            raise _named(problem) from problem


def load_decoders() -> None:
    """Import all that decoding needs."""
    from PIL import Image, ImageCms, ImageOps

    Image.init()
    _ = ImageCms.createProfile("sRGB"), ImageOps.exif_transpose


def _decode(data: bytes) -> CleanPicture:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        _check_size(picture)
        lossless = picture.format in ("PNG", "GIF")
        picture.draft("RGB", (MAX_SIDE, MAX_SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    flat = _flatten(upright)
    flat.thumbnail((MAX_SIDE, MAX_SIDE), reducing_gap=3)
    return _encode(flat, lossless)


def _check_size(picture: "Image.Image") -> None:
    pixels = picture.width * picture.height
    if pixels > MAX_PIXELS:
        raise _too_many_pixels()
    frames = getattr(picture, "n_frames", 1)
    if frames > MAX_FRAMES or frames * pixels > 4 * MAX_PIXELS:
        raise TooLarge("picture-frames", "动图的帧数过多，请改用静态图片。")


def _flatten(picture: "Image.Image") -> "Image.Image":
    """RGB on white, its colours brought to sRGB; nothing else of the old picture is kept."""
    from PIL import Image

    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return _to_srgb(picture)


def _to_srgb(picture: "Image.Image") -> "Image.Image":
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
            return converted if converted is not None else picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError):
            return picture.convert("RGB")  # a broken profile is no reason to refuse the picture
    return picture.convert("RGB")


def _encode(picture: "Image.Image", lossless: bool) -> CleanPicture:
    from PIL import Image

    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    out = io.BytesIO()
    if lossless:
        bare.save(out, "PNG", compress_level=6)
    else:
        bare.save(out, "JPEG", quality=90, optimize=True)
    media_type = "image/png" if lossless else "image/jpeg"
    return CleanPicture(out.getvalue(), media_type, bare.width, bare.height)


def _too_many_pixels() -> TooLarge:
    return TooLarge("picture-pixels", "图片超过 {limit} 万像素，请缩小后再上传。", limit=5000)


def _named(problem: Exception) -> HallboardError:
    from PIL import Image, UnidentifiedImageError

    if isinstance(problem, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return _too_many_pixels()
    if isinstance(problem, UnidentifiedImageError):
        return Invalid("picture-format", "无法识别这个图片文件：请上传 JPG、PNG、WebP 或 GIF。")
    return Invalid("picture-damaged", "图片文件不完整或已损坏，请重新导出后上传。")
