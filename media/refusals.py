"""What a template refuses to set, as an error that the author reads."""

import json
import re

from core.errors import HallboardError, Invalid, Unavailable
from core.messages import marked

MARK = "HALLBOARD "
_MESSAGES = {
    "word-too-wide": marked("“{word}”太长，一行放不下，请拆开或缩短。"),
    "title-too-long": marked("标题太长，三行放不下，请缩短。"),
    "header-too-tall": marked("标题和说明占去了大半页，请缩短标题或落款。"),
    "side-too-tall": marked("二维码旁的说明太长，请缩短“本屏展示至”或“监督电话”。"),
    "row-too-tall": marked("第 {row} 行的文字太多，一页放不下，请拆成几行。"),
    "tail-too-tall": marked("表后的合计和说明太长，一页放不下。"),
    "table-too-wide": marked("表格有 {columns} 列，一屏放不下，请减少列数或缩短数字。"),
    "totals-too-wide": marked("合计数太长，一行放不下。"),
    "caption-too-long": marked("图片说明太长，请缩短。"),
}


def refusal(message: str) -> HallboardError:
    """The error behind typst's message: Invalid for our own refusals, else Unavailable."""
    found = re.search(MARK + r"(\{.*\})", message.replace('\\"', '"'))
    if not found:
        return Unavailable("typesetting-failed", "页面排版失败：{reason}", reason=message[:200])
    told = json.loads(found[1])
    return Invalid(told["code"], _MESSAGES[told["code"]], **told["data"])
