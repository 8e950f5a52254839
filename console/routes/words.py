"""错敏词库: the county's own words, as a list and as a table; a text to try them on."""

import asyncio

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from accounts.permissions import may
from accounts.queries import root
from console.routes.page import Values, actor_of, go, page, problems_of, read_form, sentence_of
from core import messages
from core.errors import HallboardError, Invalid, TooLarge
from disclosure import queries as disclosure
from disclosure.gates.findings import KINDS
from disclosure.gates.words import SEVERITIES, WORD_KINDS, BadRow, Word, shipped, write_words
from disclosure.importing.decoding import text_of
from disclosure.models import GateWord
from disclosure.queries.gates import Hit, hits_in
from disclosure.service import gate_words as service
from media.content import Content, paragraph

LARGEST = 4 * 1024 * 1024
LONGEST = 20_000
"""Characters of a text to try."""
_SHOWN = 200


async def words_page(request: Request) -> Response:
    return await _page(request, {}, {})


async def create(request: Request) -> Response:
    form = await read_form(request)
    names = ("kind", "word", "suggestion", "note", "severity", "rank")
    try:
        await service.add_word(actor_of(request), **{name: form.get(name, "") for name in names})
    except HallboardError as error:
        return await _page(request, form, problems_of(error), status=error.status)
    return go("/console/words", "word")


async def delete(request: Request) -> Response:
    await service.remove_word(actor_of(request), str(request.path_params["id"]))
    return go("/console/words", "word-gone")


async def load(request: Request) -> Response:
    """Import a table; rows that cannot be taken are listed beside how many were."""
    try:
        text, name = await _sent(request)
        fresh, changed, bad = await service.import_words(actor_of(request), text, name)
    except HallboardError as error:
        return await _page(request, {}, problems_of(error), status=error.status)
    return await _page(request, {}, {}, loaded=(fresh, changed, bad))


async def save(request: Request) -> Response:
    """The county's own words as a table that can be imported again."""
    rows = await disclosure.own_words()
    data = "\ufeff" + write_words(map(_word, rows))
    name = {"Content-Disposition": 'attachment; filename="words.csv"'}
    return Response(data.encode(), media_type="text/csv; charset=utf-8", headers=name)


async def attempt(request: Request) -> Response:
    """What both gates would say of a text; nothing is kept."""
    form = await read_form(request)
    text = form.get("text", "")[:LONGEST]
    words = await disclosure.word_list()
    content = Content(blocks=tuple(paragraph(line) for line in text.splitlines() if line.strip()))
    hits = await asyncio.to_thread(hits_in, content, {}, words)
    return await _page(request, form, {}, hits=hits)


async def _sent(request: Request) -> tuple[str, str]:
    """The text and name of the sent table.  Raises Invalid, TooLarge."""
    async with request.form() as form:
        given = form.get("file")
        if not isinstance(given, UploadFile) or not given.filename:
            raise Invalid("file-missing", "请选择要导入的文件。", field="file")
        if (given.size or 0) > LARGEST:
            raise TooLarge(
                "words-file-large", "{name} 超过 4 MB。", name=given.filename, field="file"
            )
        data = await given.read()
        return await asyncio.to_thread(text_of, data, given.filename), given.filename


async def _page(
    request: Request,
    values: Values,
    problems: dict[str, str],
    *,
    hits: list[Hit] | None = None,
    loaded: tuple[int, int, list[BadRow]] | None = None,
    status: int = 200,
) -> Response:
    top = await root()
    asked = request.query_params.get("kind", "")
    rows = await disclosure.own_words(asked if asked in WORD_KINDS else "")
    query = request.query_params.get("q", "").strip()
    found = [row for row in rows if query in f"{row.word} {row.suggestion} {row.note}"]
    context = {
        "rows": found[:_SHOWN],
        "total": len(found),
        "kinds": WORD_KINDS,
        "kind_options": [(key, messages.text(name)) for key, name in WORD_KINDS.items()],
        "found_kinds": KINDS,
        "severities": SEVERITIES,
        "severity_options": [(key, messages.text(name)) for key, name in SEVERITIES.items()],
        "kind": asked,
        "q": query,
        "shipped": len(shipped()),
        "may_keep": may(actor_of(request), "catalogue.write", top.path if top else "/"),
        "hits": hits,
        "loaded": loaded and loaded[:2],
        "refused": [sentence_of(bad.problem) for bad in loaded[2]] if loaded else [],
        "values": values,
        "problems": problems,
    }
    return await page(request, "words.html", context, status)


def _word(row: GateWord) -> Word:
    return Word(row.kind, row.word, row.suggestion, row.note, row.severity, row.rank)  # type: ignore[arg-type]  # stored kinds and severities are checked ones
