"""Which files versions list, and which of them anybody may have."""

import re

from core.errors import NotFound
from disclosure.attachments import Attachment, public_files, read_attachments
from disclosure.models import Version
from disclosure.queries.public import public_holders

_SHA256 = re.compile(r"[0-9a-f]{64}")


def attached(version: Version, sha256: str) -> Attachment:
    """The version's file of that hash.  Raises NotFound for any other."""
    for file in read_attachments(version.attachments):
        if file.sha256 == sha256:
            return file
    raise NotFound("file-unknown", "没有这个文件。")


async def public_attachment(sha256: str) -> Attachment:
    """A file that a public version lists, as the newest of them names it; never a scan.

    Raises NotFound for any other, also for files of versions withdrawn or purged.
    """
    if _SHA256.fullmatch(sha256):
        for version in await public_holders(sha256):
            for file in public_files(version.attachments):
                if file.sha256 == sha256:
                    return file
    raise NotFound("file-unknown", "没有这个文件。")


async def still_listed(sha256: str) -> bool:
    """Whether any version that was not purged lists the file: then its bytes are kept."""
    return await Version.filter(attachments__contains=sha256, purged_at=None).exists()
