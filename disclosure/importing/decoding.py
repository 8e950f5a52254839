"""Bytes to text: which encoding, and whether it is text at all."""

import codecs
import re

from core.errors import Invalid, TooLarge

LIMIT = 20 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)|encoding=[\"']([\w\-]+)[\"']", re.I
)
_FAMILY = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufffd]")
_HANZI = re.compile(r"[\u3400-\u9fff]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")


def check_size(data: bytes, name: str) -> None:
    """Raises Invalid for an empty file, TooLarge above 20 MB."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Invalid("document-empty", "{name} 是空文件，没有可以导入的内容。", name=name)
    if len(data) > LIMIT:
        raise TooLarge(
            "document-too-large",
            "{name} 超过 20 MB 的上限；请拆分或去掉图片后再导入。",
            name=name,
        )


def text_of(data: bytes, name: str) -> str:
    """``data`` as text: UTF-8 with or without a mark, UTF-16 with one, GB 18030, or declared.

    Raises Invalid when it is a picture or other binary data, or when no encoding fits.
    """
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        raise Invalid(
            "document-picture", "{name} 是图片，不是文字；请先转成文字再导入。", name=name
        )
    for encoding in _encodings(data):
        text = _decoded(data, encoding)
        if text is not None and _plausible(text, encoding):
            return text
    if b"\x00" in data[:4096]:
        raise Invalid("document-binary", "{name} 不是文本文件，无法导入。", name=name)
    raise Invalid(
        "document-encoding",
        "{name} 的编码无法识别；请另存为 UTF-8 或 GB 18030 编码的文本后再导入。",
        name=name,
    )


def _encodings(data: bytes) -> list[str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    declared = _DECLARED.search(data[:4096])
    named = (declared[1] or declared[2]).decode("ascii").lower() if declared else ""
    tried = ["utf-8", *([_FAMILY[named]] if named in _FAMILY else []), "gb18030"]
    return [*tried, *_guesses(data)]


def _guesses(data: bytes) -> list[str]:
    """charset-normalizer is asked last, and only about the two other encodings that occur."""
    if b"\x00" in data[:4096]:
        return []
    from charset_normalizer import from_bytes  # loaded only when the usual encodings fail

    best = from_bytes(data[:65536], cp_isolation=["big5", "utf_16"]).best()
    return [best.encoding] if best else []


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _plausible(text: str, encoding: str) -> bool:
    """Whether it reads as Chinese or Latin text.

    GB 18030 accepts nearly any bytes.  Written Chinese keeps to the common characters (level 1 of
    GB 2312); what a wrong encoding yields does not.
    """
    if _CONTROL.search(text):
        return False
    if encoding in {"utf-8", "utf-8-sig", "utf-16"}:
        return True
    hanzi = _HANZI.findall(text[:20000])
    if _PRIVATE.search(text) or not hanzi:
        return False
    if encoding == "big5":
        return True
    return sum(_common(sign) for sign in hanzi) >= 0.75 * len(hanzi)


def _common(sign: str) -> bool:
    try:
        return sign.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False
