"""The daily look at each record's page on the government's own portal (第一平台)."""

from datetime import datetime

from accounts.actor import SYSTEM
from accounts.audit import write_entry
from core import clock, messages
from core.errors import HallboardError
from core.fetch import fetch
from core.settings import Settings
from core.transaction import transact
from disclosure.models import OfficialCheck, Record

LIMIT = 5_000_000


async def check_official(settings: Settings, record: Record) -> bool:
    """Ask for the record's page and note whether it is there; whether it is.

    Only a change from found to missing, or back, stands in the audit trail.
    """
    status, problem = 0, ""
    try:
        answer = await fetch(record.official_url, allowed=settings.fetch_hosts, limit=LIMIT)
        status = answer.status
        if not 200 <= status < 300:
            with messages.spoken_in(settings.locale):
                problem = messages.text("政府网站应答 {status}。", status=status)
    except HallboardError as error:
        with messages.spoken_in(settings.locale):
            problem = messages.text(error.message, **error.data)
    at = clock.now()
    await transact(lambda: _keep(record, status, problem[:200], at))
    return not problem


async def _keep(record: Record, status: int, problem: str, at: datetime) -> None:
    known = await OfficialCheck.get_or_none(record_id=record.id)
    was_failing = known is not None and known.failing_since is not None
    since = (known.failing_since if was_failing and known else at) if problem else None
    if known is None:
        known = OfficialCheck(record_id=record.id)
    known.url, known.status, known.problem = record.official_url, status, problem
    known.checked_at, known.failing_since = at, since  # type: ignore[assignment]  # it may be null
    await known.save()
    if bool(problem) != was_failing:
        action = "official.lost" if problem else "official.found"
        data: dict[str, object] = {"url": record.official_url, "note": problem}
        await write_entry(SYSTEM, action, f"record:{record.id}", data)
