"""Files that nothing names go, in two steps and never too early; what anything names stays."""

import asyncio
import json
import os
import re
import time
from contextvars import copy_context
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import AuditEntry, Unit
from core.clock import FixedClock
from core.settings import Settings
from core.transaction import transact
from disclosure import service as disclosure
from disclosure.models import (
    CatalogueEdition,
    DisplayEvidence,
    Material,
    Review,
    SpotCheck,
    SpotFinding,
)
from media.content import Content, Member, Picture, Roster
from media.models import PageSet, StoredFile
from media.service import store_file
from media.store import Store
from server import archive, schema, sweeping
from server.archive import postgres, sqlite
from server.references import KEEPS_NONE, columns
from server.sweeping import GRACE, Swept, sweep_files
from signage import service
from signage.admission import named
from signage.models import FormerPlan, Plan
from signage.reconcile import KEPT_PLANS
from tests.signage.world import Signage, build_signage

KIOSK = "kiosk-1080x1920"


@pytest.fixture
async def signage(db: object, settings: Settings, store: Store, clock: FixedClock) -> Signage:
    return await build_signage(settings, store)


def age(store: Store, *names: str, seconds: float = GRACE + 60) -> None:
    """As if nobody had put these files, or all, since then."""
    for path in [store.path(name) for name in names] or store.folder.glob("??/*"):
        put = time.time() - seconds
        os.utime(path, (put, put))


async def orphan(store: Store, data: bytes = b"nobody names me") -> str:
    name = await store_file(store, data, "image/webp")
    age(store, name)
    return name


async def rows() -> set[str]:
    return {str(name) for name in await StoredFile.all().values_list("sha256", flat=True)}


async def test_an_unnamed_file_is_forgotten_first_and_destroyed_a_day_later(db, store, clock):
    name = await orphan(store)
    assert await sweep_files(store) == Swept(forgotten=1, destroyed=0)
    assert name not in await rows()
    assert store.exists(name)
    assert await sweep_files(store) == Swept(0, 0)  # its bytes have a day of their own
    age(store, name)
    assert await sweep_files(store) == Swept(0, 1)
    assert not store.exists(name)
    entries = await AuditEntry.filter(action="files.sweep").order_by("sequence")
    assert [json.loads(one.data) for one in entries] == [
        {"forgotten": 1, "destroyed": 0},
        {"forgotten": 0, "destroyed": 1},
    ]


async def test_W_what_was_put_lately_stays_though_no_row_names_it_yet(db, store, clock):
    upload = await store_file(store, b"its draft is about to be saved", "image/webp")
    bare = store.put(b"its row is about to be written")
    age(store, upload, bare, seconds=GRACE - 600)
    assert await sweep_files(store) == Swept(0, 0)
    assert upload in await rows()
    assert store.exists(bare)


async def test_W_putting_the_same_bytes_again_starts_a_new_grace(db, store, clock):
    name = await orphan(store)
    assert await store_file(store, b"nobody names me", "image/webp") == name
    assert await sweep_files(store) == Swept(0, 0)
    assert name in await rows()


async def test_W_an_upload_that_is_committed_while_rows_are_read_is_not_lost(
    signage, store, monkeypatch
):
    """The sweep has seen the old file and read all rows when somebody uploads the same bytes."""
    name, version = await orphan(store), await signage.world.published()

    async def read_before_the_upload(asked: Store) -> Any:
        yield set()
        assert await store_file(asked, b"nobody names me", "image/webp") == name
        await evidence(version, name)

    monkeypatch.setattr(sweeping, "named", read_before_the_upload)
    await sweep_files(store)
    assert store.read(name)
    assert name in await rows()


async def test_W_an_upload_in_the_midst_of_a_release_is_not_lost(db, store, clock):
    """It begins between the sweep's look at the file and the end of the sweep's transaction."""
    name, uploads = await orphan(store), []
    loop, outside = asyncio.get_running_loop(), copy_context()  # of no transaction

    class Watched(Store):
        def set_aside(self, names: Any, before: float | None = None) -> list[str]:
            found = super().set_aside(names, before)
            loop.call_soon_threadsafe(begin, context=outside)
            return found

    def begin() -> None:
        upload = store_file(store, b"nobody names me", "image/webp")
        uploads.append(loop.create_task(upload))

    await sweep_files(Watched(store.folder))
    assert await uploads[0] == name
    assert store.exists(name)
    assert name in await rows()


async def test_W_a_file_that_is_put_again_is_not_destroyed_by_a_sweep_that_saw_it_idle(store):
    name = store.put(b"page")
    age(store, name)
    before = time.time() - GRACE
    assert store.idle(name[:2], before) == [name]
    store.put(b"page")
    assert store.destroy([name], before) == []
    assert store.exists(name)


async def test_two_sweeps_at_once_and_one_that_was_cut_off_do_no_harm(
    db, store, clock, monkeypatch
):
    names = [await orphan(store, b"%d" % number) for number in range(60)]
    await asyncio.gather(sweep_files(store), sweep_files(store))
    assert await rows() == set()
    age(store)
    destroy, calls = Store.destroy, []

    def cut(self: Store, some: Any, before: float | None = None) -> list[str]:
        calls.append(some)
        if len(calls) > 1:
            raise ConnectionError
        return destroy(self, some, before)

    with monkeypatch.context() as patched:
        patched.setattr(Store, "destroy", cut)
        with pytest.raises(ConnectionError):
            await sweep_files(store)
    assert 0 < sum(store.exists(name) for name in names) < 60
    await asyncio.gather(sweep_files(store), sweep_files(store))
    assert not any(store.exists(name) for name in names)


async def test_a_backup_that_has_read_the_rows_finds_every_file_after_a_sweep(
    db, settings: Settings, store, clock, tmp_path: Path
):
    name = await orphan(store)
    bare = store.put(b"no row at all")
    age(store, bare)
    if settings.sqlite:
        sqlite.dump(settings, tmp_path)
    else:
        await postgres.dump(settings, tmp_path)
    assert await sweep_files(store) == Swept(forgotten=1, destroyed=1)
    assert await sweep_files(store) == Swept(0, 0)
    referenced = archive.referenced_files(tmp_path)
    assert name in referenced
    for one in referenced:
        assert archive._stored(settings, one)


async def test_what_was_cut_off_while_it_was_written_is_removed(db, store, clock):
    name = store.put(b"page")
    leftover = store.path(name).with_name(f".{name[:16]}.cut-off")
    leftover.write_bytes(b"half a pa")
    await sweep_files(store)
    assert leftover.exists()
    age(store)
    await sweep_files(store)
    assert not leftover.exists()


async def test_every_place_in_which_rows_name_files_keeps_them(signage, store):
    version = await signage.world.published()
    unit = await Unit.get(code="shiqiao")
    kept = {where: await orphan(store, where.encode()) for where in PLACES}
    blocks = (
        Picture(file=kept["picture"], alt="图"),
        Roster(members=(Member(name="王", photo=kept["member"]),)),
    )
    await signage.world.draft("图", period="2026Q4", content=Content(blocks=blocks))
    attached = [{"sha256": kept["attachment"], "name": "a.pdf", "media_type": "application/pdf",
                 "size": 1, "role": "attachment"}]  # fmt: skip
    listed = json.dumps(attached)
    await signage.world.draft(
        "附件", item_code="village-monthly", period="2026-10", attachments=listed
    )
    await evidence(version, kept["evidence"])
    at, by = signage.world.settings and version.published_at, signage.world.officer.id
    page = [{"file": kept["page"], "bytes": 1, "type": "image/webp", "width": 1, "height": 1,
             "alt": ""}]  # fmt: skip

    async def work() -> None:
        await Review.filter(version_id=version.id, step="approve").update(scan=kept["scan"])
        check = await SpotCheck.create(title="抽", seed="1", size=1, drawn_at=at, by=by)
        await SpotFinding.create(check=check, unit=unit, subject="栏", photo=kept["spot"])
        await Material.create(unit=unit, kind="material", period="2026", title="报", by=by, at=at,
                              attachments=json.dumps([{"sha256": kept["material"]}]))  # fmt: skip
        await CatalogueEdition.create(code="e", title="目录", source_hash=kept["edition"],
                                      adopted_at=at)  # fmt: skip
        await PageSet.create(key="k", profile="p", sheet="{}", state="drawn", created_at=at,
                             pages=json.dumps(page))  # fmt: skip

    await transact(work)
    for _ in range(2):
        age(store)
        await sweep_files(store)
    assert {where for where, name in kept.items() if store.exists(name)} == PLACES
    assert set(kept.values()) <= await rows()


PLACES = frozenset(
    {"picture", "member", "attachment", "scan", "evidence", "spot", "material", "edition", "page"}
)


async def evidence(version: Any, name: str) -> None:
    await transact(
        lambda: DisplayEvidence.create(
            version_id=version.id,
            carrier="paper",
            place="村部",
            file=name,
            seen_on=version.published_at.date(),
            by="x",
            at=version.published_at,
        )
    )


@pytest.mark.parametrize("dialect", [schema.SQLITE, schema.POSTGRES])
async def test_every_column_with_room_for_a_hash_is_looked_at_or_says_why_not(db, dialect: str):
    """Told from the statements that make the tables, so that a new column cannot be missed."""
    room: set[str] = set()
    for statement in await schema.create_statements(dialect):
        if table := re.match(r'CREATE TABLE "(\w+)"', statement):
            for column, kind in re.findall(r'^\s+"(\w+)" (\S+)', statement, re.MULTILINE):
                size = re.match(r"VARCHAR\((\d+)\)", kind)
                if (size and int(size[1]) >= 64) or kind.rstrip(",") in ("TEXT", "JSON", "JSONB"):
                    room.add(f"{table[1]}.{column}")
    looked = {
        f"{model._meta.db_table}.{model._meta.fields_db_projection[name]}"
        for model, names in columns().items()
        for name in names
    }
    assert len(room) > 60
    assert room - looked == set(KEEPS_NONE)
    assert all(KEEPS_NONE.values())


async def test_files_of_plans_that_screens_may_still_play_stay_and_others_go(signage, store, clock):
    screen = await signage.screen("k1", profile=KIOSK)
    await signage.programme()
    version = await signage.world.published()
    await signage.settle()
    old = (await signage.pointer(screen)).plan
    names = named(store, old)
    texts = names - await _drawn()
    assert len(texts) == 3  # index, text and code: nothing but the plan leads to them
    await disclosure.withdraw(signage.world.reviewer, version.id, "有误")
    for _ in range(2):
        clock.advance(days=7)
        await signage.settle()
        age(store)
        await sweep_files(store)
    assert all(store.exists(name) for name in {old, *names})
    clock.advance(days=3)
    await signage.settle()
    await service.sweep_plans(store, clock.now() - KEPT_PLANS)
    assert not await Plan.exists(sha256=old)
    for _ in range(2):
        age(store)
        await sweep_files(store)
    assert not any(store.exists(name) for name in {old, *texts})
    live = (await signage.pointer(screen)).plan
    assert all(store.exists(name) for name in {live, *named(store, live)})


async def test_a_text_that_was_swept_is_made_again_when_a_kiosk_offers_it_once_more(
    signage, store, clock
):
    """The reconciler remembers what it made; the record's kiosk was away for weeks."""
    await signage.screen("k1", profile=KIOSK)
    await signage.programme()
    await signage.world.published()
    await signage.settle()
    screen = await signage.screen("k2", profile=KIOSK)
    (index,) = await StoredFile.filter(media_type="application/json")
    texts = {
        one[key] for one in json.loads(store.read(index.sha256))["records"]
        for key in ("fragment", "qr")
    }  # fmt: skip
    await StoredFile.filter(sha256__in=texts).delete()
    store.destroy(texts)
    await signage.settle()
    live = named(store, (await signage.pointer(screen)).plan)
    assert texts <= live
    assert all(store.exists(name) for name in live)
    assert texts <= await rows()


async def test_leases_that_ended_are_forgotten_with_the_sweep(signage, store, clock):
    screen = await signage.screen("w1")
    await signage.settle()
    clock.advance(days=1)
    await signage.settle()
    assert await FormerPlan.filter(screen_id=screen.id).count() == 1
    clock.advance(hours=1)
    clock.set(clock.now() + timedelta(days=2))
    await sweep_files(store)
    assert await FormerPlan.all().count() == 0


async def _drawn() -> set[str]:
    pages = await PageSet.all().values_list("pages", flat=True)
    return {page["file"] for text in pages for page in json.loads(str(text))}
