"""Whether a .docx may be opened at all: checked before any reader sees it."""

import io
import xml.sax
import zipfile

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from core.errors import Invalid, TooLarge

ENTRIES = 2000
INFLATED = 100 * 1024 * 1024
RATIO = 150
"""Real documents stay under 30; deflate can reach 1032."""


def check_docx(data: bytes, name: str) -> None:
    """Raises Invalid for a broken, locked or booby-trapped file, TooLarge for a zip bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive, name)
            _check_bytes(archive, name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as problem:
        raise Invalid(
            "docx-broken", "{name} 已损坏，无法打开；请用 Word 重新保存后再导入。", name=name
        ) from problem


def _check_directory(archive: zipfile.ZipFile, name: str) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid("document-locked", "{name} 已加密；请取消密码后再导入。", name=name)
    if "word/document.xml" not in archive.namelist():
        raise Invalid("docx-foreign", "{name} 不是 Word 文档（.docx）。", name=name)
    declared = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > ENTRIES or declared > INFLATED or declared > RATIO * packed + 1_000_000:
        raise _bomb(name)


def _check_bytes(archive: zipfile.ZipFile, name: str) -> None:
    """The directory may lie: count what really comes out, and read the XML strictly."""
    total = 0
    for entry in archive.infolist():
        parts = []
        with archive.open(entry) as stream:
            while chunk := stream.read(1 << 16):
                total += len(chunk)
                if total > INFLATED:
                    raise _bomb(name)
                parts.append(chunk)
        if entry.filename.endswith((".xml", ".rels")):
            _check_xml(b"".join(parts), name)


def _check_xml(data: bytes, name: str) -> None:
    try:
        defusedxml.sax.parseString(data, xml.sax.ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as problem:
        raise Invalid(
            "docx-entities", "{name} 含有外部实体，可能被人动过手脚，拒绝导入。", name=name
        ) from problem
    except xml.sax.SAXException as problem:
        raise Invalid(
            "docx-broken", "{name} 已损坏，无法打开；请用 Word 重新保存后再导入。", name=name
        ) from problem


def _bomb(name: str) -> TooLarge:
    return TooLarge("docx-bomb", "{name} 解压后过大，像是压缩炸弹，拒绝导入。", name=name)
