"""The audit trail for the auditor: verified as a whole, and taken out as one file."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from accounts import queries, service
from accounts.chain import Head
from console.routes.page import actor_of, page
from core import clock


async def verify(request: Request) -> Response:
    """Every entry against the one before it, up to the chain's end."""
    broken, head = await queries.broken_chain(), await queries.audit_head()
    context = {"broken": broken, "head": head, "at": clock.now()}
    return await page(request, "audit_verified.html", context)


async def export(request: Request) -> Response:
    """One JSON object a line, oldest first; the last line is the chain's end."""
    head = await service.note_export(actor_of(request))
    name = f"audit-{head.sequence}.jsonl"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_lines(head), media_type="application/jsonl", headers=headers)


async def _lines(head: Head) -> AsyncIterator[bytes]:
    async for entry in queries.exported(head):
        row = asdict(entry) | {"at": entry.at.isoformat(timespec="microseconds")}
        yield json.dumps(row, ensure_ascii=False).encode() + b"\n"
    yield json.dumps({"head": asdict(head)}).encode() + b"\n"
