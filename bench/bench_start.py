"""Start to first answer, and idle memory, of a server with an empty database."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.row import Row

ROOT = Path(__file__).resolve().parent.parent
SETTLE_SECONDS = 3
_BARE = (
    "import uvicorn; from starlette.applications import Starlette; "
    "from starlette.responses import PlainTextResponse as P; "
    "from starlette.routing import Route; "
    "uvicorn.run(Starlette(routes=[Route('/healthz', lambda r: P('ok'))]), "
    "port={port}, log_level='error')"
)


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "HALLBOARD_DATA": folder}
        subprocess.run(
            [sys.executable, "-m", "server", "migrate"],
            env=environment,
            cwd=ROOT,
            check=True,
            capture_output=True,
        )
        port = free_port()
        command = [sys.executable, "-m", "server", "serve", "--port", str(port)]
        ours = _measure(command, port, environment)
        port = free_port()
        bare = _measure([sys.executable, "-c", _BARE.format(port=port)], port, environment)
    return [
        Row("start to first answer", ours[0], "s", "bare Starlette", bare[0], "s", "≤ 2 s"),
        Row("idle memory (PSS)", ours[1], "MB", "bare Starlette", bare[1], "MB", "≤ 150 MB"),
    ]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _measure(command: list[str], port: int, environment: dict[str, str]) -> tuple[float, float]:
    """Seconds to the first 200 of /healthz, and megabytes once idle; the median of three."""
    taken = sorted(_once(command, port, environment) for _ in range(3))
    return taken[1]


def _once(command: list[str], port: int, environment: dict[str, str]) -> tuple[float, float]:
    began = time.perf_counter()
    with running(command, environment) as process:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        seconds = time.perf_counter() - began
        time.sleep(SETTLE_SECONDS)
        return seconds, pss_megabytes(process.pid)


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """The command's process, ended by its id at the end."""
    process = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=15)


def wait_for(url: str, seconds: float = 30) -> None:
    """Return at the first 200."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise TimeoutError(f"{url} did not answer within {seconds} s")


def pss_megabytes(pid: int) -> float:
    """Memory of one process with its share of what is shared."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError("no Pss in smaps_rollup")
