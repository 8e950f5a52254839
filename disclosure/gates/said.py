"""What a version says outside its content, by the name of its field: the gates look there too."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from core import messages
from core.canonical import canonical
from disclosure.gates.places import MEMBER, WHOLE, Place
from media.content import Content, ListBlock, Picture, Roster, Table

PLAIN = (
    "title",
    "keywords",
    "subject",
    "publisher",
    "document_number",
    "objection",
    "group_name",
)
"""Columns of a version that are text."""
_NAMES = {
    "title": messages.marked("标题"),
    "keywords": messages.marked("关键词"),
    "subject": messages.marked("主题"),
    "publisher": messages.marked("发布机构"),
    "document_number": messages.marked("文号"),
    "objection": messages.marked("异议受理方式"),
    "group_name": messages.marked("特定群体名称"),
    "attachment": messages.marked("附件名称"),
    "form": messages.marked("表单栏目"),
}


def said_fields(values: Mapping[str, Any]) -> dict[str, str]:
    """The texts beside the content of a version's (or a draft's) columns: those of PLAIN, the
    names of attachments, and the structured fields."""
    fields = {name: str(values.get(name) or "") for name in PLAIN}
    for at, file in enumerate(json.loads(values.get("attachments") or "[]"), start=1):
        fields[f"attachment {at}"] = str(file.get("name", "")) if isinstance(file, dict) else ""
    structured = json.loads(values.get("fields_json") or "{}")
    fields |= {f"form {at}": text for at, text in enumerate(_texts(structured), start=1)}
    return fields


def changed_texts(structured: str, changes: Mapping[str, str]) -> str:
    """Canonical JSON of structured fields, each text that ``changes`` name replaced by its own."""

    def changed(value: Any) -> Any:
        match value:
            case str():
                for old, new in changes.items():
                    value = value.replace(old, new)
                return value
            case list():
                return [changed(one) for one in value]
            case dict():
                return {name: changed(one) for name, one in value.items()}
        return value

    return canonical(changed(json.loads(structured))).decode()


def where(place: Place, content: Content) -> str:
    """Where a text stands, for people: 第 2 段, 表格第 5 行第 3 列."""
    if place.field != "content":
        return messages.text(_NAMES.get(place.field.split(" ")[0], place.field))
    block = content.blocks[place.block] if 0 <= place.block < len(content.blocks) else None
    data = {"block": place.block + 1, "row": place.row + 1, "column": place.column + 1}
    match block:
        case Table() if place.row == WHOLE:
            return messages.text("第 {block} 段（表格）的表头", **data)
        case Table():
            return messages.text("第 {block} 段（表格）第 {row} 行第 {column} 列", **data)
        case Roster() if 0 <= place.row < len(block.members) and place.column < len(MEMBER):
            return messages.text("第 {block} 段（名册）第 {row} 人", **data)
        case ListBlock():
            return messages.text("第 {block} 段（列表）第 {row} 项", **data)
        case Picture():
            return messages.text("第 {block} 段（图片说明）", **data)
    return messages.text("第 {block} 段", **data)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from _texts(one)
        case dict():
            for one in value.values():
                yield from _texts(one)
