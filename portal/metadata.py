"""The metadata of a record: the table that official documents carry, and its machine form."""

from datetime import date
from zoneinfo import ZoneInfo

from core.messages import text
from disclosure.models import Version
from disclosure.periods import parse
from disclosure.sheets import day_text


def rows(version: Version) -> list[tuple[str, str]]:
    """(label, value) in the order of official documents; what is empty is left out."""
    record = version.record
    period = parse(record.period).name() if record.period else ""
    found = (
        (text("索引号"), index_number(version)),
        (text("公开事项"), record.item.name if record.item else ""),
        (text("期次"), period),
        (text("主题分类"), version.subject),
        (text("发布机构"), version.publisher or record.unit.name),
        (text("文号"), version.document_number),
        (text("成文日期"), _day(version.formed_on)),
        (text("发文日期"), _day(version.issued_on)),
        (text("生效日期"), _day(version.effective_on)),
        (text("废止日期"), _day(version.abolished_on)),
        (text("关键词"), version.keywords),
    )
    return [(label, value) for label, value in found if value]


def index_number(version: Version) -> str:
    """The version's own, as it was imported or typed, else the one its record was given."""
    return version.index_number or version.record.index_number


def linked_data(version: Version, *, address: str, zone: ZoneInfo, gone: bool) -> dict[str, object]:
    """schema.org JSON-LD of a version: a dataset where it is a table of a period, else an
    official document.  Nothing of the content stands in it when the version was withdrawn."""
    unit = version.record.unit
    publisher = {"@type": "GovernmentOrganization", "name": version.publisher or unit.name}
    known: dict[str, object | None] = {
        "@context": "https://schema.org",
        "@type": "Dataset" if version.template == "table" else "DigitalDocument",
        "url": address,
        "name": version.title,
        "inLanguage": "zh-CN",
        "identifier": index_number(version) or version.document_number or version.code,
        "version": str(version.number),
        "publisher": publisher,
        "about": version.record.item.name if version.record.item else None,
        "temporalCoverage": _coverage(version.record.period),
        "datePublished": version.published_at.astimezone(zone).isoformat(),
        "dateCreated": version.formed_on.isoformat() if version.formed_on else None,
        "expires": version.abolished_on.isoformat() if version.abolished_on else None,
        "keywords": version.keywords or None,
        "sameAs": version.official_url or None,
        "isAccessibleForFree": True,
    }
    kept = known if not gone else {key: known[key] for key in ("@context", "@type", "url")}
    return {key: value for key, value in kept.items() if value is not None}


def _coverage(code: str | None) -> str | None:
    if code is None:
        return None
    period = parse(code)
    return f"{period.first_day.isoformat()}/{period.last_day.isoformat()}"


def _day(day: date | None) -> str:
    return day_text(day) if day else ""
