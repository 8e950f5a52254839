"""Reminders that leave the house: letters over SMTP, JSON to a webhook.

What a letter is and whether it may still be sent is decided in disclosure.service.reminding; here
it is only carried.
"""

import asyncio
import json
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from core import clock, messages
from core.errors import HallboardError
from core.fetch import post_json
from core.settings import Settings
from disclosure.service.reminding import Letter, claim, settle

SECONDS = 20
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


async def send_waiting(settings: Settings) -> int:
    """Send what waits, one letter a person and channel; how many went out."""
    sent = 0
    for letter in await claim(clock.now()):
        problem = await _send(letter, settings)
        await settle(letter, clock.now(), problem)
        sent += not problem
    return sent


async def _send(letter: Letter, settings: Settings) -> str:
    """Why it could not be sent; empty when it was."""
    try:
        if letter.channel == "email":
            await asyncio.to_thread(_mail, written(letter, settings), settings.smtp_url)
        else:
            status = await post_json(
                settings.webhook_url, payload(letter), allowed=settings.fetch_hosts
            )
            if not 200 <= status < 300:
                return f"HTTP {status}"
    except HallboardError as error:
        return messages.text(error.message, **error.data)
    except (OSError, ValueError, smtplib.SMTPException) as problem:
        return f"{type(problem).__name__}: {problem}"
    return ""


def written(letter: Letter, settings: Settings) -> EmailMessage:
    """The letter, in the office's language."""
    with messages.spoken_in(settings.locale):
        message = EmailMessage()
        message["From"] = settings.smtp_from
        message["To"] = letter.person.email
        message["Subject"] = messages.text("政务公开提醒（{count} 项）", count=len(letter.texts))
        lines = [
            messages.text("{name}，您好：", name=letter.person.name),
            "",
            *(f"{number}. {text}" for number, text in enumerate(letter.texts, 1)),
            "",
            messages.text("请登录控制台办理：{address}", address=f"{settings.public_url}/console"),
        ]
        message.set_content("\n".join(lines))
        return message


def payload(letter: Letter) -> bytes:
    """What a webhook gets: who is meant and each reminder with its stable key."""
    return json.dumps(
        {
            "person": letter.person.login,
            "reminders": [
                {
                    "key": one.reminder.key,
                    "kind": one.reminder.kind,
                    "text": one.reminder.text,
                    "due_at": one.reminder.due_at.isoformat(),
                }
                for one in letter.deliveries
            ],
        },
        ensure_ascii=False,
    ).encode()


def _mail(message: EmailMessage, url: str) -> None:
    """Blocks.  Raises OSError or SMTPException."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    secure = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(host, port, timeout=SECONDS)
    with server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=secure)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)
