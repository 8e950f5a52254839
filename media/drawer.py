"""The process that draws: a child with its own memory limit, kept between sheets for its fonts.

Parent and child speak over pipes: a line of JSON, and for pages their bytes after it.  The child
knows no database; a sheet that hangs it or eats its memory costs one child.
"""

import asyncio
import contextlib
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

from core import errors, messages
from core.errors import HallboardError, Unavailable
from media.fonts import Fonts, find_fonts
from media.pages import Drawn
from media.profiles import profile
from media.sheet import Sheet
from media.store import Store

WALL_SECONDS = 45.0
MEMORY_BYTES = 2_500_000_000
SHEETS_A_CHILD = 200
"""Then a fresh one: what a library leaks is given back."""

_ROOT = str(Path(__file__).resolve().parent.parent)
_CHILD = f"import sys; sys.path.insert(0, {_ROOT!r}); from media.drawer import child; child()"


class Drawer:
    """Draws in a child process; an async context manager that ends it."""

    def __init__(self, store: Store, wall_seconds: float = WALL_SECONDS) -> None:
        self._store = store
        self._wall_seconds = wall_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._left = 0

    async def __aenter__(self) -> "Drawer":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.end()

    async def draw(self, sheet: str, profile_code: str) -> list[Drawn]:
        """The pages of a sheet (its canonical JSON).

        Raises what media.pages and media.strips raise; Unavailable("drawing-ended") when the
        child died or needed too long.
        """
        request = {"sheet": sheet, "profile": profile_code, "locale": messages.locale()}
        try:
            async with asyncio.timeout(self._wall_seconds):
                return await self._ask(request)
        except (TimeoutError, asyncio.IncompleteReadError, BrokenPipeError, ConnectionError) as end:
            await self.end()
            raise Unavailable(
                "drawing-ended", "页面绘制中断（超时或内存不足），请精简内容后重试。"
            ) from end
        except asyncio.CancelledError:
            await self.end()  # the pipe would be half-read
            raise

    async def end(self) -> None:
        """Kill the child; the next sheet starts a fresh one."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _ask(self, request: dict[str, str]) -> list[Drawn]:
        process = await self._child()
        assert process.stdin is not None  # noqa: S101 -- opened as a pipe
        assert process.stdout is not None  # noqa: S101 -- opened as a pipe
        process.stdin.write(json.dumps(request).encode() + b"\n")
        await process.stdin.drain()
        answer = json.loads(await process.stdout.readuntil(b"\n"))
        if "error" in answer:
            raise _error(answer)
        pages = []
        for page in answer["pages"]:
            data = await process.stdout.readexactly(page.pop("bytes"))
            pages.append(Drawn(data=data, **page))
        return pages

    async def _child(self) -> asyncio.subprocess.Process:
        if self._process is not None and (self._left <= 0 or self._process.returncode is not None):
            await self.end()
        if self._process is None:
            self._left = SHEETS_A_CHILD
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-I", "-c", _CHILD, str(self._store.folder),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                limit=2**22, env={},
            )  # fmt: skip
        self._left -= 1
        return self._process


def child() -> None:
    """The child's program: requests on standard input until it is closed."""
    _confine()
    store, fonts = Store(Path(sys.argv[1])), find_fonts()
    from media.pages import Setter

    with Setter(fonts) as setter:
        for line in sys.stdin.buffer:
            _answer(json.loads(line), setter, store, fonts, sys.stdout.buffer)


def _answer(
    request: dict[str, str], setter: Any, store: Store, fonts: Fonts, out: BinaryIO
) -> None:
    from media.strips import draw_strip

    messages.use_locale(request["locale"])
    try:
        sheet = Sheet.model_validate_json(request["sheet"])
        chosen = profile(request["profile"])
        if chosen.kind == "strip":
            pages = draw_strip(sheet, chosen, fonts)
        else:
            pages = setter.draw(sheet, chosen, store.read)
    except HallboardError as problem:
        told = {"error": type(problem).__name__, **problem_data(problem)}
        out.write(json.dumps(told).encode() + b"\n")
    else:
        heads = [
            {"bytes": len(page.data), "type": page.type, "width": page.width,
             "height": page.height, "alt": page.alt}
            for page in pages
        ]  # fmt: skip
        out.write(json.dumps({"pages": heads}).encode() + b"\n")
        for page in pages:
            out.write(page.data)
    out.flush()


def problem_data(problem: HallboardError) -> dict[str, object]:
    """An error as it is kept beside a failed page set."""
    return {"code": problem.code, "message": problem.message, "data": problem.data}


def _error(answer: dict[str, Any]) -> HallboardError:
    kind = getattr(errors, answer["error"], errors.Unavailable)
    error = kind(answer["code"], answer["message"], **answer["data"])
    assert isinstance(error, HallboardError)  # noqa: S101 -- our own error tree
    return error


def _confine() -> None:
    import os
    import resource
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when the child ends
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # answers to screens go before pages
