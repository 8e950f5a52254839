"""Letters reach a real mail server and a real webhook, and failures are told."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller

from accounts.models import Person, Unit
from core.clock import FixedClock
from core.ids import new_id
from core.settings import Settings
from disclosure.models import Delivery, Reminder
from server import sending, smtp
from server.chores import Chore, Chores
from server.sending import send_waiting

PERSON = "王信息"
TEXT = "石桥村的“2026年第三季度财务收支”应于2026年10月10日前公开，请抓紧办理。"


@dataclass
class Mailbox:
    """What arrived."""

    letters: list[EmailMessage] = field(default_factory=list)
    refuse: bool = False
    mute: bool = False
    """Takes the text and never says so."""

    async def handle_DATA(self, server, session, envelope) -> str:
        if self.refuse:
            return "451 try again later"
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.mute:
            await asyncio.Event().wait()
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest.fixture
def hook() -> Iterator[tuple[list[dict], str]]:
    received: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            received.append(json.loads(self.rfile.read(length)))
            self.send_response(204 if self.path == "/in" else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield received, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


async def waiting(clock: FixedClock, channel: str, count: int = 2) -> None:
    unit = await Unit.create(code="q", name="青溪", short_name="青溪", tier="county", path="/q/")
    person = await Person.create(
        login="wang", name=PERSON, unit=unit, email="wang@example.cn", created_at=clock.now()
    )
    for number in range(count):
        reminder = await Reminder.create(
            key=f"ahead:5:{number}:{new_id()}",
            kind="ahead",
            person=person,
            unit=unit,
            due_at=clock.now(),
            text=TEXT,
            at=clock.now(),
        )
        await Delivery.create(
            reminder=reminder, channel=channel, state="waiting", next_at=clock.now()
        )


async def waiting_both(clock: FixedClock) -> None:
    """Two reminders that wait for both channels."""
    await waiting(clock, "email")
    for reminder in await Reminder.all():
        await Delivery.create(
            reminder=reminder, channel="webhook", state="waiting", next_at=clock.now()
        )


def mailing(settings: Settings, url: str) -> Settings:
    return replace(settings, smtp_url=url, smtp_from="gongkai@example.cn")


async def states() -> set[str]:
    return {row.state for row in await Delivery.all()}


async def test_one_letter_holds_all_reminders_of_a_person(
    db: object, settings: Settings, clock: FixedClock, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    await waiting(clock, "email", 3)

    assert await send_waiting(mailing(settings, url)) == 1

    (letter,) = box.letters
    assert (letter["To"], letter["From"]) == ("wang@example.cn", "gongkai@example.cn")
    text = letter.get_content()
    assert text.count(TEXT) == 3
    assert PERSON in text
    assert f"{settings.public_url}/console" in text
    assert await states() == {"sent"}
    assert await send_waiting(mailing(settings, url)) == 0
    assert len(box.letters) == 1


async def test_a_mail_server_that_says_later_is_asked_later(
    db: object, settings: Settings, clock: FixedClock, mailbox: tuple[Mailbox, str]
) -> None:
    box, url = mailbox
    box.refuse = True
    await waiting(clock, "email")
    assert await send_waiting(mailing(settings, url)) == 0
    assert await states() == {"waiting"}
    assert "451" in (await Delivery.all().first()).problem

    box.refuse = False
    assert await send_waiting(mailing(settings, url)) == 0
    clock.advance(minutes=2)
    assert await send_waiting(mailing(settings, url)) == 1
    assert await states() == {"sent"}


@pytest.fixture
def silent() -> Iterator[str]:
    """A mail server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def dripping() -> Iterator[str]:
    """One that sends its greeting byte by byte and never ends it: no single wait is long."""
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        line, _ = server.accept()
        with line, suppress(OSError):
            while not over.wait(0.02):
                line.send(b"2")

    thread = threading.Thread(target=drip)
    thread.start()
    yield f"smtp://127.0.0.1:{server.getsockname()[1]}"
    over.set()
    thread.join()
    server.close()


@pytest.mark.parametrize("kind", ["silent", "dripping"])
async def test_a_mail_server_that_never_answers_holds_a_letter_for_a_bounded_time(
    db: object,
    settings: Settings,
    clock: FixedClock,
    kind: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "WHOLE", 0.3)
    url = request.getfixturevalue(kind)
    await waiting(clock, "email")

    async with asyncio.timeout(10):
        assert await send_waiting(mailing(settings, url)) == 0

    assert await states() == {"waiting"}
    assert "没有应答完" in (await Delivery.all().first()).problem


async def test_other_chores_go_on_while_a_mail_server_is_silent_and_a_stop_keeps_the_letter(
    db: object, settings: Settings, clock: FixedClock, silent: str
) -> None:
    await waiting(clock, "email")
    rounds = 0

    async def other() -> None:
        nonlocal rounds
        rounds += 1

    slow = partial(send_waiting, mailing(settings, silent))
    chores = Chores(
        [Chore("letters", timedelta(0), slow, apart=True), Chore("other", timedelta(0), other)]
    )
    async with asyncio.timeout(smtp.ANSWER / 2):
        while rounds < 3 or await states() != {"sending"}:
            await chores.run_due()
        await chores.stop()

    assert await states() == {"waiting"}, "it was not under way, so the next start sends it"
    assert chores.problems == {}


async def test_a_letter_of_which_nobody_knows_whether_it_was_taken_is_not_sent_again(
    db: object,
    settings: Settings,
    clock: FixedClock,
    mailbox: tuple[Mailbox, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box, url = mailbox
    box.mute = True
    monkeypatch.setattr(smtp, "WHOLE", 1.0)
    await waiting(clock, "email")

    assert await send_waiting(mailing(settings, url)) == 0
    clock.advance(days=1)
    assert await send_waiting(mailing(settings, url)) == 0

    assert len(box.letters) == 1
    assert await states() == {"given_up"}
    assert (await Delivery.all().first()).problem.startswith("发送结果不明")


async def test_a_silent_mail_server_holds_up_no_webhook(
    db: object,
    settings: Settings,
    clock: FixedClock,
    silent: str,
    hook: tuple[list[dict], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received, url = hook
    monkeypatch.setattr(smtp, "WHOLE", 0.5)
    await waiting_both(clock)
    both = replace(
        mailing(settings, silent), webhook_url=f"{url}/in", fetch_hosts=frozenset({"127.0.0.1"})
    )

    assert await send_waiting(both) == 1

    assert len(received) == 1
    assert await Delivery.filter(channel="webhook", state="sent").count() == 2


async def test_letters_of_a_mail_server_that_is_set_no_more_hold_up_no_webhook(
    db: object, settings: Settings, clock: FixedClock, hook: tuple[list[dict], str]
) -> None:
    received, url = hook
    await waiting_both(clock)
    only_hook = replace(
        settings, smtp_url="", webhook_url=f"{url}/in", fetch_hosts=frozenset({"127.0.0.1"})
    )

    assert await send_waiting(only_hook) == 1

    assert len(received) == 1
    assert {row.state for row in await Delivery.filter(channel="webhook")} == {"sent"}
    assert {row.problem for row in await Delivery.filter(channel="email")} == {"没有设置邮件服务器"}


async def test_a_fault_in_one_channel_is_raised_once_the_other_is_done(
    db: object,
    settings: Settings,
    clock: FixedClock,
    hook: tuple[list[dict], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    received, url = hook
    await waiting_both(clock)
    both = replace(
        mailing(settings, "smtp://127.0.0.1:9"),
        webhook_url=f"{url}/in",
        fetch_hosts=frozenset({"127.0.0.1"}),
    )

    def broken(*_: object) -> EmailMessage:
        raise LookupError("a fault of ours")

    monkeypatch.setattr(sending, "written", broken)
    with pytest.raises(LookupError):
        await send_waiting(both)

    assert len(received) == 1
    assert {row.state for row in await Delivery.filter(channel="webhook")} == {"sent"}


async def test_no_mail_server_is_told_in_the_row(
    db: object, settings: Settings, clock: FixedClock
) -> None:
    await waiting(clock, "email")
    assert await send_waiting(mailing(settings, "smtp://127.0.0.1:9")) == 0
    assert "ConnectionRefusedError" in (await Delivery.all().first()).problem


async def test_a_webhook_gets_the_reminders_as_json(
    db: object, settings: Settings, clock: FixedClock, hook: tuple[list[dict], str]
) -> None:
    received, url = hook
    await waiting(clock, "webhook")
    allowed = replace(settings, webhook_url=f"{url}/in", fetch_hosts=frozenset({"127.0.0.1"}))

    assert await send_waiting(allowed) == 1

    (body,) = received
    assert body["person"] == "wang"
    assert [one["text"] for one in body["reminders"]] == [TEXT, TEXT]
    assert await states() == {"sent"}


async def test_a_webhook_inside_the_closed_network_needs_its_host_allowed(
    db: object, settings: Settings, clock: FixedClock, hook: tuple[list[dict], str]
) -> None:
    received, url = hook
    await waiting(clock, "webhook")

    assert await send_waiting(replace(settings, webhook_url=f"{url}/in")) == 0
    assert received == []
    assert await states() == {"waiting"}


async def test_a_webhook_that_fails_is_tried_again(
    db: object, settings: Settings, clock: FixedClock, hook: tuple[list[dict], str]
) -> None:
    _, url = hook
    await waiting(clock, "webhook")
    allowed = replace(settings, webhook_url=f"{url}/broken", fetch_hosts=frozenset({"127.0.0.1"}))

    assert await send_waiting(allowed) == 0
    assert (await Delivery.all().first()).problem == "HTTP 500"
