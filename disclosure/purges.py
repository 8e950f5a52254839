"""What is left of a list of persons once it has to go: hash and counts, never a name."""

import json
from collections.abc import Iterator

from media.content import Content, Picture, Roster, Table

EMPTY = '{"blocks":[]}'
"""The content of a purged version; the database lets no other value take its place."""
NO_FIELDS, NO_FILES = "{}", "[]"
NAMELESS = "名单（标题含姓名，已清除）"
"""The title of a purged version whose own named a person; as the database has it."""
_NAMES = ("姓名", "户主", "申请人", "申请对象", "领取人", "受助人", "补贴对象", "家庭成员")
"""Headings of columns that hold persons' names."""
_SHORTEST = 2


def counted_rows(content: Content) -> int:
    """Rows of its tables and members of its rosters."""
    tables = sum(len(block.rows) for block in content.blocks if isinstance(block, Table))
    rosters = sum(len(block.members) for block in content.blocks if isinstance(block, Roster))
    return tables + rosters


def title_left(title: str, content: Content) -> str:
    """The title that is kept: as it was, unless it names a person of the list."""
    return NAMELESS if any(name in title for name in person_names(content)) else title


def person_names(content: Content) -> set[str]:
    """The names that stand in the list, as its own headings call them."""
    return {name for name in _names(content) if len(name) >= _SHORTEST}


def files_in(content: Content, attachments: str) -> set[str]:
    """Hashes of the pictures and attachments that go with it."""
    found: set[str] = set()
    for block in content.blocks:
        if isinstance(block, Picture):
            found.add(block.file)
        elif isinstance(block, Roster):
            found |= {member.photo for member in block.members if member.photo}
    return found | {str(one["sha256"]) for one in json.loads(attachments) if one.get("sha256")}


def _names(content: Content) -> Iterator[str]:
    for block in content.blocks:
        if isinstance(block, Roster):
            yield from (member.name.strip() for member in block.members)
        elif isinstance(block, Table):
            columns = [
                at
                for at, column in enumerate(block.columns)
                if any(word in column.title for word in _NAMES)
            ]
            for row in block.rows:
                yield from (row[at].strip() for at in columns if at < len(row))
