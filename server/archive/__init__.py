"""Backup and restore: database, files and keys in one archive, alike for both databases.

A backup is taken while the server runs, of one snapshot; a restore is built beside the old state
and takes its place in one step, so that a run that is killed changes nothing.
"""

import json
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from core import clock
from core.errors import Conflict, Invalid, Unavailable
from core.settings import Settings
from media.store import Store
from migrations import HISTORY
from server import migrations, secrets
from server.archive import container, postgres, restored, sqlite
from server.archive.rows import read_columns, read_rows
from server.database import database_file

SIGNING_KEY = "keys/signing-key.pem"


@dataclass(frozen=True)
class Made:
    """What a backup holds."""

    rows: int
    files: int
    bytes: int


@dataclass(frozen=True)
class Restored:
    """What a restore brought back, and where the former state is kept (a folder or a schema)."""

    rows: int
    files: int
    kept: str | None


async def backup(settings: Settings, target: Path) -> Made:
    """Write one consistent archive to ``target``.

    Raises Unavailable when a file that the database names is missing or damaged, and Misconfigured
    when the schema is not the newest.
    """
    await migrations.check_schema(settings)
    key = secrets.signing_key(settings)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".backup-") as name:
        folder = Path(name)
        if settings.sqlite:
            version, counts = sqlite.dump(settings, folder)
        else:
            version, counts = await postgres.dump(settings, folder)
        files = [_stored(settings, sha) for sha in sorted(referenced_files(folder))]
        tables = [
            container.part(f"tables/{table}.jsonl", folder / f"{table}.jsonl") for table in counts
        ]
        keys = [container.part(SIGNING_KEY, settings.secret_file)]
        about: dict[str, object] = {
            "created": clock.now().isoformat(),
            "schema": version,
            "rows": counts,
            "signing_key": key.key_id,
        }
        container.write(target, about, [*tables, *keys, *files])
        size = target.stat().st_size  # noqa: ASYNC240 - a command of its own: nothing else waits
    return Made(sum(counts.values()), len(files), size)


async def restore(settings: Settings, source: Path, *, replace_old: bool = False) -> Restored:
    """Bring an archive back into an empty data folder and database.

    ``replace_old`` keeps the former state aside instead of refusing it (Conflict).  Raises Invalid
    when the archive is damaged, newer than this program, or its audit chain does not verify:
    nothing has been changed then.
    """
    await _check_empty(settings, replace_old)
    secrets.make_folder(settings.data)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".restore-") as name:
        staging = Path(name) / "data"
        staging.mkdir(mode=0o700)
        tables = Path(name) / "tables"
        tables.mkdir()
        opened = container.read(source)
        version = _check_version(opened)
        files = _unpack(opened, staging, tables, settings)
        if broken := restored.broken_chain(tables):
            raise Invalid(
                "archive-chain-broken",
                "备份中的审计链在第 {sequence} 条断开（{because}）；未作任何改动。",
                sequence=broken.sequence,
                because=broken.because,
            )
        rows = sum(sum(1 for _ in read_rows(file)) for file in tables.glob("*.jsonl"))
        data: dict[str, object] = {"created": opened.about["created"], "rows": rows, "files": files}
        restored.adapt(tables, clock.now(), data)
        kept = await _put_in_place(settings, staging, tables, version)
    return Restored(rows, files, kept)


def referenced_files(folder: Path) -> set[str]:
    """Hashes of every file that the dumped rows name."""
    found = set(_column(folder / "stored_file.jsonl", "sha256"))
    found |= set(_column(folder / "plan.jsonl", "sha256"))
    for pages in _column(folder / "page_set.jsonl", "pages"):
        found |= {page["file"] for page in json.loads(pages)}
    return found


def _column(file: Path, name: str) -> list[str]:
    at = read_columns(file).index(name)
    return [str(row[at]) for row in read_rows(file)]


def _stored(settings: Settings, sha: str) -> container.Part:
    file = Store(settings.files).path(sha)
    if not file.is_file():
        raise Unavailable(
            "backup-incomplete",
            "数据库引用的文件 {name} 不存在，备份会不完整，未写出；请先运行：hallboard verify",
            name=sha[:12],
        )
    stored = container.part(f"files/{sha}", file)
    if stored.sha256 != sha:
        raise Unavailable(
            "backup-damaged",
            "文件 {name} 已损坏，备份会不完整，未写出；请先运行：hallboard verify",
            name=sha[:12],
        )
    return stored


async def _check_empty(settings: Settings, replace_old: bool) -> None:
    used = bool(_contents(settings.data))
    if not settings.sqlite:
        used = used or await migrations.applied_version(settings) > 0
    elif database_file(settings).parent != settings.data:
        used = used or database_file(settings).exists()
    if used and not replace_old:
        raise Conflict(
            "restore-not-empty",
            "{data} 或数据库中已有内容；请换一个空的数据文件夹，或加 --replace（旧内容会另存）。",
            data=settings.data,
        )


def _check_version(opened: container.Opened) -> int:
    version = int(str(opened.about["schema"]))
    if not 1 <= version <= HISTORY[-1].number:
        raise Invalid(
            "archive-newer",
            "备份来自更新的程序（结构第 {found} 版，本程序为第 {known} 版）；请先升级程序。",
            found=version,
            known=HISTORY[-1].number,
        )
    return version


def _unpack(opened: container.Opened, staging: Path, tables: Path, settings: Settings) -> int:
    """Write the members where they belong; returns the number of stored files."""
    store = Store(_staged(settings, staging, settings.files))
    places = {f"tables/{table}.jsonl": tables / f"{table}.jsonl" for table in _tables(opened)}
    handed_in = _has_key_outside(opened, settings)
    key = tables.parent / "unused" if handed_in else settings.secret_file
    places[SIGNING_KEY] = _staged(settings, staging, key)

    def place(name: str) -> Path:
        sha = name.removeprefix("files/")
        if sha != name and opened.members[name]["sha256"] == sha:
            return store.path(sha)
        if name not in places:
            raise Invalid(
                "archive-foreign", "备份中有不认识的内容 {name}；未作任何改动。", name=name
            )
        return places[name]

    opened.unpack(place)
    store.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return len(opened.members) - len(places)


def _has_key_outside(opened: container.Opened, settings: Settings) -> bool:
    """Whether the key lies outside the data folder already.  Raises Invalid for another key than
    the archive's: screens would refuse everything that it signs."""
    file = settings.secret_file
    if file.is_relative_to(settings.data) or not file.exists():
        return False
    if secrets.signing_key(settings).key_id != opened.about["signing_key"]:
        raise Invalid(
            "archive-other-key",
            "{file} 中的签名密钥与备份的不同，终端将不认可恢复后的内容；请换成原来的密钥文件。",
            file=file,
        )
    return True


def _tables(opened: container.Opened) -> list[str]:
    counts = opened.about["rows"]
    if not isinstance(counts, dict) or not all(str(name).isidentifier() for name in counts):
        raise Invalid("archive-foreign", "备份中有不认识的内容 {name}；未作任何改动。", name="rows")
    return list(counts)


async def _put_in_place(
    settings: Settings, staging: Path, tables: Path, version: int
) -> str | None:
    """Load the rows, move the old contents aside and the new ones in.

    The data folder itself stays: it may be a mounted volume.
    """
    aside = settings.data / f"before-restore-{clock.now():%Y%m%dT%H%M%SZ}"
    kept: list[str] = []
    if settings.sqlite:
        file = _staged(settings, staging, database_file(settings))
        if file == database_file(settings):
            kept += _move([file, Path(f"{file}-wal"), Path(f"{file}-shm")], aside)
        staged = replace(settings, data=staging, database_url=f"sqlite://{file}")
        sqlite.load(staged, tables, version)
    else:
        used = await migrations.applied_version(settings) > 0
        schema = await postgres.load(settings, tables, version, aside=used)
        kept += [f"PostgreSQL {schema}"] if schema else []
    kept += _move(_contents(settings.data), aside)
    for child in _contents(staging):
        child.rename(settings.data / child.name)
    return ", ".join(dict.fromkeys(kept)) or None


def _contents(folder: Path) -> list[Path]:
    """What a data folder holds, apart from what restores made and kept."""
    if not folder.exists():
        return []
    made = (".restore-", "before-restore-")
    return [child for child in folder.iterdir() if not child.name.startswith(made)]


def _move(paths: list[Path], folder: Path) -> list[str]:
    """Move what exists into ``folder``; returns the folder's name when anything was moved."""
    there = [path for path in paths if path.exists()]
    for path in there:
        folder.mkdir(mode=0o700, exist_ok=True)
        shutil.move(path, folder / path.name)
    return [str(folder)] if there else []


def _staged(settings: Settings, staging: Path, path: Path) -> Path:
    """Where a path inside the data folder lies while the new folder is being built."""
    inside = path.is_relative_to(settings.data)
    return staging / path.relative_to(settings.data) if inside else path
