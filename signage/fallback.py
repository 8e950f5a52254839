"""The fallback page: what stands on a screen when nothing else may."""

from core.messages import marked, text
from media.content import Content, paragraph
from media.sheet import Sheet

_TITLE = marked("政务公开")
_HOURS = marked("开放时间：{hours}")


def fallback_sheet(
    *, kind: str, path: tuple[str, ...], hall: str, hours: str = "", phone: str = ""
) -> Sheet:
    """The sheet of a hall's fallback page, drawn through the same queue as any other.

    ``kind`` of screen; ``path``: names of the units from the county down to the hall's.
    """
    if kind == "strip":
        line = "　".join(part for part in (hall, text(_TITLE), _hours(hours)) if part)
        return Sheet(
            template="strip", path=(), title=line, content=Content(blocks=(paragraph(line),))
        )
    return Sheet(
        template="fallback",
        path=path,
        title=hall,
        item=text(_TITLE),
        phone=phone,
        content=Content(blocks=(paragraph(hours),) if hours else ()),
    )


def _hours(hours: str) -> str:
    return text(_HOURS, hours=hours) if hours else ""
