"""What a page says after something was done: a fixed list, so that an address cannot put words
into the console's mouth."""

from core import messages

_SAID = {
    "saved": messages.marked("已保存为草稿。"),
    "submitted": messages.marked("已送审；审核人会在“待我处理”中看到。"),
    "recalled": messages.marked("已撤回送审，可以继续修改。"),
    "approved": messages.marked("已通过审核，等待发布。"),
    "returned": messages.marked("已退回作者。"),
    "published": messages.marked("已发布；页面画好后按轮播编排上屏。"),
    "withdrawn": messages.marked("已撤下；在线的屏幕几秒内撤下。"),
    "checked": messages.marked("已核对无变化，有效期已顺延。"),
    "discarded": messages.marked("草稿已作废。"),
    "programme": messages.marked("轮播单已保存。"),
    "programme-gone": messages.marked("轮播单已删除。"),
    "screen": messages.marked("终端已增加。"),
    "hall": messages.marked("大厅已增加。"),
    "paired": messages.marked("已批准配对，屏幕几秒内开始播放。"),
    "unpaired": messages.marked("已解除配对，这块屏幕不再更新。"),
    "unit": messages.marked("单位已增加。"),
    "person": messages.marked("人员已增加，请授予角色。"),
    "role": messages.marked("角色已改，其登录已失效，需重新登录。"),
    "active": messages.marked("状态已改。"),
    "password": messages.marked("密码已重设，其登录已失效。"),
}


def sentence(code: str) -> str:
    """The sentence of that code in the reader's language; empty for any other."""
    return messages.text(_SAID[code]) if code in _SAID else ""
