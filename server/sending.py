"""Reminders that leave the house: letters over SMTP, JSON to a webhook.

What a letter is and whether it may still be sent is decided in disclosure.service.reminding; here
it is only carried.
"""

import asyncio
import json
import smtplib
from email.message import EmailMessage

from core import clock, messages
from core.errors import HallboardError
from core.fetch import post_json
from core.settings import Settings
from disclosure.service.reminding import Letter, claim, settle
from server.smtp import Conversation

_STOPPED = "服务停止，未及发送"


async def send_waiting(settings: Settings) -> int:
    """Send what waits, one letter a person and channel; how many went out.

    A letter is claimed when its turn comes: one that waits behind a slow server is nobody's yet.
    The channels go side by side, so that a mail server that is slow holds up no webhook.
    """
    both = (_empty(channel, settings) for channel in ("email", "webhook"))
    sent, failed = 0, []
    for result in await asyncio.gather(*both, return_exceptions=True):
        if isinstance(result, BaseException):
            failed.append(result)
        else:
            sent += result
    if failed:
        raise failed[0]
    return sent


async def _empty(channel: str, settings: Settings) -> int:
    sent = 0
    while letter := await _claimed(channel):
        sent += await (_mail if channel == "email" else _post)(letter, settings)
    return sent


async def _claimed(channel: str) -> Letter | None:
    """A stop between the claim and its return gives the letter back."""
    claiming = asyncio.ensure_future(claim(clock.now(), channel))
    try:
        return await asyncio.shield(claiming)
    except asyncio.CancelledError:
        if letter := await claiming:
            await settle(letter, clock.now(), _STOPPED)
        raise


async def _mail(letter: Letter, settings: Settings) -> bool:
    """Whether it was taken.  One that a stop interrupts waits for the next start, unless its text
    was under way already."""
    if not settings.smtp_url:
        await settle(letter, clock.now(), "没有设置邮件服务器")
        return False
    talk = Conversation(written(letter, settings), settings.smtp_url)
    problem = ""
    try:
        await talk.deliver()
    except asyncio.CancelledError:
        await settle(letter, clock.now(), _STOPPED, unsure=talk.handed)
        raise
    except smtplib.SMTPResponseException as refused:
        await settle(letter, clock.now(), _named(refused))
        return False
    except HallboardError as error:
        problem = messages.text(error.message, **error.data)
    except (OSError, ValueError, smtplib.SMTPException) as failed:
        problem = _named(failed)
    await settle(letter, clock.now(), problem, unsure=bool(problem) and talk.handed)
    return not problem


async def _post(letter: Letter, settings: Settings) -> bool:
    """Whether it was taken.  A stop cuts it short, and nobody knows then."""
    try:
        status = await post_json(
            settings.webhook_url, payload(letter), allowed=settings.fetch_hosts
        )
        problem = "" if 200 <= status < 300 else f"HTTP {status}"
    except asyncio.CancelledError:
        await settle(letter, clock.now(), _STOPPED, unsure=True)
        raise
    except HallboardError as error:
        problem = messages.text(error.message, **error.data)
    except (OSError, ValueError) as failed:
        problem = _named(failed)
    await settle(letter, clock.now(), problem)
    return not problem


def _named(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"


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
