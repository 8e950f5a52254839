"""Which role may do what.  The one table of rights; accounts/access.py has the one of routes."""

from collections.abc import Iterable

from accounts.access import ROUTES, Access
from accounts.actor import SYSTEM, Actor
from core import messages
from core.errors import Invalid, Refused

__all__ = [
    "ADMINISTRATORS",
    "PERMISSIONS",
    "ROLES",
    "ROLE_DUTIES",
    "ROLE_NAMES",
    "ROUTES",
    "SAYING",
    "SECOND_FACTOR",
    "Access",
    "check_may",
    "check_roles",
    "holds",
    "may",
    "paths",
    "roles_above",
    "roles_over",
]

_STEPS = frozenset({"record.read", "record.review"})
"""Whoever takes any step of a review opens the review page."""
ROLES: dict[str, frozenset[str]] = {
    "officer": frozenset({"record.read", "record.write", "item.write"}),
    "secrecy": _STEPS | {"record.secrecy"},
    "reviewer": _STEPS | {"record.sign", "record.see"},
    "head": _STEPS | {"record.sign", "record.see", "supervise.read"},
    "finance": _STEPS | {"record.finance"},
    "office": _STEPS
    | {"record.release", "record.see", "supervise.read", "supervise.write"}
    | {"screen.read", "programme.write", "catalogue.write", "item.write"},
    "operator": frozenset({"record.read", "screen.read", "screen.manage", "programme.write"}),
    "inspector": frozenset(
        {"record.read", "screen.read", "audit.read", "supervise.read", "inspect.write"}
    ),
    "administrator": frozenset({"people.manage", "unit.manage"}),
    "security": frozenset({"session.manage"}),
    "auditor": frozenset({"audit.read", "audit.export"}),
}
ROLE_NAMES: dict[str, str] = {
    "officer": messages.marked("信息员"),
    "secrecy": messages.marked("保密审查员"),
    "reviewer": messages.marked("分管领导"),
    "head": messages.marked("主要负责人"),
    "finance": messages.marked("民主理财小组"),
    "office": messages.marked("政务公开办"),
    "operator": messages.marked("屏幕管理员"),
    "inspector": messages.marked("检查员"),
    "administrator": messages.marked("系统管理员"),
    "security": messages.marked("安全管理员"),
    "auditor": messages.marked("审计管理员"),
}
ROLE_DUTIES: dict[str, str] = {
    "officer": messages.marked("起草、送审本单位的公开信息"),
    "secrecy": messages.marked("公开前的保密审查"),
    "reviewer": messages.marked("审核、签发分管的公开信息"),
    "head": messages.marked("签发重要的公开信息，查看本单位的公开情况"),
    "finance": messages.marked("村务财务公开前的审核"),
    "office": messages.marked("放行发布，维护公开目录，查看全县情况"),
    "operator": messages.marked("管理大厅、终端和轮播"),
    "inspector": messages.marked("查看公开情况和记录，登记检查发现；不得兼任其他角色"),
    "administrator": messages.marked("管理单位、人员和角色；不得兼任其他角色"),
    "security": messages.marked("查看和结束登录、锁定账号、重设二次验证；不得兼任其他角色"),
    "auditor": messages.marked("查看、核验和导出审计记录；不得兼任其他角色"),
}
"""What each role is for, as the page that grants it says."""
PERMISSIONS = frozenset().union(*ROLES.values())
SAYING = frozenset(
    {"record.write", "record.review", "record.secrecy", "record.sign", "record.finance"}
    | {"record.release", "record.see"}
)
"""What takes part in saying something to the public."""
_SYSTEM = PERMISSIONS - SAYING - {"inspect.write"}
"""What a command may do: set up, never say anything to the public or find fault."""
ADMINISTRATORS = frozenset({"administrator", "security", "auditor"})
"""三员 (GB/T 22239, 安全管理中心): each watches the other two, none publishes."""
SECOND_FACTOR = frozenset(
    {"secrecy", "reviewer", "head", "finance", "office", "administrator", "security"}
)
"""Roles that approve or administer: who holds one shows a second factor at sign-in."""
_APART = ADMINISTRATORS | {"inspector"}
"""Roles that go with no other: who manages people or inspects takes no part in publishing."""


def may(actor: Actor, permission: str, unit_path: str) -> bool:
    """Whether one of the actor's grants covers ``unit_path`` (``/qingxi/liuhe/``) and allows it."""
    if actor == SYSTEM:
        return permission in _SYSTEM
    return any(
        permission in ROLES.get(role, frozenset()) and unit_path.startswith(path)
        for role, path in _effective(actor)
    )


def check_may(actor: Actor, permission: str, unit_path: str) -> None:
    """Raises Refused unless the actor may."""
    if not may(actor, permission, unit_path):
        raise Refused("not-allowed", "您没有办理此事的权限。")


def holds(actor: Actor, permission: str) -> bool:
    """Whether the actor may do it anywhere at all."""
    return bool(paths(actor, permission))


def paths(actor: Actor, permission: str) -> tuple[str, ...]:
    """The subtrees in which the actor may do it, none inside another, in order."""
    if actor == SYSTEM:
        return ("/",) if permission in _SYSTEM else ()
    found = sorted(
        {path for role, path in _effective(actor) if permission in ROLES.get(role, frozenset())}
    )
    return tuple(
        path
        for path in found
        if not any(path != other and path.startswith(other) for other in found)
    )


def roles_over(actor: Actor, unit_path: str) -> frozenset[str]:
    """The roles whose grants cover ``unit_path``: steps of a review are entrusted to a role."""
    return frozenset(role for role, path in _effective(actor) if unit_path.startswith(path))


def roles_above(actor: Actor, unit_path: str) -> frozenset[str]:
    """The roles whose grants cover ``unit_path`` from a unit above it."""
    return frozenset(
        role for role, path in _effective(actor) if unit_path.startswith(path) and path != unit_path
    )


def check_roles(roles: Iterable[str]) -> None:
    """Raises Invalid for an unknown role, or for one that must stand alone beside another."""
    chosen = frozenset(roles)
    if chosen - ROLES.keys():
        raise Invalid("role-unknown", "没有这个角色。", field="role")
    if len(chosen) > 1 and chosen & _APART:
        raise Invalid(
            "roles-apart",
            "系统管理员、安全管理员、审计管理员、检查员不得兼任其他角色（管理权限分离）。",
            field="role",
        )


def _effective(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Rows written past the service cannot join what must stay apart: beside others only the
    apart role counts, of two apart roles none."""
    apart = actor.roles & _APART
    if len(apart) > 1:
        return ()
    if apart and len(actor.roles) > 1:
        return tuple(grant for grant in actor.grants if grant[0] in apart)
    return actor.grants
