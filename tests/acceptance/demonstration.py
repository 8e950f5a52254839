"""The demonstration as a stranger starts it: a process of its own, asked only from outside."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2

from media.store import Store

ROOT = Path(__file__).resolve().parents[2]
START = "2027-01-10T15:59:30+00:00"
MIDNIGHT = datetime.fromisoformat("2027-01-10T16:00:00+00:00").timestamp() * 1000
"""The end of 10 January 2027 in Shanghai, milliseconds UTC."""
_LINK = re.compile(r"^  (\S+)  (http\S+)$", re.MULTILINE)
_UNDRAWN = "SELECT count(*) FROM page_set WHERE state IN ('queued', 'drawing')"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*arguments: str, data: Path, **more: Any) -> subprocess.CompletedProcess[str]:
    """One ``hallboard`` command, run to its end."""
    return subprocess.run(
        [str(ROOT / "hallboard"), *arguments, "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment() | more,
    )


def environment() -> dict[str, str]:
    """Ours, without settings of whoever runs the tests."""
    return {name: value for name, value in os.environ.items() if not name.startswith("HALLBOARD_")}


class County:
    """A demonstration county in a folder, and the server over it."""

    def __init__(self, data: Path, links: dict[str, str] | None = None) -> None:
        self.data = data
        self.port = free_port()
        self.links = links or {}
        self.store = Store(data / "files")
        self._log = data.with_suffix(".log")
        self._process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def begin(self, *arguments: str) -> None:
        """Start ``hallboard`` with a port and wait until it answers."""
        whole = [*arguments, "--port", str(self.port), "--data", str(self.data)]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [str(ROOT / "hallboard"), *whole], stdout=log, stderr=log, env=environment()
            )
        until(self._answers, 60, "the server answers")
        self.links |= dict(_LINK.findall(self.said))

    def wait_planned(self) -> None:
        """Until every screen has been told what to play."""
        (screens,) = self.ask("SELECT count(*) FROM screen")[0]
        until(lambda: len(self.screens()) == screens, 30, "every screen has a plan")

    @property
    def said(self) -> str:
        """What the server has printed."""
        return self._log.read_text("utf-8")

    def link(self, name: str) -> str:
        """A printed address, at this server's port."""
        return re.sub(r"^http://[^/]+", self.address, self.links[name])

    def kill(self) -> None:
        """As the power would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        """As Ctrl+C would; a server that does not go is killed and told of."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def wait_drawn(self) -> None:
        """Until every page that was asked for is drawn and in the screens' plans."""
        until(lambda: self.screens() and self.ask(_UNDRAWN) == [(0,)], 150, "every page is drawn")
        until(self._all_planned, 30, "what is drawn is planned")

    def ask(self, sql: str) -> list[Any]:
        """Rows of the county's database."""
        uri = f"file:{self.data / 'hallboard.sqlite3'}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def screens(self) -> dict[str, dict[str, Any]]:
        """The plan in force of each screen that has one, by the screen's code."""
        rows = self.ask("SELECT code, plan FROM pointer JOIN screen ON screen.id = screen_id")
        return {code: json.loads(self.store.read(plan)) for code, plan in rows}

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(self.address + path, follow_redirects=True, timeout=20)

    def copy(self, folder: Path, rate: float) -> "County":
        """The same county in another folder, at another speed, its clock not yet started."""
        shutil.copytree(self.data, folder, ignore=shutil.ignore_patterns("*.sqlite3*"))
        with (
            contextlib.closing(sqlite3.connect(self.data / "hallboard.sqlite3")) as ours,
            contextlib.closing(sqlite3.connect(folder / "hallboard.sqlite3")) as copied,
        ):
            ours.backup(copied)
            copied.execute("DELETE FROM pointer")  # they say the speed
            copied.commit()
        clock_file = folder / "demo-clock.json"
        setting = json.loads(clock_file.read_text("utf-8"))
        assert setting["anchor"] is None, "the clock stands until a screen connects"
        clock_file.write_text(json.dumps(setting | {"rate": rate}), "utf-8")
        return County(folder, dict(self.links))

    def true_time(self, unix_ms: float) -> float:
        """The demonstration's time, in milliseconds UTC, at a time of this machine."""
        setting = json.loads((self.data / "demo-clock.json").read_text("utf-8"))
        start = datetime.fromisoformat(setting["start"]).timestamp() * 1000
        return float(start + (unix_ms - setting["anchor"] * 1000) * setting["rate"])

    def true_time_now(self) -> float:
        """The demonstration's time, in milliseconds UTC."""
        return self.true_time(time.time() * 1000)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.said
        try:
            return self.get("/").status_code == 200
        except httpx2.TransportError:
            return False

    def _all_planned(self) -> bool:
        drawn = self.ask("SELECT count(*) FROM page_set WHERE state = 'drawn'")[0][0]
        named = {page["file"] for plan in self.screens().values() for page in pages_of(plan)}
        kept = self.ask("SELECT pages FROM page_set WHERE state = 'drawn'")
        firsts = {json.loads(pages)[0]["file"] for (pages,) in kept}
        return drawn > 0 and firsts <= named


def pages_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every page of a plan, the fallback's first."""
    yield plan["fallback"]
    for item in plan["items"]:
        yield from item["pages"]


def until(asked: Any, seconds: float, what: str) -> Any:
    """The answer as soon as it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := asked():
            return answer
        time.sleep(0.2)
    raise AssertionError(f"never came within {seconds} s: {what}")
