"""The pages of the record site, made alike for the server and for a static copy."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from jinja2 import Environment

from accounts.models import Unit
from core.messages import text
from core.settings import Settings
from disclosure.attachments import public_files
from disclosure.models import Version
from disclosure.periods import parse
from disclosure.queries import PublicRecord, PublicVersion, facts_of, span_of
from disclosure.queries.public import PublicListing
from disclosure.relations import link_words
from disclosure.sheets import posting_lines
from disclosure.workdays import Workdays
from media.content import Content
from portal import metadata
from portal.addresses import Addresses
from portal.standing import Standing, standing


@dataclass(frozen=True)
class Page:
    """HTML and the status with which it is served."""

    html: str
    status: int = 200


@dataclass(frozen=True)
class Row:
    """A line of a list."""

    title: str
    code: str
    record: str
    unit: str
    item: str
    group: str
    period: str
    published_at: datetime
    standing: Standing


@dataclass(frozen=True)
class Site:
    """What all pages share: ``root`` is the county, whose name heads them."""

    environment: Environment
    settings: Settings
    addresses: Addresses
    at: datetime
    root: Unit | None
    calendar: Workdays

    def record(self, shown: PublicVersion) -> Page:
        """A version in its state; withdrawn ones are 410 with the reason and no content."""
        version = shown.version
        state = self._standing(version)
        address = f"{self.settings.public_url}/r/{version.code}"
        html = self._render(
            "withdrawn" if state.gone else "record",
            version=version,
            record=version.record,
            units=shown.units,
            phone=shown.phone,
            standing=state,
            period=parse(version.record.period).stamp() if version.record.period else "",
            metadata=metadata.rows(version),
            notice=self._notice(version),
            result=shown.result,
            content=None if state.gone else Content.model_validate_json(version.content),
            attachments=() if state.gone else public_files(version.attachments),
            successor=shown.successor,
            linked=[
                (link_words(relation, speaks), other) for relation, speaks, other in shown.linked
            ],
            versions=[(other, self._standing(other)) for other in shown.others],
            periods=[
                (other, parse(other.record.period or "").name(), self._standing(other))
                for other in shown.periods
            ],
            address=address,
            linked_data=metadata.linked_data(
                version, address=address, zone=self.settings.zone, gone=state.gone
            ),
        )
        return Page(html, 410 if state.gone else 200)

    def home(self, units: list[Unit], latest: PublicListing) -> Page:
        """Search, the units from which one goes on to one's own, what is new."""
        towns = [unit for unit in units if unit.tier == "township"]
        departments = [unit for unit in units if unit.tier in ("county", "department")]
        return Page(
            self._render(
                "home",
                departments=departments,
                towns=towns,
                rows=self.rows(latest.rows),
            )
        )

    def unit(
        self, unit: Unit, above: list[Unit], below: list[Unit], listing: PublicListing
    ) -> Page:
        """One unit: what it discloses by group, the units below it."""
        rows = sorted(self.rows(listing.rows), key=lambda row: row.group)
        groups = [(name, list(found)) for name, found in groupby(rows, key=lambda row: row.group)]
        html = self._render(
            "unit", unit=unit, above=above, below=below, groups=groups, listing=listing
        )
        return Page(html)

    def search(self, query: str, listing: PublicListing | None) -> Page:
        rows = self.rows(listing.rows) if listing else []
        return Page(self._render("search", query=query, listing=listing, rows=rows))

    def missing(self, query: str = "") -> Page:
        """What is not there: a way on, never a dead end."""
        return Page(self._render("missing", query=query), 404)

    def rows(self, found: list[PublicRecord]) -> list[Row]:
        return [self._row(record) for record in found]

    def _row(self, found: PublicRecord) -> Row:
        version, item = found.version, found.version.record.item
        return Row(
            title=version.title,
            code=version.code,
            record=version.record.id,
            unit=version.record.unit.short_name,
            item=item.name if item else "",
            group=item.group if item else text("其他信息"),
            period=parse(version.record.period).stamp() if version.record.period else "",
            published_at=version.published_at,
            standing=self._standing(version),
        )

    def _notice(self, version: Version) -> list[str]:
        """What a posted notice says of its days and of objections."""
        span = span_of(version, self.settings, self.calendar)
        posting = facts_of(version).posting
        return posting_lines(posting, span.posted, version.objection, "")

    def _standing(self, version: Version) -> Standing:
        span = span_of(version, self.settings, self.calendar)
        return standing(
            span,
            self.at,
            self.settings.zone,
            withdrawn=version.withdrawn_at,
            last_wording=version.record.current_id == version.id,  # type: ignore[attr-defined]  # set by Tortoise
        )

    def _render(self, name: str, **context: object) -> str:
        template = self.environment.get_template(f"portal/{name}.html")
        return template.render(site=self, to=self.addresses, **context)
