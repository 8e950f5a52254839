"""What fills the addresses of the role matrix: real things of a unit.

A route with a parameter needs a line in OBJECTS (its own address, or one above it whose parameters
are the same); a line names a kind, and a kind makes a fresh thing of that kind in a given unit.
A route that finds no line fails the matrix with its address.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from PIL import Image

from accounts import service as accounts
from accounts.actor import SYSTEM, Actor
from accounts.models import Person
from accounts.queries import unit_by_code
from core import clock
from core.ids import new_id
from core.signing import new_signing_key
from disclosure import service as disclosure
from disclosure.attachments import read_attachments
from disclosure.drafts import Draft
from disclosure.extracting import ExtractRules
from disclosure.models import (
    CatalogueItem,
    DisplayEvidence,
    Exemption,
    GateWord,
    Material,
    Review,
    ReviewChain,
    SourcePage,
    SpotCheck,
    SpotFinding,
    SuppressedName,
    Task,
    TaskUnit,
    Version,
)
from disclosure.service.attaching import attach
from disclosure.service.sources import create_source
from media.content import Content, Picture, paragraph
from media.service import store_file, store_picture
from media.store import Store
from schedules import service as schedules
from schedules.selection import Selection
from signage import queries as signage
from signage import service as screens
from signage.certificates import issue_certificate
from tests.console.site import Site
from tests.disclosure.files import PDF
from tests.media.test_images import encoded

OWN, OWN_VILLAGE, FOREIGN = "liuhe", "shiqiao", "nanping"
"""The matrix's people hold their role over OWN; the things are in OWN_VILLAGE or FOREIGN."""
Values = dict[str, str]
Make = Callable[["Maker", str], Awaitable[Values]]


@dataclass(frozen=True)
class Maker:
    """What a kind needs to make something."""

    site: Site
    actors: dict[str, Actor]
    """By unit: an officer who writes for it."""
    operator: Actor
    """Over the whole county."""


@dataclass(frozen=True)
class Kind:
    """``make``: the address's parameters, for something new in the unit with that code.

    ``foreign_read``, ``foreign_write``: what another unit's thing is to someone who holds the
    permission over their own: hidden (404), refused (403), or shared (as their own).
    """

    make: Make
    foreign_read: Literal["hidden", "shared"] = "hidden"
    foreign_write: Literal["hidden", "refused", "shared"] = "hidden"


async def _draft(maker: Maker, unit: str, content: Content, template: str = "notice") -> Version:
    draft = Draft(title="关于秋季防火的通告", content=content, template=template)
    return await disclosure.save_draft(
        maker.actors[unit],
        maker.site.settings,
        unit_code=unit,
        item_code=None,
        period=None,
        draft=draft,
    )


async def version(maker: Maker, unit: str) -> Values:
    """A draft."""
    made = await _draft(maker, unit, Content(blocks=(paragraph("林区内禁止用火。"),)))
    return {"id": made.id}


async def record(maker: Maker, unit: str) -> Values:
    made = await _draft(maker, unit, Content(blocks=(paragraph("林区内禁止用火。"),)))
    return {"id": made.record.id}


async def picture(maker: Maker, unit: str) -> Values:
    """A draft and the picture that it holds."""
    shade = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    store = Store(maker.site.settings.files)
    sha = await store_picture(store, encoded(shade, "PNG"))
    block = Picture(file=sha, alt="一块灰色渐变")
    made = await _draft(maker, unit, Content(blocks=(block,)), "picture")
    return {"id": made.id, "sha256": sha}


async def posting(maker: Maker, unit: str) -> Values:
    """A published notice with a posting period, as its row would stand after every step."""
    made = await _draft(maker, unit, Content(blocks=(paragraph("下列事项予以公示。"),)))
    state = {"state": "published", "published_at": clock.now()}
    period = {"posting_days": 5, "posting_unit": "working_day"}
    await Version.filter(id=made.id).update(**state, **period)
    return {"id": made.id}


async def posting_photo(maker: Maker, unit: str) -> Values:
    values = await posting(maker, unit)
    shade = Image.linear_gradient("L").resize((64, 48)).convert("RGB")
    store = Store(maker.site.settings.files)
    sha = await store_picture(store, encoded(shade, "PNG"))
    await DisplayEvidence.create(
        version_id=values["id"], carrier="paper", place="公开栏", file=sha,
        seen_on=clock.now().date(), by="officer", at=clock.now(),
    )  # fmt: skip
    return {**values, "sha256": sha}


async def certificate(maker: Maker, unit: str) -> Values:
    values = await posting(maker, unit)
    made = await issue_certificate(
        maker.actors[unit], maker.site.settings, new_signing_key(), values["id"]
    )
    return {"code": made.code, "kind": "json"}


async def scan(maker: Maker, unit: str) -> Values:
    """A version with a signature on paper, and its scan."""
    made = await version(maker, unit)
    store = Store(maker.site.settings.files)
    sha = await store_file(store, b"%PDF-1.4 signed", "application/pdf")
    person = await Person.get(id=maker.actors[unit].id)
    await Review.create(
        version_id=made["id"],
        step="approve",
        person=person,
        content_hash="0" * 64,
        at=clock.now(),
        stage="head",
        signer="周镇长",
        scan=sha,
    )
    return made | {"sha256": sha}


async def programme(maker: Maker, unit: str) -> Values:
    """One that plays in the unit alone."""
    draft = schedules.ProgrammeDraft(
        name=f"轮播{new_id()[:6]}",
        selection=Selection(),
        targets=f"unit:{unit}",
        zone="Asia/Shanghai",
    )
    made = await schedules.save_programme(maker.operator, draft, await signage.reach())
    return {"id": made.id}


async def screen(maker: Maker, unit: str) -> Values:
    code = new_id()[:8]
    hall = await screens.create_hall(maker.operator, f"h{code}", "大厅", unit=unit)
    made = await screens.create_screen(
        maker.operator, f"s{code}", "北墙", hall=hall.code, profile_code="wall-1920x1080-3m"
    )
    return {"id": made.id}


async def person(maker: Maker, unit: str) -> Values:
    made = await accounts.create_person(SYSTEM, f"someone-{new_id()[:8]}", "某人", unit=unit)
    return {"id": made.id}


async def unit(maker: Maker, unit: str) -> Values:
    """One below the given unit."""
    code = f"u{new_id()[:8]}"
    await accounts.create_unit(SYSTEM, code, "某村", tier="village", parent=unit)
    return {"id": (await unit_by_code(code)).id}


async def task(maker: Maker, unit: str) -> Values:
    """A task of that unit alone."""
    made = await Task.create(number=1, title="梳理公开事项", by="office", at=clock.now())
    await TaskUnit.create(task=made, unit=await unit_by_code(unit))
    return {"id": made.id}


async def spot_check(maker: Maker, unit: str) -> Values:
    """A list with one place of that unit on it."""
    made = await SpotCheck.create(
        title="季度抽查", seed="7", size=1, drawn_at=clock.now(), by="inspector"
    )
    await SpotFinding.create(check=made, unit=await unit_by_code(unit), subject="收支情况")
    return {"id": made.id}


async def spot_finding(maker: Maker, unit: str) -> Values:
    check = (await spot_check(maker, unit))["id"]
    return {"id": (await SpotFinding.get(check_id=check)).id}


async def material(maker: Maker, unit: str) -> Values:
    made = await Material.create(
        unit=await unit_by_code(unit),
        kind="material",
        period="2026Q3",
        title="第三季度政务公开工作情况",
        body="……",
        by="someone",
        at=clock.now(),
    )
    return {"id": made.id}


async def catalogue_item(maker: Maker, unit: str) -> Values:
    """An item of the township's or village's own."""
    made = await disclosure.create_item(
        SYSTEM,
        code=f"i{new_id()[:8]}",
        unit_code=unit,
        tier="village",
        group="集体果园",
        name="果园承包",
        cadence="yearly",
    )
    return {"code": made.code}


async def edition(maker: Maker, unit: str) -> Values:
    """A catalogue that the unit adopted."""
    stored = await disclosure.apply_template(SYSTEM, "village", unit)
    return {"code": stored.code}


async def template(maker: Maker, unit: str) -> Values:
    return {"template": "village"}


async def supervised(maker: Maker, unit: str) -> Values:
    return {"code": unit}


async def a_year(maker: Maker, unit: str) -> Values:
    return {"year": "2026"}


async def attachment(maker: Maker, unit: str) -> Values:
    """A draft and the file attached to it."""
    made = await _draft(maker, unit, Content(blocks=(paragraph("林区内禁止用火。"),)))
    store = Store(maker.site.settings.files)
    changed = await attach(
        maker.actors[unit], maker.site.settings, store, made.id, data=PDF, name="通告.pdf"
    )
    return {"id": made.id, "sha256": read_attachments(changed.attachments)[0].sha256}


async def source(maker: Maker, unit: str) -> Values:
    """A list of the portal from which the unit's drafts are drawn."""
    made = await create_source(
        maker.actors[unit],
        unit_code=unit,
        item_code="",
        name="县政府网站",
        list_url="http://127.0.0.1:9/zwgk/",
        rules=ExtractRules(),
    )
    return {"id": made.id}


async def source_page(maker: Maker, unit: str) -> Values:
    above = (await source(maker, unit))["id"]
    made = await SourcePage.create(
        source_id=above, url="http://127.0.0.1:9/1.html", problem="changed:1", seen_at=clock.now()
    )
    return {"id": made.id}


async def gate_word(maker: Maker, unit: str) -> Values:
    """One of the county's own words."""
    made = await GateWord.create(kind="forbidden", word=new_id()[:8], created_at=clock.now())
    return {"id": made.id}


async def suppressed(maker: Maker, unit: str) -> Values:
    """A name that was withdrawn in the unit."""
    made = await SuppressedName.create(
        name=new_id()[:8],
        unit_path=(await unit_by_code(unit)).path,
        reason="离任",
        by="someone",
        since=clock.now(),
    )
    return {"id": made.id}


async def chain(maker: Maker, unit: str) -> Values:
    """A path of review that the unit has for itself."""
    made = await ReviewChain.create(
        kind=new_id()[:8],
        unit_path=(await unit_by_code(unit)).path,
        steps="[]",
        updated_at=clock.now(),
    )
    return {"id": made.id}


async def exemption(maker: Maker, unit: str) -> Values:
    code = (await catalogue_item(maker, unit))["code"]
    made = await Exemption.create(
        unit=await unit_by_code(unit),
        item=await CatalogueItem.get(code=code),
        reason="本村没有集体果园",
        by="someone",
        at=clock.now(),
    )
    return {"id": made.id}


HIDDEN_VERSION = Kind(version)
OBJECTS: dict[str, Kind] = {
    "/console/records/{id}": Kind(record),
    "/console/versions/{id}": HIDDEN_VERSION,
    "/console/versions/{id}/files/{sha256}": Kind(picture),
    "/console/versions/{id}/scans/{sha256}": Kind(scan),
    "/console/versions/{id}/attachments/{sha256}": Kind(attachment),
    "/console/sources/{id}": Kind(source),
    "/console/source-pages/{id}": Kind(source_page),
    "/console/postings/{id}": Kind(posting),
    "/console/postings/{id}/evidence/{sha256}": Kind(posting_photo),
    "/console/certificates/{code}/{kind}": Kind(certificate),
    "/console/programmes/{id}": Kind(programme, "shared", "refused"),
    "/console/screens/{id}": Kind(screen),
    "/console/people/{id}": Kind(person),
    "/console/sessions/{id}": Kind(person),
    "/console/units/{id}": Kind(unit),
    "/console/supervision/units/{code}": Kind(supervised),
    "/console/supervision/years/{year}": Kind(a_year, "shared"),
    "/console/catalogue/items/{code}": Kind(catalogue_item, "shared", "refused"),
    "/console/catalogue/items/{code}/edit": Kind(catalogue_item),
    "/console/catalogue/editions/{code}": Kind(edition, "shared"),
    "/console/catalogue/templates/{template}": Kind(template, "shared", "shared"),
    "/console/words/{id}": Kind(gate_word, "shared", "refused"),
    "/console/names/{id}": Kind(suppressed),
    "/console/chains/{id}": Kind(chain),
    "/console/exemptions/{id}": Kind(exemption),
    "/console/tasks/{id}": Kind(task),
    "/console/spot-checks/{id}": Kind(spot_check),
    "/console/findings/{id}": Kind(spot_finding),
    "/console/materials/{id}": Kind(material),
}
"""By address, or by one above it: the longest that fits counts."""


INSIDE = {
    ("/console/sessions/{id}/reset", "factor-missing"),
    ("/console/findings/{id}/photo", "photo-unknown"),
    ("/console/records/{id}/link", "record-unknown"),
    ("/console/records/{id}/unlink", "link-unknown"),
    ("/console/tasks/{id}/progress", "unit-unknown"),
    ("/console/versions/{id}/attachments/remove", "file-unknown"),
    ("/console/versions/{id}/findings/clear", "finding-unknown"),
    ("/console/versions/{id}/findings/confirm", "finding-unknown"),
    ("/console/versions/{id}/findings/reject", "finding-unknown"),
}
"""Address and code of a 404 that speaks not of the thing itself but of what the empty form names
within it."""
COUNTY_WIDE = {
    "/console/audit/export",
    "/console/rules",
    "/console/sessions/policy",
    "/console/words/{id}/delete",
}
"""What needs its permission over the whole county: refused to those who hold it over a township."""


def kind_of(path: str) -> Kind | None:
    """What fills the route's parameters; None where no line of OBJECTS does."""
    fitting = [
        known
        for known in OBJECTS
        if (path == known or path.startswith(known + "/")) and known.count("{") == path.count("{")
    ]
    return OBJECTS[max(fitting, key=len)] if fitting else None
