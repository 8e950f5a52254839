"""The one way out reaches what is public or allowed by name, and nothing else."""

import gzip
import socket
import time
from collections.abc import Iterator, Sequence

import pytest

from core.errors import Invalid, Misconfigured, Refused, TooLarge, Unavailable
from core.fetch import fetch
from core.settings import read_settings
from tests.serving import Answer, Served, serving

LOOPBACK = {"127.0.0.1"}
INSIDE = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.5",
    "172.16.3.4",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",  # noqa: S104 - asked for, not bound
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.5",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
]


@pytest.fixture
def county() -> Iterator[Served]:
    with serving({"/": Answer("你好".encode())}) as served:
        yield served


class Resolver:
    """Answers as told, one answer after the other, and counts how often it was asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.mark.parametrize("address", INSIDE)
async def test_a_name_that_leads_inside_is_refused(address: str):
    with pytest.raises(Refused):
        await fetch("http://portal.example/", resolve=Resolver([address]))


@pytest.mark.parametrize("address", INSIDE)
async def test_an_inner_address_in_the_url_is_refused(address: str):
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(Refused):
        await fetch(f"http://{host}/")


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.1.", "0"]
)
async def test_numbers_that_only_machines_read_as_addresses_are_refused(host: str, county: Served):
    with pytest.raises((Refused, Invalid)):
        await fetch(f"http://{host}:{county.port}/")
    assert county.asked == []


async def test_one_inner_address_among_public_ones_spoils_them_all():
    with pytest.raises(Refused):
        await fetch("http://portal.example/", resolve=Resolver(["93.184.216.34", "10.0.0.1"]))


async def test_the_judged_address_is_the_one_that_is_asked(county: Served):
    """Rebinding: the name's second answer is never looked at."""
    resolver = Resolver(["127.0.0.1"], ["10.9.9.9"])
    url = f"http://portal.example:{county.port}/"
    answer = await fetch(url, resolve=resolver, allowed={"portal.example"})
    assert answer.text == "你好"
    assert resolver.asked == 1
    (_, headers) = county.asked[0]
    assert headers["Host"] == f"portal.example:{county.port}"


async def test_a_name_that_turns_inwards_between_two_redirects_is_refused(county: Served):
    county.pages["/a"] = Answer(b"", 302, {"location": f"http://outer.example:{county.port}/b"})
    resolver = Resolver(["127.0.0.1"], ["127.0.0.1"])
    with pytest.raises(Refused):
        await fetch(
            f"http://portal.example:{county.port}/a",
            resolve=resolver,
            allowed={"portal.example"},
        )
    assert county.paths() == ["/a"]


async def test_being_allowed_by_name_opens_no_link_local_address():
    with pytest.raises(Refused):
        await fetch(
            "http://portal.example/",
            resolve=Resolver(["169.254.169.254"]),
            allowed={"portal.example"},
        )


async def test_an_allowed_host_on_ones_own_network_answers(county: Served):
    assert (await fetch(county.url + "/", allowed=LOOPBACK)).status == 200
    with pytest.raises(Refused):
        await fetch(county.url + "/", allowed={"portal.example"})


async def test_the_next_address_is_tried_when_one_does_not_answer(county: Served):
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.2", 0))  # bound, not listening
    resolver = Resolver(["127.0.0.2", "127.0.0.1"])
    url = f"http://portal.example:{county.port}/"
    assert (await fetch(url, resolve=resolver, allowed={"portal.example"})).status == 200


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://portal.example/",
        "gopher://127.0.0.1:70/",
        "//portal.example/",
        "portal.example",
        "http://",
        "http://user:secret@portal.example/",
        "http://[::1",
        "http://\x00/",
    ],
)
async def test_only_plain_web_addresses_are_asked(url: str):
    with pytest.raises((Invalid, Refused)):
        await fetch(url, resolve=Resolver(["93.184.216.34"]))


async def test_three_redirects_are_followed_and_no_more(county: Served):
    for number in range(5):
        county.pages[f"/{number}"] = Answer(b"", 301, {"location": f"/{number + 1}"})
    county.pages["/5"] = Answer(b"there")
    assert (await fetch(county.url + "/2", allowed=LOOPBACK)).url == county.url + "/5"
    with pytest.raises(Unavailable):
        await fetch(county.url + "/1", allowed=LOOPBACK)


async def test_a_redirect_to_another_kind_of_address_is_refused(county: Served):
    county.pages["/"] = Answer(b"", 302, {"location": "file:///etc/passwd"})
    with pytest.raises(Invalid):
        await fetch(county.url + "/", allowed=LOOPBACK)


async def test_no_cookie_is_kept_and_no_proxy_taken_from_the_environment(
    county: Served, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    county.pages["/"] = Answer(b"", 302, {"location": "/next", "set-cookie": "seen=1; Path=/"})
    county.pages["/next"] = Answer(b"next")
    await fetch(county.url + "/", allowed=LOOPBACK)
    assert all("cookie" not in {name.lower() for name in headers} for _, headers in county.asked)


async def test_a_body_may_not_be_larger_than_the_cap_packed_or_unpacked(county: Served):
    county.pages["/"] = Answer(b"x" * 2000)
    with pytest.raises(TooLarge):
        await fetch(county.url + "/", allowed=LOOPBACK, limit=1999)
    bomb = gzip.compress(bytes(50_000_000))
    county.pages["/bomb"] = Answer(bomb, headers={"content-encoding": "gzip"})
    with pytest.raises(TooLarge):
        await fetch(county.url + "/bomb", allowed=LOOPBACK, limit=1_000_000)
    county.pages["/small"] = Answer(gzip.compress(b"small"), headers={"content-encoding": "gzip"})
    assert (await fetch(county.url + "/small", allowed=LOOPBACK)).data == b"small"


async def test_the_time_of_everything_together_is_capped(county: Served):
    def slow() -> Answer:
        time.sleep(1.0)
        return Answer(b"late")

    county.pages["/"] = slow
    with pytest.raises(Unavailable):
        await fetch(county.url + "/", allowed=LOOPBACK, seconds=0.2)


async def test_a_server_that_does_not_answer_is_a_clear_sentence():
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        port = unheard.getsockname()[1]
    with pytest.raises(Unavailable) as refused:
        await fetch(f"http://127.0.0.1:{port}/", allowed=LOOPBACK)
    assert "127.0.0.1" in str(refused.value)


@pytest.mark.parametrize(
    ("header", "body"),
    [
        ("text/html; charset=gb2312", "政务公开".encode("gb18030")),
        ("text/html", '<meta charset="gbk">政务公开'.encode("gb18030")),
        (
            "text/html",
            "<meta http-equiv='Content-Type' content='text/html; charset=utf-8'>政务公开".encode(),
        ),
        ("text/html", "政务公开".encode("gb18030")),
        ("text/html; charset=base64", "政务公开".encode()),
        ("text/html; charset=nonsense", "政务公开".encode()),
        ("", "\ufeff政务公开".encode()),
    ],
)
async def test_the_text_is_read_in_its_charset(county: Served, header: str, body: bytes):
    county.pages["/"] = Answer(body, headers={"content-type": header})
    assert (await fetch(county.url + "/", allowed=LOOPBACK)).text.endswith("政务公开")


def test_the_setting_names_hosts_and_nothing_else(tmp_path):
    read = read_settings({"HALLBOARD_FETCH_HOSTS": "Portal.example, 10.1.2.3"}, data=tmp_path)
    assert read.fetch_hosts == {"portal.example", "10.1.2.3"}
    for bad in ("http://portal.example", "*", "10.0.0.0/8"):
        with pytest.raises(Misconfigured):
            read_settings({"HALLBOARD_FETCH_HOSTS": bad}, data=tmp_path)
