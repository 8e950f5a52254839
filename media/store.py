"""The content-addressed store: a file's name is the SHA-256 of its bytes.

Written temp → fsync → rename → fsync of the folder, so that a name either leads to the whole file
or to nothing.  All calls block: async code runs them in a thread.
"""

import os
import re
from pathlib import Path

from core.canonical import sha256
from core.errors import NotFound, Unavailable
from core.ids import new_id

_NAME = re.compile(r"[0-9a-f]{64}")


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
        if not path.exists():
            try:
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
