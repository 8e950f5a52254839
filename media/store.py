"""The content-addressed store: a file's name is the SHA-256 of its bytes.

Written temp → fsync → rename → fsync of the folder, so that a name either leads to the whole file
or to nothing.  All calls block: async code runs them in a thread.

A file's own time says when somebody last put it, also where it was there already; a sweep leaves
alone what was put lately, since the row that will name it may not be written yet.  Both sides look
and act under one lock of the folder, so that neither can come between the other's look and act.
"""

import fcntl
import os
import re
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from core.canonical import sha256
from core.errors import NotFound, Unavailable
from core.ids import new_id

_NAME = re.compile(r"[0-9a-f]{64}")
_LOCK = ".lock"


class Store:
    """A local folder of immutable files, fanned out by the first two hexadecimal digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Keep ``data``; its SHA-256.  The bytes are on the disk when this returns.

        Raises Unavailable when they cannot be written (disk full, read-only): nothing is left.
        """
        name = sha256(data)
        path = self.path(name)
        try:
            if not self._renew(path):
                _write_whole(path, data)
        except OSError as problem:
            raise Unavailable(
                "store-unwritable",
                "文件无法写入 {folder}（{reason}）：请检查磁盘空间和目录权限。",
                folder=str(self.folder),
                reason=problem.strerror or type(problem).__name__,
            ) from problem
        return name

    def path(self, name: str) -> Path:
        """Where that file lies or would lie.  Raises NotFound for what is no SHA-256."""
        if not _NAME.fullmatch(name):
            raise NotFound("file-unknown", "没有这个文件。")
        return self.folder / name[:2] / name

    def exists(self, name: str) -> bool:
        return self.path(name).is_file()

    def read(self, name: str) -> bytes:
        """The bytes, checked against their name.

        Raises NotFound when absent, Unavailable when the disk gives back other bytes.
        """
        try:
            data = self.path(name).read_bytes()
        except FileNotFoundError:
            raise NotFound("file-unknown", "没有这个文件。") from None
        if sha256(data) != name:
            raise Unavailable(
                "file-damaged",
                "文件 {name} 已损坏，请从备份恢复。",
                name=name[:12],
            )
        return data

    def shelves(self) -> list[str]:
        """The first two digits under which anything lies."""
        found = self.folder.iterdir() if self.folder.is_dir() else ()
        return sorted(one.name for one in found if len(one.name) == 2 and one.is_dir())

    def idle(self, shelf: str, before: float) -> list[str]:
        """Names of the files on a shelf that nobody has put since ``before`` (seconds of the
        system's clock).  What a write that was cut off left there is removed on the way."""
        found = []
        for path in sorted((self.folder / shelf).iterdir()):
            if _put_at(path) >= before:
                continue
            if _NAME.fullmatch(path.name):
                found.append(path.name)
            elif path.name.startswith("."):
                path.unlink(missing_ok=True)
        return found

    def set_aside(self, names: Collection[str], before: float | None = None) -> list[str]:
        """Count as put now: those that nobody has put since ``before``, or all; which they are."""
        with self._locked(fcntl.LOCK_EX):
            found = [name for name in names if before is None or _put_at(self.path(name)) < before]
            return [name for name in found if _touch(self.path(name))]

    def destroy(self, names: Collection[str], before: float | None = None) -> list[str]:
        """Remove those that nobody has put since ``before``, or all; which they are.  Idempotent:
        what is gone already counts."""
        with self._locked(fcntl.LOCK_EX):
            found = [name for name in names if before is None or _put_at(self.path(name)) < before]
            for name in found:
                self.path(name).unlink(missing_ok=True)
        return found

    def _renew(self, path: Path) -> bool:
        """Whether the file is there; it then counts as put now."""
        if not path.exists():
            return False
        with self._locked(fcntl.LOCK_SH):
            return _touch(path)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        """Shared for who puts, alone for who removes; held by the process, given up if it dies."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, how)
            yield
        finally:
            os.close(handle)


def _put_at(path: Path) -> float:
    """When the file was last put; before all time when it is not there."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("-inf")


def _touch(path: Path) -> bool:
    """Not by the kernel's own clock for files, which runs some milliseconds behind."""
    try:
        os.utime(path, ns=(time.time_ns(), time.time_ns()))
    except FileNotFoundError:
        return False
    return True


def _write_whole(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:16]}.{new_id()}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)
    _sync_folder(path.parent.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
