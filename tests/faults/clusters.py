"""A PostgreSQL server of the test's own, which may be restarted at will."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ACCOUNT = "postgres"


class Cluster:
    """One server on a free loopback port, run by an unprivileged account."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._port = free_port()
        self.url = f"postgres://{ACCOUNT}@127.0.0.1:{self._port}/postgres"

    def create(self) -> None:
        self._run("initdb", "-D", self._data, "-U", ACCOUNT, "-A", "trust", "--no-sync")
        options = (
            f"-p {self._port} -c listen_addresses=127.0.0.1 "
            f"-c unix_socket_directories={self._folder} -c max_connections=30"
        )
        self._run("pg_ctl", "-D", self._data, "-o", options, "-l", self._log, "-w", "start")

    def restart(self) -> None:
        """As after a crash: no goodbye, recovery from the log."""
        self._run("pg_ctl", "-D", self._data, "-l", self._log, "-m", "immediate", "-w", "restart")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    @property
    def _log(self) -> str:
        return str(self._folder / "log")

    def _run(self, program: str, *arguments: str) -> None:
        as_account = ["runuser", "-u", ACCOUNT, "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*as_account, str(self._programs / program), *arguments],
            check=True,
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running cluster; the test is skipped by name where PostgreSQL is not installed."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("PostgreSQL's own programs (initdb, pg_ctl) are not installed")
    folder = Path(tempfile.mkdtemp(prefix="hallboard-cluster-"))
    if os.geteuid() == 0:
        shutil.chown(folder, ACCOUNT)
    made = Cluster(folder, programs[-1].parent)
    try:
        made.create()
        yield made
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            made.stop()
        shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
