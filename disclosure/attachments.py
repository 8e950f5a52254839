"""附件: the files of a version, and what a file is by its bytes.

A version keeps them as JSON in ``Version.attachments``; it is part of what a reviewer signs.  The
type is told from the bytes and must agree with the name's ending (facts/security, 32); pictures
are decoded and encoded anew by whoever stores them, all other files are only ever handed out for
saving, never shown inside a page.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from core.errors import Invalid, TooLarge
from core.messages import marked

Role = Literal["attachment", "scan", "picture", "video"]
MOST = 20
"""Files of one version."""
NAME = 120
_MB = 1_000_000
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS: dict[str, str] = {
    "application/pdf": ".pdf",
    _DOCX: ".docx",
    XLSX: ".xlsx",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "video/mp4": ".mp4",
}
"""Media types that are kept, and the ending of their names."""
ACCEPTED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp,.gif,.mp4"
"""For file fields of forms."""
_SAME: dict[str, frozenset[str]] = {
    "image/jpeg": frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"}),
    "image/png": frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif"}),
    "video/mp4": frozenset({".mp4", ".m4v"}),
}
_CAPS: dict[str, int] = {"video/mp4": 100 * _MB}
_CAP = 20 * _MB
LARGEST = max(_CAP, *_CAPS.values())
"""Bytes of any file."""
ROLES: dict[Role, str] = {
    "attachment": marked("附件"),
    "scan": marked("签字件"),
    "picture": marked("图片"),
    "video": marked("视频"),
}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_BRANDS = frozenset({b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"})
_BRANDS_MORE = frozenset({b"M4V ", b"M4VH", b"M4VP", b"dash", b"MSNV", b"3gp4", b"3gp5"})
_ENTRIES, _INFLATED = 5000, 300 * _MB
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff<>:\"|?*\\/]")


class Attachment(BaseModel):
    """One file.  ``scan`` is a signed paper (签字件): for the staff, never public."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    name: Annotated[str, Field(min_length=1, max_length=NAME)]
    media_type: Annotated[str, Field(max_length=80)]
    size: Annotated[int, Field(ge=1)]
    role: Role = "attachment"

    @property
    def ending(self) -> str:
        """``.pdf``; empty for a type that is no longer kept."""
        return ENDINGS.get(self.media_type, "")

    @property
    def is_public(self) -> bool:
        """Whether it may be handed out with a public version."""
        return self.role != "scan"


_LIST = TypeAdapter(tuple[Attachment, ...])


def read_attachments(stored: str) -> tuple[Attachment, ...]:
    """The files of ``Version.attachments``.  Raises Invalid for what is no such list."""
    try:
        return _LIST.validate_json(stored or "[]")
    except ValidationError as problem:
        raise Invalid(
            "attachments-bad", "附件清单无法识别，请重新上传附件。", field="attachments"
        ) from problem


def written(files: Iterable[Attachment]) -> str:
    """As it is stored: the same files in the same order always give the same text."""
    rows = [file.model_dump() for file in files]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def public_files(stored: str) -> tuple[Attachment, ...]:
    """Those that the public page lists."""
    return tuple(file for file in read_attachments(stored) if file.is_public)


def with_file(files: tuple[Attachment, ...], added: Attachment) -> tuple[Attachment, ...]:
    """The files and one more; the same bytes again take the new name and role.

    Raises TooLarge beyond MOST.
    """
    kept = tuple(file for file in files if file.sha256 != added.sha256)
    if len(kept) >= MOST:
        raise TooLarge(
            "attachments-many", "一条信息最多 {most} 个附件。", most=MOST, field="attachment"
        )
    return (*kept, added)


def without_file(files: tuple[Attachment, ...], sha256: str) -> tuple[Attachment, ...]:
    """The files without one."""
    return tuple(file for file in files if file.sha256 != sha256)


def check_upload(name: str, size: int) -> None:
    """What can be said before a byte is read.  Raises Invalid or TooLarge."""
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ACCEPTED.split(",") and ending != ".m4v":
        raise Invalid(
            "attachment-ending",
            "{name} 不能作为附件；请上传 PDF、Word（.docx）、Excel（.xlsx）、图片或 MP4 视频。",
            name=clean_name(name),
            field="attachment",
        )
    cap = _CAPS["video/mp4"] if ending in _SAME["video/mp4"] else _CAP
    if size > cap:
        raise TooLarge(
            "attachment-bytes",
            "{name} 超过 {limit} MB 的上限，请压缩或拆分后再上传。",
            name=clean_name(name),
            limit=cap // _MB,
            field="attachment",
        )


def recognise(data: bytes, name: str) -> str:
    """The media type of the bytes (``image/*`` for a picture yet to be encoded anew).

    Raises Invalid for other kinds, for a name whose ending says something else, for locked files
    and such with macros; TooLarge beyond the cap.
    """
    check_upload(name, len(data))
    found = _type_of(data, name)
    ending = PurePosixPath(name).suffix.lower()
    allowed = _SAME["image/png"] if found == "image/*" else _SAME.get(found, {ENDINGS.get(found)})
    if not found or ending not in allowed:
        raise Invalid(
            "attachment-foreign",
            "{name} 的内容与扩展名不符，或文件已损坏，不予接收。",
            name=clean_name(name),
            field="attachment",
        )
    return found


def clean_name(name: str, media_type: str = "") -> str:
    """A name without folders and signs that systems trip over, its ending that of the type."""
    bare = _UNSAFE.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .") or "附件"
    path = PurePosixPath(bare)
    ending = ENDINGS.get(media_type, path.suffix)
    return f"{path.stem[: NAME - len(ending)]}{ending}"


def role_of(media_type: str, *, scan: bool) -> Role:
    """The role by which a file is listed."""
    if scan:
        return "scan"
    if media_type.startswith("image/"):
        return "picture"
    return "video" if media_type.startswith("video/") else "attachment"


def _type_of(data: bytes, name: str) -> str:
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "image/*"
    if data[4:8] == b"ftyp" and data[8:12] in _BRANDS | _BRANDS_MORE:
        return "video/mp4"
    if data.startswith(b"PK\x03\x04"):
        return _office(data, name)
    return ""


def _office(data: bytes, name: str) -> str:
    """Word or Excel by what the archive holds; its parts are counted, none is opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError):
        return ""
    names = {entry.filename for entry in entries}
    if len(entries) > _ENTRIES or sum(entry.file_size for entry in entries) > _INFLATED:
        raise TooLarge(
            "attachment-bomb",
            "{name} 解压后过大，像是压缩炸弹，不予接收。",
            name=clean_name(name),
            field="attachment",
        )
    if any(known.endswith("vbaProject.bin") for known in names):
        raise Invalid(
            "attachment-macros",
            "{name} 带有宏，不予接收；请另存为不含宏的文件后再上传。",
            name=clean_name(name),
            field="attachment",
        )
    if "[Content_Types].xml" not in names:
        return ""
    if "word/document.xml" in names:
        return _DOCX
    return XLSX if "xl/workbook.xml" in names else ""
