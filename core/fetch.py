"""The one way out: pages of other servers, asked for on behalf of what a person typed.

Only http and https.  The host is resolved once, every address it has is judged, and the connection
goes to the judged address: a name that answers differently the second time (rebinding) gains
nothing.  Addresses that are not public are refused unless the host stands on the allow-list
(HALLBOARD_FETCH_HOSTS).  Each redirect is judged anew.  Size and time are capped as a whole; no
cookies, no proxies, no credentials.  Source: facts/security, check 43 (ASVS V1.3.6, V13.2.4).
"""

import asyncio
import codecs
import functools
import re
import socket
import ssl
import zlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass

import httpx2

from core.addresses import IPAddress, is_disguised, is_public, is_reachable, literal
from core.errors import HallboardError, Invalid, Refused, TooLarge, Unavailable

MOST_BYTES = 10_000_000
SECONDS = 20.0
REDIRECTS = 3
AGENT = "Hallboard"
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""Host and port to the addresses it has, as text.  Raises OSError when it has none."""
_MOVED = frozenset({301, 302, 303, 307, 308})
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CHINESE = frozenset({"gb2312", "gbk", "hz"})


@dataclass(frozen=True)
class Fetched:
    """An answer.  ``url``: where it came from in the end; ``data``: its body, unpacked."""

    url: str
    status: int
    content_type: str
    data: bytes

    @property
    def text(self) -> str:
        """The body in the charset that the header names, else the page's own meta, else UTF-8 or
        GB 18030, whichever fits."""
        named = self._named()
        for charset in (named, "utf-8-sig", "gb18030"):
            if charset:
                try:
                    return self.data.decode(charset)
                except UnicodeDecodeError:
                    continue
        return self.data.decode(named or "utf-8", errors="replace")

    def _named(self) -> str:
        header = _HEADER.search(self.content_type)
        meta = _META.search(self.data[:4096])
        name = header[1] if header else meta[1].decode("ascii", "ignore") if meta else ""
        if name.lower() in _CHINESE:
            return "gb18030"
        try:
            known = codecs.lookup(name)
        except LookupError:
            return ""
        # base64, zip and the like are codecs too, but not of texts
        return known.name if known._is_text_encoding else ""


async def system_resolve(host: str, port: int) -> Sequence[str]:
    """As the machine resolves names."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def fetch(
    url: str,
    *,
    allowed: Collection[str] = (),
    resolve: Resolve = system_resolve,
    limit: int = MOST_BYTES,
    seconds: float = SECONDS,
    method: str = "GET",
) -> Fetched:
    """The page at ``url``, whatever its status.

    ``allowed``: hosts whose addresses need not be public; ``limit``: bytes of the body, packed
    or not; ``seconds``: for everything together, redirects included.

    Raises Invalid (not an address that may be asked), Refused (leads to a network that is closed
    to it), TooLarge, Unavailable (no answer, too slow, redirected without end).
    """
    try:
        async with asyncio.timeout(seconds):
            return await _follow(url, frozenset(allowed), resolve, limit, method)
    except TimeoutError as problem:
        raise Unavailable(
            "fetch-slow", "{url} 在 {seconds} 秒内没有应答完。", url=url, seconds=int(seconds)
        ) from problem


async def post_json(
    url: str,
    data: bytes,
    *,
    allowed: Collection[str] = (),
    resolve: Resolve = system_resolve,
    seconds: float = SECONDS,
) -> int:
    """Hand JSON to another server; its status.  A redirect is not followed: what was meant for one
    place is not carried to another.  Raises as :func:`fetch` does."""
    try:
        async with asyncio.timeout(seconds):
            here, known = _parsed(url), frozenset(allowed)
            addresses = await _addresses(here, known, resolve)
            headers = {"user-agent": AGENT, "content-type": "application/json"}
            async with (
                httpx2.AsyncClient(
                    transport=_Pinned(addresses),
                    trust_env=False,
                    follow_redirects=False,
                    timeout=None,
                ) as client,
                client.stream("POST", here, content=data, headers=headers) as response,
            ):
                return response.status_code
    except TimeoutError as problem:
        raise Unavailable(
            "fetch-slow", "{url} 在 {seconds} 秒内没有应答完。", url=url, seconds=int(seconds)
        ) from problem
    except httpx2.HTTPError as problem:
        raise Unavailable(
            "fetch-failed", "{url} 无法访问，请检查网址和网络。", url=url
        ) from problem


async def _follow(
    url: str, allowed: frozenset[str], resolve: Resolve, limit: int, method: str
) -> Fetched:
    here = _parsed(url)
    for _ in range(REDIRECTS + 1):
        answer = await _ask(here, allowed, resolve, limit, method)
        if isinstance(answer, Fetched):
            return answer
        here = answer
    raise Unavailable("fetch-redirects", "{url} 多次跳转，没有到达页面。", url=url)


def _parsed(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url.strip())
    except (httpx2.InvalidURL, UnicodeError, ValueError) as problem:
        raise _bad(url) from problem
    if parsed.scheme not in {"http", "https"} or not parsed.host or parsed.userinfo:
        raise _bad(url)
    if is_disguised(parsed.host):
        raise _closed(parsed.host)
    return parsed


async def _ask(
    url: httpx2.URL, allowed: frozenset[str], resolve: Resolve, limit: int, method: str
) -> "Fetched | httpx2.URL":
    """The answer, or where it is to be had instead."""
    addresses = await _addresses(url, allowed, resolve)
    headers = {"user-agent": AGENT, "accept": "text/html,*/*;q=0.8", "accept-encoding": "gzip"}
    async with httpx2.AsyncClient(
        transport=_Pinned(addresses), trust_env=False, follow_redirects=False, timeout=None
    ) as client:
        try:
            async with client.stream(method, url, headers=headers) as response:
                place = response.headers.get("location")
                if response.status_code in _MOVED and place:
                    return _parsed(str(_joined(url, place)))
                data = await _body(response, limit, str(url))
        except (httpx2.HTTPError, zlib.error) as problem:
            raise Unavailable(
                "fetch-failed", "{url} 无法访问，请检查网址和网络。", url=str(url)
            ) from problem
    kind = response.headers.get("content-type", "")
    return Fetched(str(url), response.status_code, kind, data)


def _joined(url: httpx2.URL, place: str) -> httpx2.URL:
    try:
        return url.join(place)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as problem:
        raise _bad(place) from problem


async def _addresses(url: httpx2.URL, allowed: frozenset[str], resolve: Resolve) -> list[IPAddress]:
    """The addresses of the host, all of them judged.  One bad among good ones spoils them all."""
    port = url.port or (443 if url.scheme == "https" else 80)
    own = literal(url.host)
    try:
        found = [str(own)] if own is not None else await resolve(url.host, port)
        addresses = [literal(text.partition("%")[0]) for text in found]
    except (OSError, UnicodeError) as problem:
        raise Unavailable(
            "fetch-unresolved", "找不到 {host} 的地址，请检查网址和网络。", host=url.host
        ) from problem
    judge = is_reachable if url.host.lower() in allowed else is_public
    if not addresses or not all(one is not None and judge(one) for one in addresses):
        raise _closed(url.host)
    return [one for one in addresses if one is not None]


async def _body(response: httpx2.Response, limit: int, url: str) -> bytes:
    """Counted as it arrives and again as it unfolds: neither may be more than ``limit``."""
    packing = response.headers.get("content-encoding", "identity").lower()
    unfold = zlib.decompressobj(47) if packing in {"gzip", "x-gzip", "deflate"} else None
    parts: list[bytes] = []
    size = arrived = 0
    async for chunk in response.aiter_raw():
        arrived += len(chunk)
        part = unfold.decompress(chunk, limit + 1 - size) if unfold else chunk
        size += len(part)
        parts.append(part)
        if size > limit or arrived > limit:
            raise TooLarge(
                "fetch-too-large", "{url} 超过 {most} MB 的上限。", url=url, most=limit // 1_000_000
            )
    return b"".join(parts)


@functools.cache
def _trust() -> ssl.SSLContext:
    """The authorities that the machine trusts: reading them takes longer than most answers."""
    return ssl.create_default_context()


class _Pinned(httpx2.AsyncBaseTransport):
    """Connects to the addresses that were judged, and says the host's name there: in the Host
    header (already set) and to TLS, which checks the certificate against the name."""

    def __init__(self, addresses: Sequence[IPAddress]) -> None:
        self._addresses = addresses
        self._transport = httpx2.AsyncHTTPTransport(verify=_trust(), trust_env=False, retries=0)

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        host, problem = request.url.host, None
        for address in self._addresses:
            request.url = request.url.copy_with(host=str(address))
            request.extensions = {**request.extensions, "sni_hostname": host}
            try:
                return await self._transport.handle_async_request(request)
            except httpx2.ConnectError as refused:
                problem = refused
        raise problem or httpx2.ConnectError("no address")

    async def aclose(self) -> None:
        await self._transport.aclose()


def _bad(url: str) -> HallboardError:
    return Invalid(
        "fetch-url-bad", "“{url}”不是可以访问的网址，请以 http:// 或 https:// 开头。", url=url[:200]
    )


def _closed(host: str) -> HallboardError:
    return Refused(
        "fetch-closed",
        "{host} 指向内部网络，不予访问；确需访问的，请系统管理员把它列入 HALLBOARD_FETCH_HOSTS。",
        host=host,
    )
