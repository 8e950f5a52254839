"""For whom a version is meant (公开范围), as far as it decides where it may be seen.

To all, to a named group inside its area (特定群体), or to the office alone (内部).  What names a
group is for that group, whatever its item says: the narrower reading holds.
"""

PUBLIC, GROUP, STAFF = "public", "group", "staff"


def audience_of(item_audience: str | None, group_name: str = "", group_area: str = "") -> str:
    """public, group or staff.  ``item_audience``: of the catalogue item; None without one."""
    audience = item_audience or PUBLIC
    if audience == PUBLIC and (group_name or group_area):
        return GROUP
    return audience


def area_of(audience: str, group_area: str, unit_path: str) -> str:
    """The unit path inside which screens may show it; "" for what may be seen anywhere.

    A group without an area of its own lives where the record's unit is.
    """
    if audience == PUBLIC:
        return ""
    return group_area or unit_path
