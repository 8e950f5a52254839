"""The left-hand menu: what a person may open, in the order of their day."""

from dataclasses import dataclass

from accounts.actor import Actor
from accounts.permissions import ROLE_NAMES, holds
from core import messages


@dataclass(frozen=True)
class Entry:
    href: str
    title: str
    current: bool
    count: int = 0


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


_MENU: tuple[tuple[str, tuple[tuple[str, str, str | None], ...]], ...] = (
    ("", (("/console", messages.marked("待我处理"), None),)),
    (
        messages.marked("公开"),
        (
            ("/console/due", messages.marked("应公开进度"), "record.read"),
            ("/console/records", messages.marked("公开信息"), "record.read"),
            ("/console/catalogue", messages.marked("目录与时限"), "record.read"),
            ("/console/workbooks", messages.marked("村级填报表"), "record.write"),
            ("/console/sources", messages.marked("网站抓取"), "record.read"),
            ("/console/postings", messages.marked("公示与留痕"), "record.read"),
            ("/console/names", messages.marked("姓名撤下"), "record.review"),
            ("/console/words", messages.marked("错敏词库"), "record.read"),
        ),
    ),
    (
        messages.marked("屏幕"),
        (
            ("/console/screens", messages.marked("大厅与终端"), "screen.read"),
            ("/console/programmes", messages.marked("轮播编排"), "screen.read"),
            ("/console/pairing", messages.marked("终端配对"), "screen.manage"),
        ),
    ),
    (
        messages.marked("管理"),
        (
            ("/console/rules", messages.marked("公开规则"), "catalogue.write"),
            ("/console/exemptions", messages.marked("免予公开"), "catalogue.write"),
            ("/console/calendar", messages.marked("工作日历"), "record.read"),
            ("/console/chains", messages.marked("审核流程"), "record.release"),
            ("/console/index-rule", messages.marked("索引号规则"), "catalogue.write"),
            ("/console/units", messages.marked("单位"), "unit.manage"),
            ("/console/people", messages.marked("人员与角色"), "people.manage"),
            ("/console/sessions", messages.marked("登录与账号安全"), "session.manage"),
        ),
    ),
    (
        messages.marked("监督"),
        (
            ("/console/supervision", messages.marked("考核与通报"), "supervise.read"),
            ("/console/tasks", messages.marked("任务"), "record.read"),
            ("/console/materials", messages.marked("上报资料"), "record.read"),
            ("/console/spot-checks", messages.marked("抽查"), "record.read"),
            ("/console/audit", messages.marked("审计"), "audit.read"),
        ),
    ),
)


def menu(actor: Actor, path: str, waiting: int) -> list[Group]:
    """The groups with anything the actor may open; ``waiting`` counts what waits for them."""
    groups = [
        Group(
            title,
            tuple(
                Entry(href, name, _here(href, path), waiting if href == "/console" else 0)
                for href, name, permission in entries
                if permission is None or holds(actor, permission)
            ),
        )
        for title, entries in _MENU
    ]
    return [group for group in groups if group.entries]


def role_names(actor: Actor) -> str:
    """信息员、分管领导; empty for someone without a role."""
    return "、".join(messages.text(ROLE_NAMES[role]) for role in ROLE_NAMES if role in actor.roles)


def _here(href: str, path: str) -> bool:
    if href == "/console":
        return path.rstrip("/") == href
    if href == "/console/records":
        return path.startswith((href, "/console/versions"))
    if href == "/console/people":
        return path.startswith((href, "/console/import/people"))
    if href == "/console/screens":
        return path.startswith((href, "/console/halls"))
    return path.startswith(href)
