"""What ten thousand screens ask for all the time, kept in memory, and their event streams.

Nothing is true because it stands here: every entry can be read from the database again, and one
that has not been confirmed for :data:`TRUSTED_SECONDS` no longer counts.
"""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

TRUSTED_SECONDS = 90.0
KEEP_ALIVE_SECONDS = 15.0
QUEUE_LENGTH = 16
KEEP_ALIVE = b": \n\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest pointer of one screen as it is served."""

    screen: str
    etag: bytes
    body: bytes


@dataclass(eq=False, slots=True)
class Stream:
    """One open event stream.  A client that does not read fast enough is dropped."""

    screen: str
    queue: asyncio.Queue[bytes | None] = field(default_factory=lambda: asyncio.Queue(QUEUE_LENGTH))

    def offer(self, data: bytes) -> bool:
        """False when the queue is full: the stream then ends, the client connects anew."""
        try:
            self.queue.put_nowait(data)
        except asyncio.QueueFull:
            self.end()
            return False
        return True

    def end(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """Pointers by the hash of the device token, and streams by screen."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[Answer, float]] = {}
        self._tokens: dict[str, str] = {}
        self._streams: dict[str, set[Stream]] = {}
        self._ticker: asyncio.Task[None] | None = None

    def answer(self, token_hash: str) -> Answer | None:
        """The pointer behind a token, or None: then the database knows."""
        held = self._answers.get(token_hash)
        if held is None or held[1] < time.monotonic():
            return None
        return held[0]

    def remember(self, token_hash: str, answer: Answer) -> None:
        """Keep what was just read; a changed pointer goes to the screen's open streams."""
        old = self._tokens.get(answer.screen)
        if old is not None and old != token_hash:
            self.forget(answer.screen)
        before = self._answers.get(token_hash)
        self._tokens[answer.screen] = token_hash
        self._answers[token_hash] = (answer, time.monotonic() + TRUSTED_SECONDS)
        if before is not None and before[0].etag != answer.etag:
            self._send(answer.screen, event("pointer", answer.body))

    def forget(self, screen: str) -> None:
        """Its token was replaced or revoked: dead at once, and its streams with it."""
        token_hash = self._tokens.pop(screen, None)
        if token_hash is not None:
            self._answers.pop(token_hash, None)
        for stream in list(self._streams.get(screen, ())):
            stream.end()

    def keep_only(self, tokens: Mapping[str, str]) -> None:
        """Forget every screen whose token is not the one given (screen id → token hash)."""
        for screen in [one for one, held in self._tokens.items() if tokens.get(one) != held]:
            self.forget(screen)

    def renew(self) -> None:
        """Everything that is remembered was just found to be true still."""
        until = time.monotonic() + TRUSTED_SECONDS
        self._answers = {key: (held[0], until) for key, held in self._answers.items()}

    def command(self, screen: str, data: bytes) -> None:
        """Send a command (JSON, one line) to the screen's open streams."""
        self._send(screen, event("command", data))

    def open(self, screen: str) -> Stream:
        stream = Stream(screen)
        self._streams.setdefault(screen, set()).add(stream)
        if self._ticker is None or self._ticker.done():
            self._ticker = asyncio.create_task(self._tick(), name="keep-alive")
        return stream

    def close(self, stream: Stream) -> None:
        streams = self._streams.get(stream.screen, set())
        streams.discard(stream)
        if not streams:
            self._streams.pop(stream.screen, None)

    def close_all(self) -> None:
        """End every stream: the server stops."""
        for streams in list(self._streams.values()):
            for stream in list(streams):
                stream.end()
        if self._ticker is not None:
            self._ticker.cancel()

    @property
    def streams(self) -> int:
        return sum(len(streams) for streams in self._streams.values())

    def _send(self, screen: str, data: bytes) -> None:
        for stream in list(self._streams.get(screen, ())):
            if not stream.offer(data):
                self.close(stream)

    async def _tick(self) -> None:
        """One ticker for all streams; it ends when the last one has gone."""
        while self._streams:
            await asyncio.sleep(KEEP_ALIVE_SECONDS)
            for screen in list(self._streams):
                self._send(screen, KEEP_ALIVE)


def event(name: str, data: bytes) -> bytes:
    """A server-sent event; ``data`` is one line."""
    return b"event: " + name.encode() + b"\ndata: " + data + b"\n\n"
