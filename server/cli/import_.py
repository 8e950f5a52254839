"""``hallboard import documents``: published documents as drafts with their metadata.

``import catalogue`` stands beside it in import_catalogue.py.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core import messages
from core.errors import HallboardError, Invalid, NotFound
from core.settings import Settings
from disclosure.importing import ParsedDocument, read_document
from disclosure.importing.decoding import LIMIT
from server.cli import import_catalogue

SUFFIXES = (".txt", ".html", ".htm", ".docx", ".pdf")


@dataclass
class Outcome:
    """What became of one file."""

    file: str
    document: ParsedDocument | None = None
    error: HallboardError | None = None
    version: str | None = None
    """Id of the draft; None in a dry run."""

    @property
    def sentence(self) -> str:
        """Why it was refused, naming the file; empty when it was not."""
        if self.error is None:
            return ""
        said = messages.text(self.error.message, **self.error.data)
        return said if self.file in said else f"{self.file}: {said}"


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("import", help=messages.text("导入已发布的文件或公开事项目录"))
    kinds = command.add_subparsers(dest="kind", required=True, metavar="KIND")
    documents = kinds.add_parser(
        "documents", help=messages.text("读取 .txt .html .docx .pdf 文件，连同元数据存为草稿")
    )
    documents.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help=messages.text("文件或文件夹")
    )
    documents.add_argument(
        "--unit", metavar="CODE", help=messages.text("公开主体的单位代码（试读时可不填）")
    )
    documents.add_argument(
        "--author",
        metavar="LOGIN",
        help=messages.text("草稿的作者（默认取该单位唯一的信息员）"),
    )
    documents.add_argument(
        "--dry-run", action="store_true", help=messages.text("只读取并报告，不保存")
    )
    documents.add_argument("--json", action="store_true", help=messages.text("输出 JSON"))
    documents.set_defaults(run=run)
    import_catalogue.add(kinds)


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Reads each file by itself; 1 when any was refused."""
    if not args.dry_run and not args.unit:
        raise Invalid("unit-missing", "请用 --unit 指明公开主体的单位代码，或加 --dry-run 只试读。")
    outcomes = [_read(path) for path in _files(args.paths)]
    if not args.dry_run:
        asyncio.run(_store(outcomes, args.unit, args.author, settings))
    if args.json:
        print(json.dumps(_as_json(outcomes), ensure_ascii=False, indent=1))
    else:
        for outcome in outcomes:
            _tell(outcome)
    refused = [outcome for outcome in outcomes if outcome.error]
    for outcome in refused:
        print(outcome.sentence, file=sys.stderr)
    return 1 if refused else 0


def _files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and those of known kinds in the folders named, sorted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES)
            found.extend(sorted(one for one in inside if one.is_file()))
        else:
            found.append(path)
    if not found:
        raise NotFound("documents-none", "没有找到可以导入的文件。")
    return found


def _read(path: Path) -> Outcome:
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
        return Outcome(path.name, read_document(data, path.name))
    except HallboardError as error:
        return Outcome(path.name, error=error)
    except OSError as problem:
        unreadable = NotFound(
            "file-unreadable",
            "{name} 无法读取：{reason}。",
            name=path.name,
            reason=problem.strerror or type(problem).__name__,
        )
        return Outcome(path.name, error=unreadable)


async def _store(
    outcomes: list[Outcome], unit: str, author: str | None, settings: Settings
) -> None:
    """Each draft is a transaction of its own: a refused one leaves the others."""
    from accounts.queries import actor_of  # the dry run needs no database
    from disclosure.drafts import read_draft
    from disclosure.imported import draft_values
    from disclosure.service import save_draft
    from server.database import connected

    async with connected(settings):
        actor = await actor_of(await _author(unit, author))
        for outcome in outcomes:
            if outcome.document is None:
                continue
            try:
                draft = read_draft(draft_values(outcome.document))
                version = await save_draft(
                    actor, settings, unit_code=unit, item_code=None, period=None, draft=draft
                )
                outcome.version = version.id
            except HallboardError as error:
                outcome.error = error


async def _author(unit_code: str, login: str | None) -> str:
    """The id of the draft's author: as named, else the unit's only officer."""
    from accounts.models import Grant, Person
    from accounts.queries import unit_by_code

    unit = await unit_by_code(unit_code)
    if login:
        person = await Person.get_or_none(login=login, active=True)
        if person is None:
            raise NotFound("author-unknown", "没有登录名为 {login} 的人员。", login=login)
        return person.id
    grants = await Grant.filter(role="officer", unit_id=unit.id).prefetch_related("person")
    officers = [grant.person for grant in grants if grant.person.active]
    if len(officers) == 1:
        return officers[0].id
    if not officers:
        raise Invalid(
            "author-missing", "{unit}还没有信息员；请用 --author 指明草稿的作者。", unit=unit.name
        )
    raise Invalid(
        "author-several",
        "{unit}有多名信息员（{logins}）；请用 --author 指明草稿的作者。",
        unit=unit.name,
        logins="、".join(sorted(person.login for person in officers)),
    )


def _as_json(outcomes: list[Outcome]) -> dict[str, object]:
    documents = []
    for outcome in outcomes:
        if outcome.document is not None and outcome.error is None:
            documents.append(outcome.document.as_json() | {"version": outcome.version})
    refused = [
        {"file": outcome.file, "code": outcome.error.code, "message": outcome.sentence}
        for outcome in outcomes
        if outcome.error
    ]
    return {"documents": documents, "refused": refused}


def _tell(outcome: Outcome) -> None:
    document = outcome.document
    if document is None or outcome.error:
        return
    title = document.title or messages.text("（无标题）")
    print(f"{outcome.file}\n  {title}")
    print(
        "  "
        + messages.text(
            "{paragraphs} 段，{tables} 张表，去掉网页文字 {dropped} 行，待核对 {unsure} 处",
            paragraphs=document.paragraphs,
            tables=document.tables,
            dropped=len(document.dropped),
            unsure=len(document.unsure),
        )
    )
    for doubt in document.unsure:
        said = messages.text(doubt.message)
        print("  " + messages.text("第 {line} 行：{said}", line=doubt.line, said=said))
        print(f"    {doubt.quote}")
