"""The archive's outside: a gzipped tar whose first member says what follows, with hashes.

Nothing in it is ever extracted by its own name: a member is read only when the manifest lists it,
never beyond its listed size, and goes where we decide.
"""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.errors import Invalid, Unavailable
from core.ids import new_id

FORMAT = "hallboard-backup/1"
MANIFEST = "manifest.json"
LONGEST_MANIFEST = 256 * 1024 * 1024
"""Bytes: some two million files."""
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One member: its name in the archive, its file, its size in bytes and its SHA-256."""

    name: str
    file: Path
    size: int
    sha256: str


def part(name: str, file: Path) -> Part:
    """The part that a file makes."""
    digest = hashlib.sha256()
    size = 0
    with file.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Part(name, file, size, digest.hexdigest())


def write(target: Path, about: dict[str, object], parts: Iterable[Part]) -> None:
    """Write the archive whole or not at all, readable by its owner alone.

    Raises Unavailable when it cannot be written.
    """
    listed = list(parts)
    members = {one.name: {"bytes": one.size, "sha256": one.sha256} for one in listed}
    manifest = json.dumps({"format": FORMAT, **about, "members": members}, ensure_ascii=False)
    unfinished = target.with_name(f".{target.name}.{new_id()}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
                _add(tar, MANIFEST, io.BytesIO(manifest.encode()), len(manifest.encode()))
                for one in listed:
                    with one.file.open("rb") as source:
                        _add(tar, one.name, source, one.size)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
        _sync_folder(target.parent)
    except OSError as problem:
        raise Unavailable(
            "backup-unwritable",
            "备份无法写入 {file}（{problem}）。",
            file=target,
            problem=problem.strerror or type(problem).__name__,
        ) from problem
    finally:
        unfinished.unlink(missing_ok=True)


@dataclass(frozen=True)
class Opened:
    """An archive being read: what its manifest says, and the members that it lists."""

    source: Path
    about: dict[str, object]
    members: dict[str, dict[str, object]]
    _stream: Iterator[tuple[str, IO[bytes]]]

    def unpack(self, place: Callable[[str], Path]) -> None:
        """Write each member to the path that ``place`` gives its name.

        Raises Invalid at the first member that is not listed, not whole or not the listed bytes,
        and at the end when one is missing.
        """
        waiting = dict(self.members)
        with _saying_damaged(self.source):
            for name, held in self._stream:
                listed = waiting.pop(name, None)
                if listed is None or _save(held, place(name), listed) != listed["sha256"]:
                    raise _damaged(self.source, name)
        if waiting:
            raise _damaged(self.source, min(waiting))


def read(source: Path) -> Opened:
    """Open an archive.  Raises Invalid when it is none of ours or damaged."""
    if not source.is_file():
        raise Invalid("archive-missing", "没有备份文件 {file}。", file=source)
    stream = _members(source)
    manifest: object = None
    with _saying_damaged(source):
        name, held = next(stream, ("", io.BytesIO()))
        if name == MANIFEST:
            manifest = json.loads(held.read(LONGEST_MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _damaged(source, MANIFEST)
    return Opened(source, manifest, manifest["members"], stream)


def _members(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(source, mode="r|gz") as tar:
        for member in tar:
            held = tar.extractfile(member) if member.isreg() else None
            if held is None:
                raise _damaged(source, member.name)
            yield member.name, held


def _save(held: IO[bytes], path: Path, listed: dict[str, object]) -> str:
    """Write a member durably, never beyond its listed size; returns its SHA-256."""
    left = int(str(listed["bytes"])) + 1
    digest = hashlib.sha256()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name[:16]}.{new_id()}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            while left > 0 and (chunk := held.read(min(_CHUNK, left))):
                out.write(chunk)
                digest.update(chunk)
                left -= len(chunk)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() == listed["sha256"]:
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return digest.hexdigest()


@contextmanager
def _saying_damaged(source: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error, ValueError) as problem:
        raise _damaged(source, type(problem).__name__) from problem


def _damaged(source: Path, where: str) -> Invalid:
    return Invalid(
        "archive-damaged",
        "{file} 不是完整的 Hallboard 备份（{where}）；未作任何改动。",
        file=source,
        where=where,
    )


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes], size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size = size
    member.mode = 0o600
    tar.addfile(member, source)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
