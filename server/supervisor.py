"""Runs the worker processes beside the server and starts them again when they end.

Drawing lives in processes of its own: a page that exhausts memory or time takes no request with
it.  A worker that keeps failing is started ever more slowly, never given up.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

logger = logging.getLogger("hallboard.supervisor")

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
HEALTHY_SECONDS = 30.0
GRACE_SECONDS = 5.0


class Worker:
    """One ``hallboard`` command kept running until :meth:`stop`."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._arguments = [sys.executable, "-m", "server", *arguments]
        self._name = " ".join(arguments)
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._keep_running(), name=self._name)

    async def stop(self) -> None:
        """End the process: asked first, then by force."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _keep_running(self) -> None:
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE
        while True:
            started = loop.time()
            self._process = await asyncio.create_subprocess_exec(
                *self._arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
            )
            status = await self._process.wait()
            pause = FIRST_PAUSE if loop.time() - started > HEALTHY_SECONDS else pause * 2
            pause = min(pause, LONGEST_PAUSE)
            logger.warning("worker %s ended with %s, again in %.0f s", self._name, status, pause)
            await asyncio.sleep(pause)
