"""The review chains that a county sets for itself."""

import re

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may
from accounts.queries import unit_by_code
from core import clock
from core.errors import Invalid, NotFound
from core.transaction import transacted
from disclosure import chains
from disclosure.chains import KINDS, Chain, check_chain
from disclosure.models import ReviewChain

AUDIENCES = ("", "public", "group", "staff")
_CODE = re.compile(r"[a-z0-9-]{1,20}")


@transacted
async def set_chain(
    actor: Actor,
    *,
    kind: str,
    unit_code: str,
    chain: Chain,
    audience: str = "",
    urgent: bool = False,
) -> ReviewChain:
    """What holds from now on for that kind below that unit; what is under way keeps its own.

    Raises Refused without release rights over the unit, NotFound for an unknown unit, Invalid.
    """
    unit = await unit_by_code(unit_code)
    check_may(actor, "record.release", unit.path)
    _check_place(kind, audience)
    check_chain(chain)
    _check_secrecy(chain, kind)
    _check_codes(chain)
    text = chains.written(chain)
    row, _ = await ReviewChain.get_or_create(
        kind=kind,
        unit_path=unit.path,
        audience=audience,
        urgent=urgent,
        defaults={"steps": text, "updated_at": clock.now()},
    )
    await ReviewChain.filter(id=row.id).update(steps=text, updated_at=clock.now())
    data = {"kind": kind, "unit": unit.code, "audience": audience, "urgent": urgent}
    await write_entry(actor, "chain.set", f"chain:{row.id}", data | {"steps": _in_words(chain)})
    return row


@transacted
async def remove_chain(actor: Actor, chain_id: str) -> None:
    """Back to what holds above it.  Raises NotFound where the actor may not change it."""
    row = await ReviewChain.get_or_none(id=chain_id)
    if row is None or not may(actor, "record.release", row.unit_path):
        raise NotFound("chain-unknown", "没有这条审核流程。")
    await ReviewChain.filter(id=row.id).delete()
    data: dict[str, object] = {"kind": row.kind, "path": row.unit_path, "urgent": row.urgent}
    await write_entry(actor, "chain.remove", f"chain:{row.id}", data)


def _check_place(kind: str, audience: str) -> None:
    if kind not in KINDS:
        raise Invalid("chain-kind-bad", "请选择公开类别。", field="kind")
    if audience not in AUDIENCES:
        raise Invalid("audience-unknown", "请选择公开范围。", field="audience")


def _check_secrecy(chain: Chain, kind: str) -> None:
    """条例 Art. 17: what an office discloses is checked for secrecy first.  A county may move that
    step and name it otherwise; it may not leave it out."""
    if kind == "affairs" and not any(step.kind == "secrecy" for step in chain.steps):
        raise Invalid(
            "secrecy-missing",
            "政务信息公开前应当进行保密审查，请保留保密审查这一步。",
            field="steps",
        )


def _check_codes(chain: Chain) -> None:
    for number, step in enumerate(chain.steps, 1):
        if not _CODE.fullmatch(step.code):
            raise Invalid(
                "step-code-bad", "第 {number} 步的代码有误。", number=number, field="steps"
            )


def _in_words(chain: Chain) -> str:
    steps = [f"{step.name}（{step.role}）" for step in chain.steps]
    return " → ".join([*steps, chain.release_role])
