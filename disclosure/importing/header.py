"""The metadata header of a published document, in the shapes that portals print it."""

import re
from collections.abc import Iterable

from disclosure.importing.parsed import Found
from disclosure.importing.pieces import Line, tidy

FIELDS = {
    "index_number": "索引号 索引码",
    "publisher": "发布机构 发文机关 发布单位 发文单位 发文机构 公开主体 制发机关",
    "document_number": "文号 发文字号 文件编号 公文文号",
    "formed_on": "成文日期 成文时间 生成日期 生成时间",
    "issued_on": "发布日期 发布时间 发文日期 发文时间 公开日期 公开时间 发布于",
    "effective_on": "生效日期 生效时间 实施日期 施行日期",
    "abolished_on": "废止日期 废止时间 失效日期 失效时间",
    "subject": "主题分类 内容分类 所属主题 主题类别",
    "keywords": "主题词 关键词 关键字",
    "title": "标题 名称 信息名称 文件名称",
}
_OTHERS = (
    "信息分类 公开目录 体裁分类 组配分类 服务对象 公开方式 公开形式 公开范围 公开属性 有效性"
    " 文件状态 来源 信息来源 作者 记者 编辑 责任编辑 所属目录 信息类别 阅读 阅读量 阅读次数 浏览量"
    " 浏览次数 点击数 点击量 点击率 访问次数"
)
BROKEN = {"号": "", "词": "keywords", "称": "title"}
"""Labels whose first characters the page has eaten; 号 is told by the shape of its value."""
_KNOWN: dict[str, str | None] = {
    **{label: name for name, labels in FIELDS.items() for label in labels.split()},
    **dict.fromkeys(_OTHERS.split()),
    **BROKEN,
}
_SPACED = r"[\s\u00a0\u3000]*"
_NAMES = "|".join(_SPACED.join(label) for label in sorted(_KNOWN, key=len, reverse=True))
_COLON = re.compile(rf"(?:^|(?<=[\s\u00a0\u3000]))({_NAMES}){_SPACED}[:：]")
LABEL = re.compile(rf"[\s\u00a0\u3000]*({_NAMES}){_SPACED}(?:[:：]|\|)")
_NUMBER = re.compile(r".*[〔\[【(（]?\d{4}[〕\]】)）]?.{0,4}\d+号|.*〔.*号")


def labels_of(line: Line) -> list[Found]:
    """The labels and values of a header line; empty when it is not one."""
    if "|" in line.text:
        return list(_cells(line))
    return list(_colons(line))


def _cells(line: Line) -> Iterable[Found]:
    cells = [tidy(cell) for cell in line.text.split("|")]
    if _label(cells[0]) is None:
        return
    while cells and not cells[-1]:
        cells.pop()
    index = 0
    while index < len(cells):
        label = _label(cells[index])
        value = cells[index + 1] if index + 1 < len(cells) else ""
        if label is None:
            yield Found(line.number, "", cells[index])
            index += 1
        elif value and _label(value) is not None:
            yield _found(line, cells[index], label, "")
            index += 1
        else:
            yield _found(line, cells[index], label, value)
            index += 2


def _colons(line: Line) -> Iterable[Found]:
    text = line.text.strip()
    marks = list(_COLON.finditer(text))
    if not marks or marks[0].start() != 0:
        return
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        value = tidy(text[mark.end() : after.start() if after else None])
        yield _found(line, tidy(mark[1]), _bare(mark[1]), value)


def _found(line: Line, printed: str, label: str, value: str) -> Found:
    name = _KNOWN[label]
    if label == "号":
        name = "document_number" if _NUMBER.fullmatch(value) else "index_number"
    return Found(line.number, printed.rstrip(":："), value, name)


def _label(cell: str) -> str | None:
    bare = _bare(cell).rstrip(":：")
    return bare if bare in _KNOWN and bare not in BROKEN else None


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0\u3000]", "", text)
