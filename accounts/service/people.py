"""Writes to people and roles.  Each is one transaction with one audit entry.

What ends or changes a person's rights ends their sessions in the same transaction.
"""

import asyncio
import re

from accounts.actor import Actor
from accounts.attempts import code_key
from accounts.audit import write_entry
from accounts.models import Grant, Person, Unit
from accounts.passwords import check_password, hash_password, matches
from accounts.permissions import check_may, check_roles
from accounts.queries import has_administrator, person, unit_by_code
from accounts.service.codes import use_code
from accounts.service.entry import end_sessions
from accounts.service.reach import check_reach
from accounts.service.throttle import forgive, note_attempt
from accounts.service.units import check_unit
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.transaction import transact, transacted

_LOGIN = re.compile(r"[\w.@-]{2,60}")
_EMAIL = re.compile(r"[\w.+-]{1,60}@[\w-]{1,40}(\.[\w-]{1,30}){1,4}")


async def create_person(
    actor: Actor, login: str, name: str, *, unit: str, password: str = ""
) -> Person:
    """Someone of the unit with that code.  Without a password they enter by link only."""
    check_person(login, name)
    if password:
        check_password(password, login)
    hashed = await asyncio.to_thread(hash_password, password) if password else ""

    async def work() -> Person:
        home = await unit_by_code(unit)
        check_may(actor, "people.manage", home.path)
        return await _insert_person(actor, login, name, home, hashed)

    return await transact(work)


@transacted
async def grant_role(actor: Actor, person_id: str, role: str, unit: str) -> None:
    """Let the person act as ``role`` over the subtree of the unit with that code."""
    holder = await person(person_id)
    over = await unit_by_code(unit)
    check_may(actor, "people.manage", holder.unit.path)
    check_may(actor, "people.manage", over.path)
    held = {(grant.role, grant.unit.path) for grant in holder.grants}
    check_roles({held_role for held_role, _ in held} | {role})
    if (role, over.path) in held:
        raise Conflict("role-held", "{name}已有这个角色。", name=holder.name, field="role")
    await Grant.create(person_id=person_id, unit_id=over.id, role=role)
    await end_sessions(person_id)
    await write_entry(actor, "role.grant", f"person:{person_id}", {"role": role, "unit": over.code})


@transacted
async def revoke_role(actor: Actor, person_id: str, role: str, unit: str) -> None:
    """Take a role away.  The last administrator stays one, or nobody could let people in."""
    over = await unit_by_code(unit)
    check_may(actor, "people.manage", over.path)
    check_may(actor, "people.manage", (await person(person_id)).unit.path)
    if not await Grant.filter(person_id=person_id, unit_id=over.id, role=role).delete():
        raise NotFound("role-missing", "此人没有这个角色。")
    if role == "administrator":
        await _check_administrator_left()
    await end_sessions(person_id)
    await write_entry(
        actor, "role.revoke", f"person:{person_id}", {"role": role, "unit": over.code}
    )


@transacted
async def set_active(actor: Actor, person_id: str, active: bool) -> None:
    """Let a person in again, or out at once: for a while.  Who left for good comes back only by
    :func:`accounts.service.leaving.return_person`."""
    holder = await person(person_id)
    check_may(actor, "people.manage", holder.unit.path)
    if holder.left_at is not None:
        raise Conflict(
            "person-left", "{name}已办理离岗；确需恢复的，请办理“返岗”。", name=holder.name
        )
    if not await Person.filter(id=person_id, active=not active).update(active=active):
        raise Conflict("person-state", "状态已经变了，请刷新后再看。")
    if any(grant.role == "administrator" for grant in holder.grants):
        await _check_administrator_left()
    await end_sessions(person_id)
    action = "person.activate" if active else "person.deactivate"
    await write_entry(actor, action, f"person:{person_id}", {"login": holder.login})


@transacted
async def change_person(actor: Actor, person_id: str, *, name: str, email: str = "") -> None:
    """What a person is called and where reminders go.  Raises Invalid (with ``field``)."""
    holder = await person(person_id)
    check_may(actor, "people.manage", holder.unit.path)
    check_person(holder.login, name)
    address = email.strip()
    if address and not is_email(address):
        raise Invalid("email-bad", "电子邮箱不完整，如：wang@example.gov.cn。", field="email")
    await Person.filter(id=person_id).update(name=name.strip(), email=address)
    data: dict[str, object] = {"login": holder.login, "name": name.strip(), "email": address}
    await write_entry(actor, "person.change", f"person:{person_id}", data)


async def set_password(actor: Actor, person_id: str, password: str) -> None:
    """An administrator sets a new password; all sessions of the person end."""
    holder = await person(person_id)
    check_reach(actor, "people.manage", holder)
    await _store_password(actor, holder, password)


async def change_own_password(actor: Actor, current: str, password: str, address: str = "") -> None:
    """The person proves the old one; all their sessions end.  Raises Invalid, TooMany."""
    noted = await note_attempt(code_key(actor.id), address)
    holder = await person(actor.id)
    if not await asyncio.to_thread(matches, holder.password_hash, current):
        raise Invalid("password-wrong", "现在的密码不对。", field="current")
    await transact(lambda: forgive(code_key(actor.id), noted))
    await _store_password(actor, holder, password)


async def make_first_administrator(
    code: str, login: str, name: str, password: str, *, unit_code: str = "", unit_name: str = ""
) -> Person:
    """Whoever holds the one-use code becomes the first administrator, over the root unit.

    The root is made with ``unit_code`` and ``unit_name`` where there is none yet.
    """
    check_person(login, name)
    check_password(password, login)
    hashed = await asyncio.to_thread(hash_password, password)

    async def work() -> Person:
        if await has_administrator():
            raise Conflict("administrator-exists", "已有系统管理员，请由其开通账号。")
        await use_code("administrator", code)
        root = await Unit.get_or_none(parent_id=None)
        if root is None:
            check_unit(unit_code, unit_name, "county")
            root = await Unit.create(
                code=unit_code,
                name=unit_name.strip(),
                short_name=unit_name.strip(),
                tier="county",
                path=f"/{unit_code}/",
            )
        made = await Person.create(
            login=login,
            name=name.strip(),
            password_hash=hashed,
            unit=root,
            created_at=clock.now(),
        )
        await Grant.create(person=made, unit=root, role="administrator")
        subject = f"person:{made.id}"
        await write_entry(made.id, "administrator.first", subject, {"login": login})
        return made

    return await transact(work)


async def _insert_person(actor: Actor, login: str, name: str, home: Unit, hashed: str) -> Person:
    if await Person.filter(login=login).exists():
        raise Conflict("login-taken", "登录名 {login} 已被使用。", field="login", login=login)
    made = await Person.create(
        login=login, name=name.strip(), password_hash=hashed, unit=home, created_at=clock.now()
    )
    data: dict[str, object] = {"login": login, "name": made.name, "unit": home.code}
    await write_entry(actor, "person.create", f"person:{made.id}", data)
    return made


async def _store_password(actor: Actor, holder: Person, password: str) -> None:
    check_password(password, holder.login)
    hashed = await asyncio.to_thread(hash_password, password)

    async def work() -> None:
        await Person.filter(id=holder.id).update(password_hash=hashed)
        await end_sessions(holder.id)
        await write_entry(actor, "person.password", f"person:{holder.id}", {"login": holder.login})

    await transact(work)


async def _check_administrator_left() -> None:
    """Raises Conflict when the change would leave nobody to manage people."""
    if not await has_administrator():
        raise Conflict("last-administrator", "至少要有一名系统管理员。")


def is_email(address: str) -> bool:
    """Whether it is one plain address: a list of them, or what a letter cannot carry in its head,
    would hold up everybody's reminders."""
    return bool(_EMAIL.fullmatch(address))


def check_person(login: str, name: str) -> None:
    """Raises Invalid (with ``field``) for what nobody can be called."""
    if not _LOGIN.fullmatch(login):
        raise Invalid(
            "login-bad", "登录名 2 到 60 个字，可用字母、数字、汉字和 . - _ @。", field="login"
        )
    if not 0 < len(name.strip()) <= 60:
        raise Invalid("name-bad", "请填写姓名，最多 60 个字。", field="name")
