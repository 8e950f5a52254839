"""``verify`` finds what is broken and names it."""

import argparse

import pytest
from tortoise.connection import get_connection

from accounts.actor import SYSTEM
from accounts.audit import write_entry
from accounts.models import AuditEntry, Unit
from core.canonical import canonical
from core.clock import now
from core.settings import Settings
from core.signing import new_signing_key, sign_json
from core.transaction import transact
from media.service import store_file
from media.store import Store
from server import secrets
from server.cli import verify as command
from server.database import WRITER, connected
from server.integrity import verify
from signage.models import Hall, Plan, Pointer, Screen


async def a_screen_with_a_plan(settings: Settings, store: Store) -> tuple[str, str]:
    """A screen, its pointer and plan; returns the names of the plan and of its one page."""
    page = await store_file(store, b"a page", "image/webp")
    plan = store.put(canonical({"items": [{"pages": [{"file": page}]}]}))
    unit = await Unit.create(code="q", name="清溪", short_name="清溪", tier="county", path="/q/")
    hall = await Hall.create(code="h", name="大厅", unit=unit)
    screen = await Screen.create(code="wall-1", name="墙", hall=hall, profile="p")
    await Plan.create(sha256=plan, size=1, created_at=now())
    payload = {"screen": screen.id, "epoch": 1, "sequence": 1, "plan": plan}
    envelope = sign_json(secrets.signing_key(settings), payload)
    await Pointer.create(
        screen=screen,
        epoch=1,
        sequence=1,
        plan=plan,
        overlay="{}",
        issued_at=now(),
        lease_until=now(),
        envelope=canonical(envelope).decode(),
    )
    await transact(lambda: write_entry(SYSTEM, "test", "system", {}))
    await transact(lambda: write_entry(SYSTEM, "test", "system", {}))
    return plan, page


async def problems(settings: Settings, store: Store) -> list[str]:
    return (await verify(store, secrets.signing_key(settings))).problems


async def test_a_whole_installation_has_no_problem(db, settings, store, clock) -> None:
    await a_screen_with_a_plan(settings, store)

    found = await verify(store, secrets.signing_key(settings))

    assert found.problems == []
    assert (found.entries, found.files, found.pointers) == (2, 2, 1)


async def test_a_flipped_bit_is_found(db, settings, store, clock) -> None:
    _, page = await a_screen_with_a_plan(settings, store)
    store.path(page).write_bytes(b"a pagf")

    assert await problems(settings, store) == [f"文件 {page[:12]} 已损坏。"]


async def test_a_missing_page_is_found_in_the_store_and_in_the_plan(
    db, settings, store, clock
) -> None:
    _, page = await a_screen_with_a_plan(settings, store)
    store.path(page).unlink()

    assert await problems(settings, store) == [
        f"文件 {page[:12]} 不存在。",
        f"终端 wall-1：播放单缺少文件 {page[:12]}。",
    ]


async def test_a_pointer_signed_by_another_key_is_found(db, settings, store, clock) -> None:
    plan, _ = await a_screen_with_a_plan(settings, store)
    envelope = canonical(sign_json(new_signing_key(), {"plan": plan})).decode()
    await Pointer.filter(epoch=1).update(envelope=envelope)

    (problem,) = await problems(settings, store)
    assert problem.startswith("终端 wall-1：指针的签名无效")


async def test_a_pointer_row_that_says_other_than_its_signature_is_found(
    db, settings, store, clock
) -> None:
    await a_screen_with_a_plan(settings, store)
    await Pointer.filter(epoch=1).update(sequence=9)

    assert await problems(settings, store) == ["终端 wall-1：指针与签名的内容不一致。"]


async def test_an_edited_audit_entry_is_found(db, settings, store, clock) -> None:
    """By someone who took the guard away first."""
    await a_screen_with_a_plan(settings, store)
    table = "" if settings.sqlite else ' ON "audit_entry"'
    await get_connection(WRITER).execute_script(f'DROP TRIGGER "audit_entry_is_immutable"{table}')
    await AuditEntry.filter(sequence=1).update(action="nothing")

    (problem,) = await problems(settings, store)
    assert "审计链在第 1 条断开" in problem


async def test_a_cut_off_end_of_the_trail_is_found(db, settings, store, clock) -> None:
    await a_screen_with_a_plan(settings, store)
    table = "" if settings.sqlite else ' ON "audit_entry"'
    await get_connection(WRITER).execute_script(f'DROP TRIGGER "audit_entry_is_kept"{table}')
    await AuditEntry.filter(sequence=2).delete()

    (problem,) = await problems(settings, store)
    assert "审计链在第 2 条断开" in problem


@pytest.fixture
def broken_installation(sqlite_settings: Settings, clock) -> Settings:
    from tests.conftest import in_thread

    async def prepare() -> None:
        async with connected(sqlite_settings):
            store = Store(sqlite_settings.files)
            _, page = await a_screen_with_a_plan(sqlite_settings, store)
            store.path(page).unlink()

    in_thread(prepare)
    return sqlite_settings


def test_the_command_exits_1_and_names_what_is_broken(broken_installation, capsys) -> None:
    assert command.run(argparse.Namespace(), broken_installation) == 1
    assert "wall-1" in capsys.readouterr().err


def test_the_command_exits_0_with_a_short_report(sqlite_settings, capsys) -> None:
    assert command.run(argparse.Namespace(), sqlite_settings) == 0
    assert "全部一致" in capsys.readouterr().out
