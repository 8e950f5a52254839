"""One letter over SMTP, in bounded time whatever the mail server does.

smtplib bounds each wait alone: a server that sends a byte now and then would hold a letter for
hours.  So the conversation runs in a thread, and its connection is cut when its time is over or
when whoever waits for it is stopped.
"""

import asyncio
import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from core.errors import Unavailable

ANSWER = 20.0
"""Seconds that the server has for connecting and for each answer."""
WHOLE = 60.0
"""Seconds for a letter, from the first packet to the last answer."""
_CUT = 1.0
"""Seconds that a conversation gets to end once it was cut; one that still asks for the address of
its server ends by itself, later."""
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Conversation:
    """Hands one letter to the mail server at ``url``.

    ``handed``: the text has begun to leave.  Without an answer after that nobody knows whether the
    server took it.
    """

    def __init__(self, message: EmailMessage, url: str) -> None:
        self._message, self._url = message, url
        self._line: socket.socket | None = None
        self._over = False
        self._lock = threading.Lock()
        self.handed = False

    async def deliver(self) -> None:
        """Raises Unavailable when the server takes too long, OSError, ValueError or SMTPException
        as smtplib does.  A caller that is cancelled leaves no conversation behind."""
        work = asyncio.ensure_future(asyncio.to_thread(self._talk))
        try:
            done, _ = await asyncio.wait({work}, timeout=WHOLE)
        except asyncio.CancelledError:
            await self._cut(work)
            raise
        if not done:
            await self._cut(work)
            raise Unavailable(
                "mail-slow", "邮件服务器在 {seconds} 秒内没有应答完。", seconds=int(WHOLE)
            )
        work.result()

    def hold(self, line: socket.socket) -> None:
        """The connection as it was made.  A second handle, since TLS takes the first one over.
        Raises OSError when the time was over before."""
        with self._lock:
            if self._over:
                line.close()
                raise TimeoutError("cut before it began")
            self._line = line.dup()

    async def _cut(self, work: "asyncio.Future[None]") -> None:
        with self._lock:
            self._over = True
            if self._line is not None:
                with suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)
        work.add_done_callback(_heard)
        await asyncio.wait({work}, timeout=_CUT)

    def _talk(self) -> None:
        """Blocks."""
        try:
            self._hand_over()
        finally:
            with self._lock:
                self._over = True
                if self._line is not None:
                    self._line.close()
                    self._line = None

    def _hand_over(self) -> None:
        parts = urlsplit(self._url)
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        kind = _SecureServer if parts.scheme == "smtps" else _Server
        server = kind(self, host, port)
        try:
            if parts.scheme == "smtp+starttls":
                server.starttls(context=ssl.create_default_context())
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(self._message)
            with suppress(OSError, smtplib.SMTPException):
                server.putcmd("quit")  # taken is taken: its farewell is not waited for
        finally:
            server.close()


class _Told(smtplib.SMTP):
    """Tells the conversation of its connection, and of the text before it leaves."""

    _conversation: Conversation

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        made: socket.socket = super()._get_socket(host, port, timeout)  # type: ignore[misc]  # not in the stubs
        self._conversation.hold(made)
        return made

    def send(self, s: Any) -> None:
        # Commands are text; bytes are the letter itself.
        self._conversation.handed = self._conversation.handed or isinstance(s, bytes)
        super().send(s)


class _Server(_Told):
    def __init__(self, conversation: Conversation, host: str, port: int) -> None:
        self._conversation = conversation
        super().__init__(host, port, timeout=ANSWER)


class _SecureServer(smtplib.SMTP_SSL, _Told):
    """The same, where TLS comes first."""

    def __init__(self, conversation: Conversation, host: str, port: int) -> None:
        self._conversation = conversation
        context = ssl.create_default_context()
        super().__init__(host, port, timeout=ANSWER, context=context)


def _heard(work: "asyncio.Future[None]") -> None:
    """What a cut conversation failed with is of no interest any more."""
    if not work.cancelled():
        work.exception()
