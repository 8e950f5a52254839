"""上报资料 and the quarterly reports on 旁听制、会审会、局务会议纪要 (Xushui plan, §二(二)3)."""

from decimal import Decimal, InvalidOperation

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may, may
from accounts.queries import unit_by_code
from core import clock
from core.errors import Conflict, Invalid, NotFound
from core.messages import marked
from core.transaction import transacted
from disclosure.models import Material
from disclosure.periods import parse
from disclosure.service.steps import needed

MATERIAL_KINDS: dict[str, str] = {
    "material": marked("上报资料"),
    "attendance": marked("旁听制落实情况"),
    "joint": marked("会审会落实情况"),
    "minutes": marked("局务会议纪要落实情况"),
}
_LONGEST = 20_000


@transacted
async def file_material(
    actor: Actor, *, unit_code: str, kind: str, period: str, title: str, body: str
) -> Material:
    """What a unit reports about a period.  Raises Invalid, naming the field, Refused."""
    unit = await unit_by_code(unit_code)
    check_may(actor, "record.write", unit.path)
    if kind not in MATERIAL_KINDS:
        raise Invalid("material-kind", "请选择上报类别。", field="kind")
    about = str(parse(period))
    named = needed(title, "title-missing", "请填写标题。", "title")[:200]
    text = body.strip()
    if not text:
        raise Invalid("content-missing", "正文不能为空。", field="body")
    if len(text) > _LONGEST:
        raise Invalid("too-long", "最多 {most} 个字。", most=_LONGEST, field="body")
    row = await Material.create(
        unit=unit, kind=kind, period=about, title=named, body=text, by=actor.id, at=clock.now()
    )
    data: dict[str, object] = {"unit": unit.code, "kind": kind, "period": about, "title": named}
    await write_entry(actor, "material.file", f"material:{row.id}", data)
    return row


@transacted
async def score_material(actor: Actor, material_id: str, score: str, remark: str = "") -> None:
    """The office judges it, out of 100.  Raises Invalid, Refused, Conflict for its own author."""
    row = await Material.filter(id=material_id).select_related("unit").first()
    if row is None or not _sees(actor, row.unit.path):
        raise NotFound("material-unknown", "没有这份上报资料。")
    check_may(actor, "supervise.write", row.unit.path)
    if row.by == actor.id:
        raise Conflict("own-material", "不能给自己上报的资料评分，请由他人办理。")
    value = _points(score)
    changes = {"score": value, "remark": remark.strip()[:300]}
    await Material.filter(id=row.id).update(**changes, scored_by=actor.id, scored_at=clock.now())
    await write_entry(
        actor,
        "material.score",
        f"material:{row.id}",
        {"score": str(value), "note": changes["remark"]},
    )


def _sees(actor: Actor, path: str) -> bool:
    return may(actor, "record.read", path) or may(actor, "supervise.read", path)


def _points(score: str) -> Decimal:
    try:
        value = Decimal(score)
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 <= value <= 100:
        raise Invalid("score-range", "评分应在 0 到 100 之间。", field="score")
    return value.quantize(Decimal("0.01"))
