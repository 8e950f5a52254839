"""Second processes for fault tests: a script, and a pipe on which it acknowledges."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PRELUDE = """
import asyncio, os, signal, sqlite3, sys, time
from dataclasses import replace
from pathlib import Path
from core.settings import read_settings
settings = replace(read_settings({}, data=Path(sys.argv[1])), database_url=sys.argv[2])
"""


def start(script: str, settings, *arguments: object) -> subprocess.Popen[str]:
    """Start ``script`` on the database of ``settings``; its standard output is a pipe."""
    return subprocess.Popen(
        [
            sys.executable,
            "-c",
            PRELUDE + script,
            str(settings.data),
            settings.database_url,
            *map(str, arguments),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(process: subprocess.Popen[str], seconds: float = 90) -> str:
    """Its output, once it has ended well."""
    out, problems = process.communicate(timeout=seconds)
    assert process.returncode == 0, problems
    return out
