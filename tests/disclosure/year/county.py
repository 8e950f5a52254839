"""The county that lives through the plan: by the services people use, or by the rows they leave."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from accounts.models import Person, Unit
from core.clock import FixedClock
from core.ids import new_id, new_short_code
from core.settings import Settings
from core.transaction import transact
from disclosure import service
from disclosure.drafts import Draft
from disclosure.models import CatalogueItem, Exemption, Record, Version
from disclosure.service import duties
from media.content import Content, paragraph
from tests.disclosure.chains import hire, short_chain
from tests.disclosure.year.plan import ITEMS, START, Act

CONTENT = Content(blocks=(paragraph("本期情况公布如下。"),))
SLICE = 400


async def settle(villages: int) -> None:
    """One county, its townships' villages, the items that each village owes."""
    county = Unit(code="county", name="青溪县", short_name="青溪县", tier="county", path="/county/")
    await county.save(force_create=True)
    rows = [
        Unit(
            code=f"v{number:03}",
            name=f"第{number}村村民委员会",
            short_name=f"第{number}村",
            tier="village",
            kind="committee",
            parent=county,
            path=f"/county/v{number:03}/",
        )
        for number in range(villages)
    ]
    await Unit.bulk_create(rows, batch_size=SLICE)
    for position, item in enumerate(ITEMS):
        await CatalogueItem.create(
            code=item.code,
            tier="village",
            group="村务公开",
            name=item.code,
            cadence=item.cadence,
            due_day=item.due_day,
            applied_at=item.applied,
            position=position,
        )


class ByServices:
    """Every act by the service that a person would use, at its instant."""

    def __init__(self, settings: Settings, clock: FixedClock) -> None:
        self.settings, self.clock = settings, clock
        self.records: dict[tuple[int, int, str], str] = {}
        self.current: dict[tuple[int, int, str], str] = {}

    async def begin(self) -> None:
        await short_chain()
        self.officer = await hire("officer", "county", "officer")
        self.reviewer = await hire("reviewer", "county", "reviewer")
        self.office = await hire("office", "county", "office")

    async def live(self, acts: Sequence[Act]) -> None:
        for act in acts:
            self.clock.set(act.at)
            await self._take(act)

    async def _take(self, act: Act) -> None:
        place = (act.village, act.item, act.record)
        if act.kind == "publish":
            await self._publish(act, place)
        elif act.kind == "withdraw":
            await service.withdraw(self.reviewer, self.current[place], "数据有误")
        elif act.kind == "check":
            await service.check_unchanged(self.officer, self.current[place])
        else:
            await duties.exempt(
                self.office,
                f"v{act.village:03}",
                ITEMS[act.item].code,
                period=act.period or "",
                reason="本村无此项",
            )

    async def _publish(self, act: Act, place: tuple[int, int, str]) -> None:
        version = await service.save_draft(
            self.officer,
            self.settings,
            unit_code=f"v{act.village:03}",
            item_code=ITEMS[act.item].code,
            period=act.period,
            draft=Draft(title=f"{act.record}公开", content=CONTENT, formed_on=act.formed_on),
            record_id=self.records.get(place),
        )
        version = await service.submit(self.officer, self.settings, version.id)
        version = await service.approve(self.reviewer, version.id, version.content_hash)
        await service.publish(self.reviewer, self.settings, version.id)
        self.records[place], self.current[place] = version.record.id, version.id


class ByRows:
    """The rows that those services leave behind, written many at a time: for a whole county."""

    def __init__(self, settings: Settings, clock: FixedClock) -> None:
        self.records: dict[tuple[int, int, str], Record] = {}
        self.versions: dict[tuple[int, int], dict[str, list[Version]]] = defaultdict(dict)

    async def begin(self) -> None:
        home = await Unit.get(code="county")
        self.author = await Person.create(login="officer", name="王", unit=home, created_at=START)
        units = await Unit.filter(tier="village").order_by("code")
        self.units = dict(enumerate(units))
        self.items = {item.code: item for item in await CatalogueItem.all()}

    async def live(self, acts: Sequence[Act]) -> None:
        self.new_records: list[Record] = []
        self.new: list[Version] = []
        self.changed: dict[str, Version] = {}
        self.exempt: list[Exemption] = []
        for act in acts:
            self._take(act)
        await transact(self._write)

    def _take(self, act: Act) -> None:
        known = self.versions[act.village, act.item].setdefault(act.record, [])
        if act.kind == "publish":
            self._publish(act, known)
        elif act.kind == "withdraw":
            known[-1].state, known[-1].withdrawn_at = "withdrawn", act.at
            self.changed[known[-1].id] = known[-1]
            self._record(act).current_id = None
        elif act.kind == "check":
            known[-1].checked_at = act.at
            self.changed[known[-1].id] = known[-1]
        else:
            self.exempt.append(
                Exemption(
                    unit=self.units[act.village],
                    item=self.items[ITEMS[act.item].code],
                    period=act.period or "",
                    reason="本村无此项",
                    by="office",
                    at=act.at,
                )
            )

    def _publish(self, act: Act, known: list[Version]) -> None:
        record = self._record(act)
        for other in known:
            self._supersede(other, act.at)
        later: list[datetime] = []
        if act.period is not None:
            for period, versions in self.versions[act.village, act.item].items():
                for other in versions:
                    if period < act.record:
                        self._supersede(other, act.at)
                    elif period > act.record and other.state != "withdrawn":
                        later.append(act.at)
        version = Version(
            id=new_id(),
            record_id=record.id,
            number=len(known) + 1,
            code=new_short_code(),
            state="superseded" if later else "published",
            title=f"{act.record}公开",
            template="notice",
            content=CONTENT.model_dump_json(),
            content_hash="-",
            formed_on=act.formed_on,
            author=self.author,
            created_at=act.at,
            updated_at=act.at,
            published_at=act.at,
            superseded_at=min(later, default=None),
        )
        record.current_id = version.id
        known.append(version)
        self.new.append(version)

    def _supersede(self, version: Version, at: datetime) -> None:
        if version.state in ("published", "superseded"):
            ended = version.superseded_at
            version.state, version.superseded_at = "superseded", min(ended or at, at)
            self.changed[version.id] = version

    def _record(self, act: Act) -> Record:
        place = (act.village, act.item, act.record)
        if place not in self.records:
            self.records[place] = Record(
                id=new_id(),
                unit=self.units[act.village],
                item=self.items[ITEMS[act.item].code],
                period=act.period,
                created_at=act.at,
            )
            self.new_records.append(self.records[place])
        return self.records[place]

    async def _write(self) -> None:
        current = {one.id: one.current_id for one in self.records.values()}
        for one in self.new_records:
            one.current_id = None  # the version comes after it
        await Record.bulk_create(self.new_records, batch_size=SLICE)
        await Version.bulk_create(self.new, batch_size=SLICE)
        for one in self.records.values():
            one.current_id = current[one.id]
        touched = list(self.records.values())
        if touched:
            await Record.bulk_update(touched, fields=["current_id"], batch_size=SLICE)
        known = {version.id for version in self.new}
        changed = [one for one in self.changed.values() if one.id not in known]
        if changed:
            columns = ["state", "superseded_at", "withdrawn_at", "checked_at"]
            await Version.bulk_update(changed, fields=columns, batch_size=SLICE)
        await Exemption.bulk_create(self.exempt, batch_size=SLICE)
