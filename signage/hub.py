"""What ten thousand screens ask for all the time, kept in memory, and their event streams.

Nothing is true because it stands here: every entry can be read from the database again, and one
that has not been confirmed for :data:`TRUSTED_SECONDS` no longer counts.

Whoever reads rows waits, and meanwhile a pointer may move on or a token may die.  So a reader takes
a :meth:`Hub.mark` first and hands it back with what it read: an older pointer never replaces a
newer one, and a token comes in only if nothing else was learnt of its screen since the mark.
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
    rank: tuple[int, int]
    """Epoch and sequence: the greater one is the newer one."""
    plan: str = ""
    """The plan that it names."""


@dataclass(slots=True)
class _Hold:
    """What a token stands for, until when (monotonic seconds), and whether a look at all rows
    has found it: only then :meth:`Hub.renew` may prolong it."""

    screen: str
    until: float = 0.0
    sure: bool = False


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
        self._answers: dict[str, Answer] = {}
        self._holds: dict[str, _Hold] = {}
        self._tokens: dict[str, str] = {}
        self._streams: dict[str, set[Stream]] = {}
        self._ticker: asyncio.Task[None] | None = None
        self._now = 0
        self._changed: dict[str, int] = {}
        self._listed: Mapping[str, str] = {}
        self._listed_at = 0

    def answer(self, token_hash: str) -> Answer | None:
        """The pointer behind a token, or None: then the database knows."""
        hold = self._holds.get(token_hash)
        if hold is None or hold.until < time.monotonic():
            return None
        return self._answers.get(hold.screen)

    def mark(self) -> int:
        """To be taken before rows are read: what :meth:`admit` and :meth:`remember` compare."""
        return self._now

    def admit(self, token_hash: str, screen: str, since: int) -> bool:
        """Hold the screen's token that was read after the mark ``since``.

        False when it may be dead by now: the token was forgotten or replaced since the mark, or
        a list of all tokens that came in since does not have it.  It must then be read again.
        """
        held = self._tokens.get(screen)
        if self._changed.get(screen, 0) > since:
            return held == token_hash
        if self._listed_at > since and self._listed.get(screen) != token_hash:
            return False
        if held != token_hash:
            self.forget(screen)
            self._tokens[screen] = token_hash
            self._holds[token_hash] = _Hold(screen)
        return True

    def remember(
        self, token_hash: str, answer: Answer, since: int, *, sure: bool = False
    ) -> Answer | None:
        """Keep what was read after the mark ``since``: the newest pointer that is known, or None
        when the token was not admitted.  The pointer is the screen's and counts either way.

        ``sure``: found in a look at all rows, to be kept by :meth:`renew`.
        """
        admitted = self.admit(token_hash, answer.screen, since)
        newer = self.advance(answer)
        if not admitted:
            return None
        hold = self._holds[token_hash]
        hold.until = time.monotonic() + TRUSTED_SECONDS
        hold.sure = sure or (hold.sure and not newer)
        return self._answers[answer.screen]

    def advance(self, answer: Answer) -> bool:
        """Take the pointer unless it is an old one; a newer one goes to the open streams."""
        before = self._answers.get(answer.screen)
        if before is not None and answer.rank <= before.rank:
            return False
        self._answers[answer.screen] = answer
        self._send(answer.screen, event("pointer", answer.body))
        return True

    def forget(self, screen: str) -> None:
        """Its token was replaced or revoked: dead at once, and its streams with it."""
        self._now += 1
        self._changed[screen] = self._now
        token_hash = self._tokens.pop(screen, None)
        if token_hash is not None:
            self._holds.pop(token_hash, None)
        for stream in list(self._streams.get(screen, ())):
            stream.end()

    def keep_only(self, tokens: Mapping[str, str]) -> None:
        """Forget every screen whose token is not the one given (screen id → token hash)."""
        for screen in [one for one, held in self._tokens.items() if tokens.get(one) != held]:
            self.forget(screen)
        self._now += 1
        self._listed, self._listed_at = tokens, self._now

    def renew(self) -> None:
        """All that a look at the rows brought in was just found to be true still."""
        until = time.monotonic() + TRUSTED_SECONDS
        for hold in self._holds.values():
            if hold.sure:
                hold.until = until

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
