"""Sources: lists on the government's portal from which records are drawn, nothing typed twice."""

from accounts.actor import Actor
from accounts.audit import write_entry
from accounts.permissions import check_may
from accounts.queries import unit_by_code
from core.errors import Conflict, Invalid, NotFound
from core.transaction import transacted
from disclosure.extracting import ExtractRules, check_rules
from disclosure.models import CatalogueItem, Source, SourcePage
from disclosure.queries.sources import source_view

NAME = 80


@transacted
async def create_source(
    actor: Actor,
    *,
    unit_code: str,
    item_code: str,
    name: str,
    list_url: str,
    rules: ExtractRules,
) -> Source:
    """A source whose pages become the actor's drafts.  Raises Invalid, Refused, NotFound."""
    unit = await unit_by_code(unit_code)
    check_may(actor, "record.write", unit.path)
    _check(name, list_url, rules)
    source = await Source.create(
        unit=unit,
        item=await _item(item_code),
        name=name.strip(),
        list_url=list_url.strip(),
        rules=rules.model_dump_json(),
        author_id=actor.id,
    )
    await _note(actor, "source.create", source, {"unit": unit.code, "url": source.list_url})
    return source


@transacted
async def change_source(
    actor: Actor,
    source_id: str,
    *,
    name: str,
    list_url: str,
    rules: ExtractRules,
    active: bool,
) -> Source:
    """Another name, address or rules; who changes it answers for the drafts from then on."""
    source = await _owned(actor, source_id)
    _check(name, list_url, rules)
    await Source.filter(id=source.id).update(
        name=name.strip(),
        list_url=list_url.strip(),
        rules=rules.model_dump_json(),
        active=active,
        author_id=actor.id,
        problem="",
    )
    await _note(actor, "source.change", source, {"url": list_url.strip(), "enabled": active})
    return await source_view(actor, source_id)


@transacted
async def ask_for_pull(actor: Actor, source_id: str) -> None:
    """Make the source due now: the next look of the job pulls it."""
    source = await _owned(actor, source_id)
    if not source.active:
        raise Conflict("source-off", "该来源已停用，请先启用。")
    await Source.filter(id=source.id).update(pulled_at=None)
    await _note(actor, "source.ask", source, {})


@transacted
async def accept_change(actor: Actor, page_id: str) -> SourcePage:
    """Someone has looked at a page that changed there: what it says now is known."""
    page = await SourcePage.filter(id=page_id).select_related("source__unit").first()
    if page is None:
        raise NotFound("page-unknown", "没有这个页面。")
    source = await _owned(actor, page.source.id)
    if not page.problem.startswith("changed:"):
        raise Conflict("page-unchanged", "该页面没有待处理的变化。")
    await SourcePage.filter(id=page.id).update(
        hash=page.problem.removeprefix("changed:"), problem=""
    )
    await _note(actor, "source.accept", source, {"url": page.url})
    return page


async def _owned(actor: Actor, source_id: str) -> Source:
    source = await source_view(actor, source_id)
    check_may(actor, "record.write", source.unit.path)
    return source


async def _item(code: str) -> CatalogueItem | None:
    if not code:
        return None
    item = await CatalogueItem.get_or_none(code=code)
    if item is None:
        raise NotFound("item-unknown", "没有代码为 {code} 的公开事项。", code=code)
    return item


def _check(name: str, list_url: str, rules: ExtractRules) -> None:
    if not name.strip() or len(name.strip()) > NAME:
        raise Invalid("source-name", "请填写来源名称，最多 {most} 个字。", most=NAME, field="name")
    if not list_url.strip().startswith(("http://", "https://")) or len(list_url) > 500:
        raise Invalid("source-url", "列表页网址应以 https:// 或 http:// 开头。", field="list_url")
    check_rules(rules)


async def _note(actor: Actor, action: str, source: Source, data: dict[str, object]) -> None:
    await write_entry(actor, action, f"source:{source.id}", {"name": source.name} | data)
