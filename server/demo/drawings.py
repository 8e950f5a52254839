"""Pictures drawn by code, and a table to take away: nothing of this is a file of anybody's."""

import io
from collections.abc import Callable

from openpyxl import Workbook
from PIL import Image, ImageDraw

_PAPER, _INK, _WALL = (250, 248, 242), (64, 72, 84), (202, 210, 216)
_GREEN, _BLUE, _SAND = (168, 196, 172), (156, 184, 208), (226, 208, 172)


def board() -> bytes:
    """A paper board on a wall: sheets of ruled lines, none of them readable."""
    picture = Image.new("RGB", (1280, 860), (216, 212, 204))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 70, 1190, 790), fill=(120, 92, 66))
    draw.rectangle((116, 96, 1164, 764), fill=(188, 204, 190))
    draw.rectangle((116, 96, 1164, 168), fill=(146, 60, 52))
    for left in (160, 500, 840):
        draw.rectangle((left + 6, 206, left + 286, 726), fill=(150, 164, 152))
        draw.rectangle((left, 200, left + 280, 720), fill=_PAPER)
        draw.rectangle((left + 60, 226, left + 220, 244), fill=_INK)
        for line in range(14):
            right = left + (250 if line % 5 else 190)
            draw.rectangle((left + 30, 276 + line * 30, right, 284 + line * 30), fill=_WALL)
        draw.ellipse((left + 132, 186, left + 148, 202), fill=(146, 60, 52))
    return _png(picture)


def floor() -> bytes:
    """The plan of a service hall: an entrance, three banks of windows, machines in the middle."""
    picture = Image.new("RGB", (1600, 900), _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((80, 80, 1520, 820), outline=_INK, width=10)
    draw.rectangle((700, 806, 900, 830), fill=_PAPER)
    draw.polygon(((800, 846), (770, 890), (830, 890)), fill=(146, 60, 52))
    for row, colour in enumerate((_GREEN, _BLUE, _SAND)):
        for window in range(6):
            if row == 2:
                box = (190 + window * 210, 120, 370 + window * 210, 220)
            else:
                top = 280 + window * 82
                box = (130, top, 300, top + 62) if row == 0 else (1300, top, 1470, top + 62)
            draw.rounded_rectangle(box, 12, fill=colour, outline=_INK, width=4)
    for machine in range(4):
        left = 560 + machine * 130
        draw.rounded_rectangle((left, 380, left + 90, 470), 10, fill=_WALL, outline=_INK, width=4)
        draw.rectangle((left + 18, 398, left + 72, 436), fill=_PAPER)
    draw.ellipse((720, 600, 880, 700), fill=_SAND, outline=_INK, width=4)
    return _png(picture)


def table() -> bytes:
    """A workbook of the county's yearly subsidies."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 – a new workbook has one
    sheet.title = "一览表"
    sheet.append(["项目", "主管部门", "标准", "发放时间"])
    for row in (
        ("耕地地力保护补贴", "县农业农村局", "每亩 98.40 元", "6 月底前"),
        ("稻谷补贴", "县农业农村局", "每亩 46.20 元", "10 月底前"),
        ("农村最低生活保障", "县民政局", "每人每月 385 元", "每月 10 日前"),
        ("高龄津贴", "县民政局", "每人每月 60 至 300 元", "每季度首月"),
        ("一次性创业补贴", "县人社局", "5000 元", "审核通过后 15 个工作日"),
    ):
        sheet.append(list(row))
    found = io.BytesIO()
    book.save(found)
    return found.getvalue()


def _png(picture: Image.Image) -> bytes:
    found = io.BytesIO()
    picture.save(found, "PNG", optimize=True)
    return found.getvalue()


PICTURES: dict[str, Callable[[], bytes]] = {"board": board, "floor": floor}
