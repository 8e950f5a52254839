import io
import struct
import zlib

import pytest
from PIL import Image

from core.errors import HallboardError, Invalid, TooLarge
from media.images import clean
from media.sandbox import clean_upload


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def bomb_png(side: int) -> bytes:
    """A small file that says it is ``side`` × ``side`` pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
        )

    head = struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((side // 8 + 1) * side // 100), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def refusal(data: bytes, decode=clean) -> HallboardError:
    with pytest.raises(HallboardError) as refused:
        decode(data)
    assert str(refused.value)
    return refused.value


def test_a_photo_comes_out_upright_and_without_any_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(0x8825)[1] = "N"  # place
    data = encoded(Image.new("RGB", (200, 100), "red"), "JPEG", exif=exif, comment=b"secret")
    made = clean(data)
    with Image.open(io.BytesIO(made.data)) as again:
        assert (again.width, again.height) == (100, 200) == (made.width, made.height)
        assert not again.getexif()
        assert "comment" not in again.info
    assert b"secret" not in made.data


def test_transparency_is_laid_on_white():
    made = clean(encoded(Image.new("RGBA", (4, 4), (0, 0, 0, 0)), "PNG"))
    with Image.open(io.BytesIO(made.data)) as again:
        assert again.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.parametrize("side", [8_000, 12_000, 30_000])
def test_a_picture_bomb_is_too_large(side: int):
    problem = refusal(bomb_png(side))
    assert isinstance(problem, TooLarge)
    assert problem.code == "picture-pixels"


def test_an_animation_bomb_is_too_large():
    frames = [Image.effect_noise((20, 20), 90).convert("P") for _ in range(80)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert refusal(data).code == "picture-frames"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_truncated_picture_is_damaged(form: str):
    noise = Image.effect_noise((64, 64), 90).convert("RGB")
    data = encoded(noise, form)
    problem = refusal(data[: len(data) // 2])
    assert isinstance(problem, Invalid)
    assert problem.code == "picture-damaged"


@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"PK\x05\x06" + b"\0" * 18, b"%PDF-1.7"]
)
def test_a_file_that_is_also_something_else_is_refused(tail: bytes):
    assert refusal(encoded(Image.new("RGB", (4, 4)), "PNG") + tail).code == "picture-polyglot"


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"BM" + b"\0" * 60]
)
def test_what_is_no_allowed_picture_is_refused(data: bytes):
    assert isinstance(refusal(data), Invalid)


def test_the_sandbox_gives_the_same_picture_and_the_same_refusals():
    data = encoded(Image.new("RGB", (20, 10), "blue"), "PNG")
    assert clean_upload(data) == clean(data)
    assert refusal(bomb_png(12_000), clean_upload).code == "picture-pixels"


def test_a_decoder_that_hangs_is_ended():
    data = encoded(Image.new("RGB", (20, 10), "blue"), "PNG")
    assert (
        refusal(data, lambda given: clean_upload(given, wall_seconds=0.01)).code == "picture-slow"
    )
