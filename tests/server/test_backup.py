"""Backup and restore: one archive, both databases, nothing half-done."""

import gzip
import io
import json
import tarfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from accounts import queries
from accounts.actor import SYSTEM
from accounts.audit import write_entry
from accounts.models import AuditEntry, Person, Unit
from core import clock as clocks
from core.errors import Conflict, Invalid, Unavailable
from core.settings import Settings
from core.transaction import transact
from disclosure.models import CatalogueItem
from media.models import StoredFile
from media.service import store_file
from media.store import Store
from server import archive, secrets
from server.cli import backup as backup_command
from server.cli import restore as restore_command
from server.database import connected
from server.integrity import verify
from signage.models import Lease


@pytest.fixture
def target(empty_database: Settings, tmp_path: Path) -> Settings:
    """Where archives are restored to: another folder, another database."""
    elsewhere = tmp_path / "elsewhere"
    url = empty_database.database_url
    if empty_database.sqlite:
        url = f"sqlite://{elsewhere / 'hallboard.sqlite3'}"
    return replace(
        empty_database,
        data=elsewhere,
        database_url=url,
        files=elsewhere / "files",
        secret_file=elsewhere / "signing-key.pem",
    )


async def fill(settings: Settings) -> str:
    """Some rows of every kind of column, a file, an audit entry; returns the file's name."""

    async def work() -> None:
        unit = await Unit.create(
            code="qingxi", name="清溪县", short_name="清溪", tier="county", path="/qingxi/"
        )
        for login, active in (("wang", True), ("gone", False)):
            await Person.create(
                login=login, name=login, unit=unit, active=active, created_at=clocks.now()
            )
        await CatalogueItem.create(
            code="x", tier="county", group="收支", name="季度收支", cadence="quarterly"
        )
        await Lease.create(name="epoch", holder="", until=clocks.now(), number=7)
        await write_entry(SYSTEM, "unit.create", "unit:qingxi", {"名称": "清溪县"})

    await transact(work)
    return await store_file(Store(settings.files), b"a picture", "image/webp")


async def filled(settings: Settings, archive_file: Path) -> str:
    async with connected(settings):
        name = await fill(settings)
        await archive.backup(settings, archive_file)
    return name


async def test_what_was_backed_up_is_restored_whole(
    database: Settings, target: Settings, tmp_path: Path, clock
) -> None:
    """Also from SQLite to PostgreSQL and back: the archive is alike for both."""
    name = await filled(database, tmp_path / "all.hallboard")

    done = await archive.restore(target, tmp_path / "all.hallboard")

    assert done.files == 1
    assert done.kept is None
    async with connected(target):
        unit = await Unit.get(code="qingxi")
        assert (unit.name, unit.parent_id) == ("清溪县", None)
        assert dict(await Person.all().values_list("login", "active")) == {
            "wang": True,
            "gone": False,
        }
        stored = await StoredFile.get(sha256=name)
        assert stored.created_at == clock.now()
        store = Store(target.files)
        assert store.read(name) == b"a picture"
        assert await queries.broken_chain() is None
        found = await verify(store, secrets.signing_key(target))
        assert found.problems == []
        assert (await AuditEntry.all().order_by("-sequence").first()).action == "restore"
    assert secrets.signing_key(target).key_id == secrets.signing_key(database).key_id


async def test_a_restore_raises_the_epoch_even_of_the_same_archive_twice(
    database: Settings, target: Settings, tmp_path: Path, clock
) -> None:
    """Screens hold a newer sequence than the archive: only a higher epoch moves them."""
    await filled(database, tmp_path / "all.hallboard")

    epochs = []
    for again in (False, True):
        clock.advance(minutes=5)
        await archive.restore(target, tmp_path / "all.hallboard", replace_old=again)
        async with connected(target):
            epochs.append((await Lease.get(name="epoch")).number)

    assert 7 < epochs[0] < epochs[1]


async def test_a_restore_over_something_is_refused_and_changes_nothing(
    database: Settings, target: Settings, tmp_path: Path, clock
) -> None:
    await filled(database, tmp_path / "all.hallboard")

    with pytest.raises(Conflict, match="--replace"):
        await archive.restore(database, tmp_path / "all.hallboard")
    async with connected(database):
        assert await Unit.exists(code="qingxi")


async def test_replacing_keeps_the_former_state_aside(
    database: Settings, tmp_path: Path, clock
) -> None:
    await filled(database, tmp_path / "all.hallboard")
    async with connected(database):
        await Unit.filter(code="qingxi").update(name="改名")

    done = await archive.restore(database, tmp_path / "all.hallboard", replace_old=True)

    assert "before-restore-20261120T010000Z" in done.kept
    async with connected(database):
        assert (await Unit.get(code="qingxi")).name == "清溪县"
    aside = database.data / "before-restore-20261120T010000Z"
    assert (aside / "signing-key.pem").exists()
    assert not database.sqlite or (aside / "hallboard.sqlite3").exists()


async def test_sessions_and_one_use_codes_do_not_come_back(
    database: Settings, target: Settings, tmp_path: Path, clock
) -> None:
    """A code that was used after the backup would be good a second time."""
    from accounts.models import OneUseCode

    async with connected(database):
        await OneUseCode.create(
            code_hash="h", purpose="sign-in", expires_at=clock.now() + timedelta(days=1)
        )
    await filled(database, tmp_path / "all.hallboard")
    await archive.restore(target, tmp_path / "all.hallboard")

    async with connected(target):
        assert not await OneUseCode.exists()


async def test_a_backup_with_a_missing_file_is_refused_and_leaves_nothing(
    database: Settings, tmp_path: Path, clock
) -> None:
    async with connected(database):
        name = await fill(database)
        Store(database.files).path(name).unlink()

        with pytest.raises(Unavailable, match="不存在"):
            await archive.backup(database, tmp_path / "all.hallboard")
    assert not (tmp_path / "all.hallboard").exists()
    assert not list(tmp_path.glob(".*"))  # noqa: ASYNC240 - a test waits for nothing else


async def test_a_backup_with_a_damaged_file_is_refused(
    database: Settings, tmp_path: Path, clock
) -> None:
    async with connected(database):
        name = await fill(database)
        Store(database.files).path(name).write_bytes(b"a pictura")

        with pytest.raises(Unavailable, match="损坏"):
            await archive.backup(database, tmp_path / "all.hallboard")


async def test_an_archive_is_readable_by_its_owner_alone(
    sqlite_settings: Settings, tmp_path: Path, clock
) -> None:
    await filled(sqlite_settings, tmp_path / "all.hallboard")

    assert (tmp_path / "all.hallboard").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("keep", [0, 10, 400, -300])
async def test_a_cut_off_archive_changes_nothing(
    keep: int, sqlite_settings: Settings, tmp_path: Path, clock
) -> None:
    whole = tmp_path / "all.hallboard"
    await filled(sqlite_settings, whole)
    cut = tmp_path / "cut.hallboard"
    cut.write_bytes(whole.read_bytes()[:keep])

    await refused_unchanged(elsewhere(sqlite_settings, tmp_path), cut)


async def test_an_archive_with_a_changed_row_is_refused(
    sqlite_settings: Settings, tmp_path: Path, clock
) -> None:
    await filled(sqlite_settings, tmp_path / "all.hallboard")

    def forge(name: str, data: bytes) -> tuple[str, bytes]:
        return name, data.replace("清溪县".encode(), "浊溪县".encode())

    forged = rewritten(tmp_path / "all.hallboard", forge)
    await refused_unchanged(elsewhere(sqlite_settings, tmp_path), forged)


async def test_an_archive_cannot_write_outside_the_data_folder(
    sqlite_settings: Settings, tmp_path: Path, clock
) -> None:
    await filled(sqlite_settings, tmp_path / "all.hallboard")

    def forge(name: str, data: bytes) -> tuple[str, bytes]:
        if name == "manifest.json":
            manifest = json.loads(data)
            members = manifest["members"]
            members["../../planted"] = members.pop("keys/signing-key.pem")
            return name, json.dumps(manifest).encode()
        return ("../../planted" if name == "keys/signing-key.pem" else name), data

    forged = rewritten(tmp_path / "all.hallboard", forge)
    await refused_unchanged(elsewhere(sqlite_settings, tmp_path), forged)
    assert not list(tmp_path.rglob("planted"))  # noqa: ASYNC240 - as above


async def test_an_archive_whose_audit_chain_was_edited_is_refused(
    sqlite_settings: Settings, tmp_path: Path, clock
) -> None:
    from core.canonical import sha256

    await filled(sqlite_settings, tmp_path / "all.hallboard")
    changed: dict[str, bytes] = {}

    def edit(name: str, data: bytes) -> tuple[str, bytes]:
        if name == "tables/audit_entry.jsonl":
            changed[name] = data.replace(b"unit.create", b"unit.delete")
            return name, changed[name]
        return name, data

    def admit(name: str, data: bytes) -> tuple[str, bytes]:
        if name != "manifest.json":
            return name, data
        manifest = json.loads(data)
        for member, content in changed.items():
            manifest["members"][member]["sha256"] = sha256(content)
        return name, json.dumps(manifest).encode()

    forged = rewritten(rewritten(tmp_path / "all.hallboard", edit), admit)
    refused = await refused_unchanged(elsewhere(sqlite_settings, tmp_path), forged)
    assert refused.code == "archive-chain-broken"


def test_the_commands_say_what_they_did(sqlite_settings: Settings, tmp_path: Path, capsys) -> None:
    parser = commands()
    file = str(tmp_path / "all.hallboard")
    args = parser.parse_args(["backup", file])
    assert args.run(args, sqlite_settings) == 0
    assert "已备份到" in capsys.readouterr().out

    args = parser.parse_args(["restore", file])
    assert args.run(args, elsewhere(sqlite_settings, tmp_path)) == 0
    assert "重新登录" in capsys.readouterr().out


def commands():
    import argparse

    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers()
    backup_command.add(subparsers)
    restore_command.add(subparsers)
    return parser


def elsewhere(settings: Settings, tmp_path: Path) -> Settings:
    folder = tmp_path / "elsewhere"
    return replace(
        settings,
        data=folder,
        database_url=f"sqlite://{folder / 'hallboard.sqlite3'}",
        files=folder / "files",
        secret_file=folder / "signing-key.pem",
    )


async def refused_unchanged(settings: Settings, file: Path) -> Invalid:
    with pytest.raises(Invalid) as refused:
        await archive.restore(settings, file)
    assert list(settings.data.iterdir()) == []
    return refused.value


def rewritten(source: Path, change) -> Path:
    """The archive with each member's name and bytes put through ``change``."""
    result = source.with_name(f"{source.stem}-forged.hallboard")
    packed = io.BytesIO()
    with tarfile.open(source) as old, tarfile.open(fileobj=packed, mode="w") as new:
        for member in old:
            name, data = change(member.name, old.extractfile(member).read())
            info = tarfile.TarInfo(name)
            info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    result.write_bytes(gzip.compress(packed.getvalue()))
    return result
