"""The audit trail, for inspectors."""

from starlette.requests import Request
from starlette.responses import Response

from accounts import queries
from accounts.permissions import holds
from console.audit_lines import KINDS, line
from console.routes.page import actor_of, page
from core import messages

PAGE = 50


async def audit_page(request: Request) -> Response:
    asked = request.query_params
    action, subject, before = asked.get("action", ""), asked.get("subject", ""), asked.get("before")
    entries = await queries.audit_entries(
        subject=subject,
        action=action if action in KINDS else "",
        before=int(before) if before and before.isdecimal() else None,
        limit=PAGE + 1,
    )
    shown, head = entries[:PAGE], await queries.audit_head()
    names = await queries.names({entry.actor for entry in shown})
    context = {
        "lines": [line(entry, names) for entry in shown],
        "older": shown[-1].sequence if len(entries) > PAGE else None,
        "kinds": [(kind, messages.text(name)) for kind, name in KINDS.items()],
        "action": action,
        "subject": subject,
        "head": head.hash if head else "",
        "may_export": holds(actor_of(request), "audit.export"),
    }
    return await page(request, "audit.html", context)
