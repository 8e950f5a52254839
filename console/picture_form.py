"""A picture's part of the record form: file, description, caption; and the photos of a roster."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from core.errors import Invalid, TooLarge
from media.content import Content, Picture, Roster

ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif")
MOST_BYTES = 15_000_000
PENDING = ""
"""Stands where the hash of a file comes that is about to be stored."""


def check_file(name: str, size: int) -> None:
    """What can be said before a byte is read.  Raises TooLarge or Invalid."""
    if PurePosixPath(name).suffix.lower() not in ENDINGS:
        raise Invalid(
            "picture-ending", "请选择 JPG、PNG、WebP 或 GIF 格式的图片文件。", field="picture"
        )
    if size > MOST_BYTES:
        raise TooLarge(
            "picture-bytes",
            "图片文件超过 {limit} MB，请压缩后再上传。",
            limit=MOST_BYTES // 1_000_000,
            field="picture",
        )


def values_of(content: Content) -> dict[str, str]:
    """The form's values of a stored picture."""
    held = picture_in(content)
    return {"alt": held.alt, "caption": held.caption} if held else {}


def picture_in(content: Content) -> Picture | None:
    """The picture that the form speaks of: the first."""
    return next((block for block in content.blocks if isinstance(block, Picture)), None)


def read_picture(values: Mapping[str, str], known: Content | None, *, uploaded: bool) -> Content:
    """The content, its file PENDING when one was uploaded.  What else ``known`` holds is kept.

    Raises Invalid when there is no file, or nothing for those who cannot see it.
    """
    held = picture_in(known) if known else None
    if held is None and not uploaded:
        raise Invalid("picture-missing", "请选择要上传的图片。", field="picture")
    if not values.get("alt"):
        raise Invalid("alt-missing", "请填写图片的文字说明。", field="alt")
    file = PENDING if uploaded or held is None else held.file
    made = Picture(file=file, alt=values["alt"], caption=values.get("caption", ""))
    blocks = known.blocks if known and held else (made,)
    return Content(blocks=tuple(made if block is held else block for block in blocks))


def with_file(content: Content, sha256: str) -> Content:
    """The content with the stored file where it was PENDING."""
    return Content(
        blocks=tuple(
            block.model_copy(update={"file": sha256})
            if isinstance(block, Picture) and block.file == PENDING
            else block
            for block in content.blocks
        )
    )


def roster_in(content: Content) -> Roster | None:
    """The roster whose members may have photos: the first."""
    return next((block for block in content.blocks if isinstance(block, Roster)), None)


def with_photo(content: Content, number: int, sha256: str | None) -> Content:
    """The content with another photo (None: without one) of the roster's member ``number``, from
    0.  Raises Invalid when there is no such member."""
    roster = roster_in(content)
    if roster is None or not 0 <= number < len(roster.members):
        raise Invalid("member-unknown", "名单已有变化，请刷新后再上传照片。", field="picture")
    members = tuple(
        member.model_copy(update={"photo": sha256}) if at == number else member
        for at, member in enumerate(roster.members)
    )
    changed = roster.model_copy(update={"members": members})
    return Content(blocks=tuple(changed if b is roster else b for b in content.blocks))


def photos_kept(roster: Roster, known: Content | None) -> Roster:
    """A roster as typed, with the photos that people of the same name had."""
    before = roster_in(known) if known else None
    photos = {member.name: member.photo for member in before.members} if before else {}
    return roster.model_copy(
        update={
            "members": tuple(
                member.model_copy(update={"photo": photos.get(member.name)})
                for member in roster.members
            )
        }
    )
