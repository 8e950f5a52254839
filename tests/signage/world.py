"""A county with halls and screens; pages are drawn by a stub of the drawing worker."""

import json
from dataclasses import dataclass, field

from jinja2 import DictLoader, Environment

from accounts.actor import Actor
from core import clock
from core.settings import Settings
from core.signing import SigningKey, new_signing_key
from core.transaction import transact
from disclosure.models import Version
from media.models import DrawRequest, PageSet
from media.service import keep_file_row
from media.store import Store
from schedules.models import Programme
from schedules.selection import Selection
from signage import service
from signage.hub import Hub
from signage.models import Pointer, Screen
from signage.pointer import Checked, check_pointer, milliseconds
from signage.reconcile import Reconciler, Report
from tests.disclosure.world import World, build_world

FRAGMENT = "<article>{{ candidate.title }}</article>"


@dataclass
class Signage:
    """Halls, screens and one reconciler over the county of tests/disclosure/world.py."""

    settings: Settings
    world: World
    store: Store
    operator: Actor
    key: SigningKey = field(default_factory=new_signing_key)
    hub: Hub = field(default_factory=Hub)

    def __post_init__(self) -> None:
        self.pages = Environment(
            loader=DictLoader({"signage/fragment.html": FRAGMENT}), autoescape=True
        )
        self.reconciler = self.new_reconciler()

    def new_reconciler(self) -> Reconciler:
        return Reconciler(self.settings, self.store, self.key, self.hub, self.pages)

    async def screen(self, code: str, profile: str = "wall-1920x1080-3m", **more: object) -> Screen:
        return await service.create_screen(
            self.operator, code, f"{code} 屏", hall="liuhe-hall", profile_code=profile, **more
        )

    async def programme(self, **more: object) -> Programme:
        values: dict[str, object] = {
            "name": "全县公开",
            "selection": Selection().model_dump_json(),
            "targets": " all ",
            "zone": "Asia/Shanghai",
            "created_at": clock.now(),
            "updated_at": clock.now(),
        }
        return await transact(lambda: Programme.create(**(values | more)))

    async def settle(self) -> Report:
        """Reconcile and draw until nothing is waited for; the last report."""
        report = await self.reconciler.run(everything=True)
        while await draw_all(self.store):
            report = await self.reconciler.run()
        return report

    async def pointer(self, screen: Screen) -> Checked:
        row = await Pointer.get(screen_id=screen.id)
        now = milliseconds(clock.now())
        return check_pointer(row.envelope.encode(), self.key.public_bytes(), screen.id, 0, 0, now)

    async def plan(self, screen: Screen) -> dict[str, object]:
        return json.loads(self.store.read((await self.pointer(screen)).plan))

    async def versions(self, screen: Screen) -> set[str]:
        """What could be played at some time of the plan."""
        return {item["version"] for item in (await self.plan(screen))["items"]}

    async def pair(self, screen: Screen) -> str:
        """The token of a newly paired device."""
        code = await service.issue_pairing_code(self.operator, screen.code)
        return (await service.pair_with_token(code, "10.0.0.1")).token


async def build_signage(settings: Settings, store: Store) -> Signage:
    world = await build_world(settings)
    operator = Actor(world.officer.id, "周运维", (("operator", "/qingxi/"),))
    await service.create_hall(
        operator, "liuhe-hall", "柳河镇便民服务中心", unit="liuhe", hours="周一至周五 8:30—17:30"
    )
    return Signage(settings, world, store, operator)


async def draw_all(store: Store, size: tuple[int, int] = (4, 2)) -> int:
    """Draw every queued page set as one small picture of its own; how many were drawn."""
    rows = await PageSet.filter(state="queued")
    for row in rows:
        await transact(lambda row=row: _draw(row, store, size))
    return len(rows)


async def draw_as(row: PageSet, store: Store, data: bytes, size: tuple[int, int]) -> None:
    """Draw one page set as the picture ``data``, with its row of stored files."""
    await keep_file_row(store.put(data), len(data), "image/png")
    await transact(lambda: _keep(row, store, data, size))


async def _draw(row: PageSet, store: Store, size: tuple[int, int]) -> None:
    await _keep(row, store, f"picture of {row.key}".encode(), size)


async def _keep(row: PageSet, store: Store, data: bytes, size: tuple[int, int]) -> None:
    page = {
        "file": store.put(data),
        "bytes": len(data),
        "type": "image/webp",
        "width": size[0],
        "height": size[1],
        "alt": "一页",
    }
    await PageSet.filter(key=row.key).update(state="drawn", pages=json.dumps([page]))
    await DrawRequest.filter(key=row.key).delete()


async def published(signage: Signage, **more: object) -> Version:
    return await signage.world.published(**more)
