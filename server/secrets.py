"""The secret of an installation: made on first start, never logged, readable by us alone."""

import os
import stat
from pathlib import Path

from core.errors import Misconfigured
from core.ids import new_id
from core.settings import Settings
from core.signing import SigningKey, dump_signing_key, load_signing_key, new_signing_key


def signing_key(settings: Settings) -> SigningKey:
    """The key that signs plans and pointers: HALLBOARD_SECRET_FILE, made when missing.

    Raises Misconfigured when others may read the file, or when it holds no such key.
    """
    file = settings.secret_file
    if not file.exists():
        _make_once(file, dump_signing_key(new_signing_key()))
    check_private(file)
    return load_signing_key(file)


def check_private(file: Path) -> None:
    """Raises Misconfigured when people other than the owner and its group may read ``file``.

    The group may read: that is how container secrets and service accounts are handed over.
    """
    if file.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise Misconfigured(
            "secret-exposed",
            "密钥文件 {file} 对其他用户可读；请运行：chmod 600 {file}",
            file=file,
        )


def make_folder(folder: Path) -> None:
    """A folder that only its owner may enter; an existing one is left as it is."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise Misconfigured(
            "folder-unusable",
            "无法建立文件夹 {folder}（{problem}）；请检查 HALLBOARD_DATA 和权限。",
            folder=folder,
            problem=problem.strerror,
        ) from problem


def write_private(file: Path, data: bytes) -> None:
    """Write a file that must not exist yet, with mode 0600 from its first moment, durably."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _make_once(file: Path, data: bytes) -> None:
    """Make the file whole or not at all, and never over another process's."""
    if file.exists():
        return
    make_folder(file.parent)
    unfinished = file.with_name(f".{file.name}.{new_id()}")
    write_private(unfinished, data)
    try:
        os.link(unfinished, file)
    except FileExistsError:
        pass  # another process was first: its secret is the one
    finally:
        unfinished.unlink()


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise Misconfigured(
            "secret-unreadable",
            "密钥文件 {file} 无法读取（{problem}）。",
            file=file,
            problem=problem.strerror,
        ) from problem
