"""The county's own lists: who keeps them, and that they hold beside the shipped ones."""

import pytest

from accounts.actor import Actor
from core.errors import Conflict, Invalid, NotFound, Refused
from disclosure.gates.wording import wording_findings
from disclosure.models import GateWord
from disclosure.queries import own_words, word_list
from disclosure.service.gate_words import add_word, import_words, remove_word
from media.content import Content, paragraph
from tests.disclosure.world import World

TABLE = "类别,词语,建议表述,处理\n禁用词,布署,部署,\n奇怪,某词,,\n领导职务,李四,县长,\n"


@pytest.fixture
def office(world: World) -> Actor:
    return Actor(world.reviewer.id, "冯公开", (("office", "/qingxi/"),))


async def quotes(text: str) -> list[tuple[str, str]]:
    found = wording_findings(Content(blocks=(paragraph(text),)), {}, await word_list())
    return [(one.kind, one.quote) for one in found]


async def test_a_word_of_the_county_is_found_and_after_its_removal_not(
    world: World, office: Actor
) -> None:
    row = await add_word(office, kind="forbidden", word="某种说法", suggestion="规范说法")
    assert await quotes("这是某种说法。") == [("forbidden", "某种说法")]
    with pytest.raises(Conflict):
        await add_word(office, kind="forbidden", word="某种说法")
    await remove_word(office, row.id)
    assert await quotes("这是某种说法。") == []
    with pytest.raises(NotFound):
        await remove_word(office, row.id)


async def test_the_countys_exception_holds_against_a_shipped_word(
    world: World, office: Actor
) -> None:
    assert await quotes("到环保局办理") == [("outdated", "环保局")]
    await add_word(office, kind="allowed", word="环保局")
    assert await quotes("到环保局办理") == []


async def test_a_table_is_imported_with_its_bad_rows_named(world: World, office: Actor) -> None:
    fresh, changed, bad = await import_words(office, TABLE, "词库.csv")
    assert (fresh, changed, [one.row for one in bad]) == (2, 0, [3])
    again = TABLE.replace("布署,部署,", "布署,部署,提示")
    assert (await import_words(office, again, "词库.csv"))[:2] == (0, 1)
    assert [(row.word, row.severity) for row in await own_words("forbidden")] == [("布署", "warn")]


async def test_only_who_keeps_the_catalogue_keeps_the_words(world: World) -> None:
    for nobody in (world.officer, world.reviewer, world.stranger):
        with pytest.raises(Refused):
            await add_word(nobody, kind="forbidden", word="某种说法")
        with pytest.raises(Refused):
            await import_words(nobody, TABLE, "词库.csv")
    assert await GateWord.all().count() == 0


async def test_a_word_that_would_stop_everything_is_refused(world: World, office: Actor) -> None:
    with pytest.raises(Invalid, match="少于两个字"):
        await add_word(office, kind="forbidden", word="的 ")
