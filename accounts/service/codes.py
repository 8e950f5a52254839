"""One-use codes: stored as hashes, spent by compare-and-set, dead after their lifetime."""

from datetime import timedelta

from accounts.audit import write_entry
from accounts.models import OneUseCode
from accounts.queries import has_administrator
from core import clock
from core.canonical import sha256
from core.errors import Conflict, NotSignedIn
from core.ids import new_short_code, read_code
from core.transaction import transacted

LONGEST = {
    "administrator": timedelta(hours=1),
    "sign-in": timedelta(hours=12),
    "join": timedelta(days=7),
    "pair": timedelta(hours=12),
}
"""Purposes, and how long a code for one may live."""


@transacted
async def issue_code(purpose: str, subject: str, lifetime: timedelta) -> str:
    """A new code of 20 characters (100 random bits) for that purpose.

    ``subject``: a person's id (sign-in, join), a screen's id (pair), empty (administrator).  Raises
    Conflict for an administrator's code where there is an administrator.
    """
    if not timedelta(0) < lifetime <= LONGEST[purpose]:
        raise ValueError(f"a {purpose} code may not live {lifetime}")
    if purpose == "administrator" and await has_administrator():
        raise Conflict(
            "administrator-exists", "已有系统管理员；请由其在控制台“人员与角色”中开通账号。"
        )
    code = new_short_code() + new_short_code()
    row = await OneUseCode.create(
        code_hash=sha256(code.encode()),
        purpose=purpose,
        subject=subject,
        expires_at=clock.real_now() + lifetime,
    )
    data: dict[str, object] = {"purpose": purpose, "subject": subject}
    await write_entry("system", "code.issue", f"code:{row.id}", data)
    return code


@transacted
async def use_code(purpose: str, code: str) -> str:
    """Spend the code; returns its subject.  Raises NotSignedIn for one that is unknown, spent,
    too old, or for something else: one answer for all."""
    now = clock.real_now()
    hashed = sha256(read_code(code).encode())
    mine = OneUseCode.filter(
        code_hash=hashed, purpose=purpose, used_at__isnull=True, expires_at__gt=now
    )
    if await mine.update(used_at=now) != 1:
        raise NotSignedIn("code-bad", "这个一次性代码无效：可能已用过、已过期或输入有误。")
    row = await OneUseCode.get(code_hash=hashed)
    return row.subject
