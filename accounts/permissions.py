"""Which role may do what.  The one table of rights; accounts/access.py has the one of routes."""

from collections.abc import Iterable

from accounts.access import ROUTES, Access
from accounts.actor import SYSTEM, Actor
from core import messages
from core.errors import Invalid, Refused

__all__ = [
    "PERMISSIONS",
    "ROLES",
    "ROLE_NAMES",
    "ROUTES",
    "Access",
    "check_may",
    "check_roles",
    "holds",
    "may",
    "paths",
]

ROLES: dict[str, frozenset[str]] = {
    "officer": frozenset({"record.read", "record.write"}),
    "reviewer": frozenset({"record.read", "record.review"}),
    "operator": frozenset({"record.read", "screen.read", "screen.manage", "programme.write"}),
    "office": frozenset(
        {"record.read", "record.review", "screen.read", "programme.write", "catalogue.write"}
    ),
    "inspector": frozenset({"record.read", "screen.read", "audit.read"}),
    "administrator": frozenset({"people.manage", "unit.manage"}),
}
ROLE_NAMES: dict[str, str] = {
    "officer": messages.marked("信息员"),
    "reviewer": messages.marked("审核人"),
    "operator": messages.marked("屏幕管理员"),
    "office": messages.marked("政务公开办"),
    "inspector": messages.marked("检查员"),
    "administrator": messages.marked("系统管理员"),
}
PERMISSIONS = frozenset().union(*ROLES.values())
_SYSTEM = PERMISSIONS - {"record.write", "record.review"}
"""What a command may do: set up, never say anything to the public."""
_APART = frozenset({"administrator", "inspector"})
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
    return actor == SYSTEM or bool(paths(actor, permission))


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


def check_roles(roles: Iterable[str]) -> None:
    """Raises Invalid for an unknown role, or for one that must stand alone beside another."""
    chosen = frozenset(roles)
    if chosen - ROLES.keys():
        raise Invalid("role-unknown", "没有这个角色。", field="role")
    if len(chosen) > 1 and chosen & _APART:
        raise Invalid(
            "roles-apart", "系统管理员、检查员不得兼任其他角色（管理权限分离）。", field="role"
        )


def _effective(actor: Actor) -> tuple[tuple[str, str], ...]:
    """Rows written past the service cannot join what must stay apart: then only the apart role
    counts."""
    apart = actor.roles & _APART
    if apart and len(actor.roles) > 1:
        return tuple(grant for grant in actor.grants if grant[0] in apart)
    return actor.grants
