"""What a page says after something was done: a fixed list, so that an address cannot put words
into the console's mouth."""

from core import messages

_SAID = {
    "saved": messages.marked("已保存为草稿。"),
    "photo": messages.marked("成员照片已更新。"),
    "submitted": messages.marked("已送审，已列入审核人的“待我处理”。"),
    "recalled": messages.marked("已撤回送审，可以继续修改。"),
    "approved": messages.marked("已通过，进入下一步。"),
    "signed": messages.marked("纸质签字已登记。"),
    "chain": messages.marked("审核流程已保存，对今后送审的信息生效。"),
    "chain-gone": messages.marked("已恢复默认流程。"),
    "returned": messages.marked("已退回起草人。"),
    "published": messages.marked("已发布；页面生成后按轮播编排上屏。"),
    "withdrawn": messages.marked("已撤下；在线屏幕数秒内停止显示。"),
    "checked": messages.marked("已核对无变化，有效期已顺延。"),
    "discarded": messages.marked("草稿已作废。"),
    "programme": messages.marked("轮播单已保存。"),
    "programme-gone": messages.marked("轮播单已删除。"),
    "screen": messages.marked("终端已增加。"),
    "hall": messages.marked("大厅已增加。"),
    "paired": messages.marked("已批准配对，屏幕将在数秒内开始播放。"),
    "unpaired": messages.marked("已解除配对，该屏幕不再更新。"),
    "unit": messages.marked("单位已增加。"),
    "unit-saved": messages.marked("单位信息已保存。"),
    "unit-gone": messages.marked("单位已撤销。"),
    "person": messages.marked("人员已增加，请授予角色，再发放启用码。"),
    "person-saved": messages.marked("人员信息已保存。"),
    "left": messages.marked("已办理离岗：登录和角色已失效，未办完的事项已按所选移交。"),
    "returned-person": messages.marked("已办理返岗，请重新授予角色并发放启用码。"),
    "expelled": messages.marked("已结束其全部登录。"),
    "locked": messages.marked("账号已锁定，原登录已失效。"),
    "unlocked": messages.marked("账号已解除锁定。"),
    "factor-reset": messages.marked("二次验证已重设，其下次登录时须重新设置。"),
    "policy": messages.marked("登录规则已保存，立即生效。"),
    "role": messages.marked("角色已变更，原登录已失效，需重新登录。"),
    "active": messages.marked("状态已变更。"),
    "password": messages.marked("密码已重设，原登录已失效。"),
    "reminded": messages.marked("已提醒未公开的单位；同一事项每天只提醒一次。"),
    "weights": messages.marked("评分办法已保存，得分随即按新办法计算。"),
    "task": messages.marked("任务已布置，责任单位可以报送进展。"),
    "progress": messages.marked("进展已保存。"),
    "task-closed": messages.marked("任务已办结。"),
    "drawn": messages.marked("名单已抽取。"),
    "noted": messages.marked("已登记。"),
    "corrected": messages.marked("整改情况已报送，等待复核。"),
    "material": messages.marked("已上报，等待评分。"),
    "scored": messages.marked("评分已保存。"),
}


def sentence(code: str) -> str:
    """The sentence of that code in the reader's language; empty for any other."""
    return messages.text(_SAID[code]) if code in _SAID else ""
