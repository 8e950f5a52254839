"""Untrusted pictures are decoded in a child process with little memory, little time, no files."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

from core.errors import HallboardError, Invalid, TooLarge
from media.images import CleanPicture

MEMORY_BYTES = 900_000_000
CPU_SECONDS = 10
WALL_SECONDS = 20.0
_ROOT = str(Path(__file__).resolve().parent.parent)
_CHILD = f"import sys; sys.path.insert(0, {_ROOT!r}); from media.sandbox import child; child()"
_ERRORS = {"Invalid": Invalid, "TooLarge": TooLarge}


def clean_upload(data: bytes, wall_seconds: float = WALL_SECONDS) -> CleanPicture:
    """:func:`media.images.clean` of ``data`` in a child process.  Blocks; same errors.

    A child that needs too much time or memory, or dies, is an Invalid picture.
    """
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter with a fixed program
            [sys.executable, "-I", "-c", _CHILD],
            input=data,
            capture_output=True,
            timeout=wall_seconds,
            check=False,
            env={},
            cwd="/",
        )
    except subprocess.TimeoutExpired as problem:
        raise Invalid(
            "picture-slow", "图片解码超时，文件可能有问题，请重新导出后上传。"
        ) from problem
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Invalid("picture-damaged", "图片文件不完整或已损坏，请重新导出后上传。")
    answer = json.loads(head)
    if "error" in answer:
        raise _ERRORS[answer["error"]](answer["code"], answer["message"], **answer["data"])
    return CleanPicture(body, answer["media_type"], answer["width"], answer["height"])


def child() -> None:
    """The child's program: picture on standard input, one JSON line and the bytes on output."""
    from media.images import clean, load_decoders

    load_decoders()  # nothing is read from the disk once the child is confined
    _confine()
    try:
        picture = clean(sys.stdin.buffer.read())
    except HallboardError as problem:
        answer = {
            "error": type(problem).__name__,
            "code": problem.code,
            "message": problem.message,
            "data": problem.data,
        }
        sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
        return
    head = {"media_type": picture.media_type, "width": picture.width, "height": picture.height}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + picture.data)


def _confine() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if os.getuid() == 0:
        with contextlib.suppress(PermissionError):  # a container may have taken the right away
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
