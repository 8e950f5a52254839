"""Audit entries as sentences.  An action that has no words yet is shown by its name."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from console import audit_words
from core import messages

KINDS = {
    "version.": messages.marked("公开信息与审核"),
    "item.": messages.marked("公开事项"),
    "catalogue.": messages.marked("公开事项目录"),
    "chain.": messages.marked("审核流程"),
    "gate.": messages.marked("错敏词和个人信息检查"),
    "word": messages.marked("错敏词库"),
    "name.": messages.marked("姓名撤下"),
    "programme.": messages.marked("轮播编排"),
    "hall.": messages.marked("大厅"),
    "screen.": messages.marked("终端"),
    "pairing.": messages.marked("配对"),
    "session.": messages.marked("登录"),
    "person.": messages.marked("人员"),
    "role.": messages.marked("角色"),
    "unit.": messages.marked("单位"),
    "code.": messages.marked("一次性代码"),
    "task.": messages.marked("任务"),
    "reminder.": messages.marked("提醒"),
    "check.": messages.marked("抽查"),
    "material.": messages.marked("上报资料"),
    "rules.": messages.marked("规则"),
    "workbook.": messages.marked("村级填报表"),
    "source.": messages.marked("网站抓取"),
    "official.": messages.marked("政府网站原文"),
    "calendar.": messages.marked("工作日历"),
    "duty.": messages.marked("免予公开"),
}
_ACTIONS = {
    "version.draft": messages.marked("起草"),
    "version.edit": messages.marked("修改草稿"),
    "record.link": messages.marked("关联信息"),
    "record.unlink": messages.marked("取消关联"),
    "version.submit": messages.marked("送审"),
    "version.recall": messages.marked("撤回送审"),
    "version.return": messages.marked("退回"),
    "version.approve": messages.marked("审核通过"),
    "version.publish": messages.marked("发布"),
    "version.purge": messages.marked("清除名单"),
    "files.sweep": messages.marked("清理无引用的文件"),
    "posting.extend": messages.marked("延长公示期"),
    "posting.evidence": messages.marked("登记留痕照片"),
    "posting.certify": messages.marked("出具公示证明"),
    "screen.place": messages.marked("更改终端场所"),
    "version.withdraw": messages.marked("撤下"),
    "version.check": messages.marked("核对无变化"),
    "version.discard": messages.marked("作废"),
    "workbook.file": messages.marked("保存填报表"),
    "source.create": messages.marked("增加抓取来源"),
    "source.change": messages.marked("修改抓取来源"),
    "source.ask": messages.marked("要求立即抓取"),
    "source.accept": messages.marked("核对网站上的变化"),
    "source.pull": messages.marked("抓取"),
    "official.lost": messages.marked("政府网站上的原文打不开"),
    "official.found": messages.marked("政府网站上的原文恢复"),
    "rules.index": messages.marked("设定索引号规则"),
    "item.create": messages.marked("增加公开事项"),
    "item.change": messages.marked("变更公开事项"),
    "item.limit": messages.marked("核定公开时限"),
    "item.merge": messages.marked("合并公开事项"),
    "item.retire": messages.marked("停用公开事项"),
    "catalogue.import": messages.marked("导入公开事项目录"),
    "chain.set": messages.marked("设定审核流程"),
    "chain.remove": messages.marked("恢复上级或默认的审核流程"),
    "gate.clear": messages.marked("放行错敏词"),
    "gate.mask": messages.marked("确认遮盖个人信息"),
    "gate.claim": messages.marked("提交不遮盖的依据"),
    "gate.confirm": messages.marked("同意不遮盖个人信息"),
    "gate.reject": messages.marked("不同意不遮盖个人信息"),
    "word.create": messages.marked("增加错敏词"),
    "word.delete": messages.marked("删除错敏词"),
    "words.import": messages.marked("导入错敏词"),
    "name.suppress": messages.marked("撤下姓名"),
    "name.lift": messages.marked("恢复显示姓名"),
    "programme.create": messages.marked("新建轮播单"),
    "programme.change": messages.marked("修改轮播单"),
    "programme.delete": messages.marked("删除轮播单"),
    "hall.create": messages.marked("增加大厅"),
    "screen.create": messages.marked("增加屏幕"),
    "screen.pair": messages.marked("屏幕完成配对"),
    "screen.unpair": messages.marked("解除配对"),
    "pairing.approve": messages.marked("批准配对"),
    "unit.create": messages.marked("增加单位"),
    "person.create": messages.marked("增加人员"),
    "person.activate": messages.marked("恢复使用"),
    "person.deactivate": messages.marked("停用人员"),
    "person.password": messages.marked("修改密码"),
    "role.grant": messages.marked("授予角色"),
    "role.revoke": messages.marked("收回角色"),
    "administrator.first": messages.marked("开通第一个系统管理员"),
    "session.begin": messages.marked("登录"),
    "session.end": messages.marked("退出"),
    "session.confirm": messages.marked("确认身份"),
    "session.expel": messages.marked("强制退出"),
    "unit.change": messages.marked("修改单位"),
    "unit.retire": messages.marked("撤销单位"),
    "unit.import": messages.marked("导入单位和人员"),
    "person.change": messages.marked("修改人员信息"),
    "person.join": messages.marked("启用账号"),
    "person.leave": messages.marked("办理离岗"),
    "person.return": messages.marked("办理返岗"),
    "person.lock": messages.marked("锁定账号"),
    "person.unlock": messages.marked("解除锁定"),
    "factor.begin": messages.marked("开始设置二次验证"),
    "factor.enrol": messages.marked("启用二次验证"),
    "factor.codes": messages.marked("更换恢复码"),
    "factor.reset": messages.marked("重设二次验证"),
    "policy.set": messages.marked("设置登录规则"),
    "audit.export": messages.marked("导出审计记录"),
    "version.handover": messages.marked("移交未办完的信息"),
    "code.issue": messages.marked("发放一次性代码"),
    "calendar.import": messages.marked("导入放假安排"),
    "rules.disclosure": messages.marked("修改公开规则"),
    "duty.exempt": messages.marked("登记免予公开"),
    "duty.owed": messages.marked("恢复公开"),
    "reminder.make": messages.marked("生成提醒"),
    "reminder.read": messages.marked("查看提醒"),
    "reminder.close": messages.marked("撤回已不需要的提醒"),
    "task.create": messages.marked("布置任务"),
    "task.progress": messages.marked("报送任务进展"),
    "task.close": messages.marked("办结任务"),
    "check.draw": messages.marked("抽取抽查名单"),
    "check.finding": messages.marked("登记抽查结果"),
    "check.correct": messages.marked("报送整改情况"),
    "check.review": messages.marked("复核整改情况"),
    "material.file": messages.marked("上报资料"),
    "material.score": messages.marked("给上报资料评分"),
    "rules.scoring": messages.marked("修改评分办法"),
}


class Row(Protocol):
    """What is needed of an audit entry."""

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    data: str


@dataclass(frozen=True)
class Line:
    sequence: int
    at: datetime
    who: str
    done: str
    subject: str
    named: str
    details: str


def line(entry: Row, names: Mapping[str, str]) -> Line:
    """One line of the list; ``names`` by person id."""
    return Line(
        entry.sequence,
        entry.at,
        names.get(entry.actor) or audit_words.subject(entry.actor),
        messages.text(_ACTIONS[entry.action]) if entry.action in _ACTIONS else entry.action,
        entry.subject,
        audit_words.subject(entry.subject),
        audit_words.details(json.loads(entry.data)),
    )
