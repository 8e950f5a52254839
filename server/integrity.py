"""``verify``: the audit trail, the stored bytes and every live plan."""

import asyncio
import json
from dataclasses import dataclass, field

from accounts.models import AuditEntry
from accounts.queries import audit_head, broken_chain
from core import messages
from core.canonical import sha256
from core.errors import HallboardError
from core.signing import SigningKey, verify_json
from disclosure.certificates import genuine
from disclosure.models import Certificate, RestrictedFile, Version
from disclosure.purges import EMPTY, NO_FIELDS, NO_FILES
from disclosure.queries.reproductions import used_elsewhere
from media.models import PageSet, StoredFile
from media.store import Store
from signage.models import Plan, Pointer


@dataclass
class Findings:
    """What was looked at, and what is broken: sentences for a person."""

    entries: int = 0
    files: int = 0
    pointers: int = 0
    certificates: int = 0
    lists: int = 0
    """Lists of persons that were purged, and the papers that went with them."""
    papers: int = 0
    problems: list[str] = field(default_factory=list)


async def verify(store: Store, key: SigningKey) -> Findings:
    """Check everything; the database must be open.  Nothing is changed."""
    found = Findings()
    await _verify_trail(found)
    await _verify_files(store, found)
    await _verify_pointers(store, key, found)
    await _verify_certificates(key, found)
    await _verify_purges(store, found)
    return found


async def _verify_trail(found: Findings) -> None:
    head = await audit_head()
    found.entries = head.sequence if head else 0
    if broken := await broken_chain():
        found.problems.append(
            messages.text(
                "审计链在第 {sequence} 条断开（{because}）。",
                sequence=broken.sequence,
                because=broken.because,
            )
        )


async def _verify_files(store: Store, found: Findings) -> None:
    """Every file that rows name is there, whole, and hashes to its name."""
    for name in await _named_files():
        found.files += 1
        if problem := await asyncio.to_thread(_fault, store, name):
            found.problems.append(problem)


async def _verify_certificates(key: SigningKey, found: Findings) -> None:
    """Each certificate stands as it was signed."""
    for row in await Certificate.all().order_by("at", "id"):
        found.certificates += 1
        if not genuine(row, key.public_bytes(), row.code):
            found.problems.append(messages.text("公示证明 {code} 的签名无效。", code=row.code))


async def _verify_purges(store: Store, found: Findings) -> None:
    """Of a list of persons that had to go nothing is left but what the trail says of it: its
    hash, which can no longer be computed, and hash and size of its papers."""
    rows = await Version.filter(purged_at__isnull=False).order_by("id")
    for row in rows:
        entries = await AuditEntry.filter(action="version.purge", subject=f"version:{row.id}")
        told = [json.loads(entry.data) for entry in entries]
        noted = {one.get("hash") for one in told}
        emptied = (row.content, row.fields_json, row.attachments) == (EMPTY, NO_FIELDS, NO_FILES)
        if not emptied or row.content_hash not in noted:
            found.problems.append(
                messages.text("已清除的名单 {code} 与审计记录不一致。", code=row.code)
            )
        papers = {str(paper["sha256"]) for one in told for paper in one.get("papers", ())}
        found.lists += 1
        found.papers += len(papers)
        found.problems += [
            messages.text(
                "已清除的名单 {code} 的文件 {name} 仍未销毁。", code=row.code, name=one[:12]
            )
            for one in await _left_of(store, row.id, papers)
        ]


async def _left_of(store: Store, version_id: str, papers: set[str]) -> list[str]:
    """Papers of a purged list that are still there, though they neither wait for screens to let
    go of the list nor prove anything else."""
    marked = RestrictedFile.filter(version_id=version_id).values_list("sha256", flat=True)
    left = sorted(papers - {str(name) for name in await marked})
    there = [name for name in left if await asyncio.to_thread(store.exists, name)]
    return [name for name in there if not await used_elsewhere(name)]


async def _named_files() -> list[str]:
    stored = await StoredFile.all().values_list("sha256", flat=True)
    plans = await Plan.all().values_list("sha256", flat=True)
    drawn = await PageSet.filter(state="drawn").values_list("pages", flat=True)
    pages = [page["file"] for text in drawn for page in json.loads(str(text))]
    return sorted({*map(str, stored), *map(str, plans), *map(str, pages)})


async def _verify_pointers(store: Store, key: SigningKey, found: Findings) -> None:
    """Each screen's pointer is signed, says what its row says, and its plan's files exist."""
    checked: dict[str, str] = {}
    for pointer in await Pointer.all().order_by("screen_id"):
        found.pointers += 1
        problem = _pointer_fault(pointer, key)
        if not problem and pointer.plan not in checked:
            checked[pointer.plan] = await asyncio.to_thread(_plan_fault, store, pointer.plan)
        if problem := problem or checked.get(pointer.plan, ""):
            screen = await pointer.screen
            found.problems.append(
                messages.text("终端 {code}：{problem}", code=screen.code, problem=problem)
            )


def _pointer_fault(pointer: Pointer, key: SigningKey) -> str:
    try:
        payload = verify_json(json.loads(pointer.envelope), key.public_bytes())
    except (HallboardError, ValueError, TypeError) as problem:
        return messages.text("指针的签名无效（{problem}）。", problem=problem)
    row = {
        "screen": pointer.screen_id,  # type: ignore[attr-defined]  # made by Tortoise
        "plan": pointer.plan,
        "epoch": pointer.epoch,
        "sequence": pointer.sequence,
    }
    if not isinstance(payload, dict) or {name: payload.get(name) for name in row} != row:
        return messages.text("指针与签名的内容不一致。")
    return ""


def _plan_fault(store: Store, name: str) -> str:
    """What is wrong with a plan, or an empty text."""
    if fault := _fault(store, name):
        return fault
    for file in sorted(named_files(json.loads(store.read(name)), store)):
        if not store.exists(file):
            return messages.text("播放单缺少文件 {name}。", name=file[:12])
    return ""


def named_files(plan: object, store: Store) -> set[str]:
    """Hashes of every file that a plan names, at whatever depth, and its touch index with it."""
    found: set[str] = set()
    waiting = [plan]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
            named = [value[name] for name in ("file", "index", "fragment", "qr") if value.get(name)]
            found |= {name for name in named if isinstance(name, str)}
            index = value.get("index")
            if isinstance(index, str) and store.exists(index):
                waiting.append(json.loads(store.read(index)))
        elif isinstance(value, list):
            waiting += value
    return found


def _fault(store: Store, name: str) -> str:
    try:
        data = store.path(name).read_bytes()
    except FileNotFoundError:
        return messages.text("文件 {name} 不存在。", name=name[:12])
    except OSError as problem:
        return messages.text(
            "文件 {name} 无法读取（{problem}）。", name=name[:12], problem=problem.strerror
        )
    return "" if sha256(data) == name else messages.text("文件 {name} 已损坏。", name=name[:12])
