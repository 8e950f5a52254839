"""The poll of ten thousand screens: 304 of the pointer against a bare Starlette route.

Both are served by the same uvicorn in a process of its own, one after the other, three rounds each
in turn; the figure is the median.  Uses wrk where it is installed, else a plain asyncio client.
"""

import asyncio
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
SECONDS = 3
CONNECTIONS = 32
TAG = '"1-7"'
TOKEN = "bench-token"  # noqa: S105 - of a screen that exists in this process only


def application() -> Any:
    """``/device/v1/pointer`` as in production, ``/bare`` as Starlette alone would have it."""
    from hashlib import sha256

    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.routing import Route

    from core.settings import read_settings
    from signage.hub import Answer, Hub
    from signage.routes import hot_routes

    async def bare(request: Any) -> Response:
        if request.headers.get("if-none-match") == TAG:
            return Response(status_code=304, headers={"etag": TAG})
        return Response(b"{}", headers={"etag": TAG})

    hub = Hub()
    answer = Answer("s1", TAG.encode(), b"{}", (1, 1))
    hub.remember(sha256(TOKEN.encode()).hexdigest(), answer, hub.mark())
    settings = read_settings({}, data=ROOT / "data")
    hot = hot_routes(settings=settings, hub=hub, on_first_contact=lambda: None)
    inner = Starlette(routes=[Route("/bare", bare)])

    async def front(scope: Any, receive: Any, send: Any) -> None:
        app = hot.get(scope["path"], inner) if scope["type"] == "http" else inner
        await app(scope, receive, send)

    return front


def rows() -> list[Row]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "bench.bench_pointer:application", "--factory"]
    command += ["--port", str(port), "--log-level", "warning", "--no-access-log"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        _wait(port)
        figures: dict[str, list[float]] = {"/device/v1/pointer": [], "/bare": []}
        for _ in range(ROUNDS):
            for path, found in figures.items():
                found.append(_throughput(port, path))
    finally:
        server.terminate()
        server.wait()
    pointer, bare = (statistics.median(found) for found in figures.values())
    return [
        Row("pointer 304", pointer, "req/s", "bare Starlette route, 304", bare, "req/s", "≥ 0.8")
    ]


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the bench's server did not start")


def _throughput(port: int, path: str) -> float:
    if shutil.which("wrk") is None:
        return asyncio.run(_own_client(port, path))
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s"]
    for name, value in _headers():
        command += ["-H", f"{name}: {value}"]
    out = subprocess.run(
        [*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"Requests/sec:\s*([\d.]+)", out)
    assert found is not None, out
    assert "Non-2xx" not in out, out
    return float(found[1])


def _headers() -> list[tuple[str, str]]:
    return [("Authorization", f"Bearer {TOKEN}"), ("If-None-Match", TAG)]


async def _own_client(port: int, path: str) -> float:
    lines = "".join(f"{name}: {value}\r\n" for name, value in _headers())
    request = f"GET {path} HTTP/1.1\r\nHost: bench\r\n{lines}\r\n".encode()
    until = time.perf_counter() + SECONDS
    done = 0

    async def client() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.perf_counter() < until:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 304"), head
            done += 1
        writer.close()

    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return done / SECONDS


if __name__ == "__main__":
    for row in rows():
        print(row)
