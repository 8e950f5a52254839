"""A gateway's side of the device API: pairs, asks for the time, follows the pointer.

Nothing is believed before it was checked: signatures by the key pinned at pairing, plans and
pictures by their hashes, sizes by what the signed statement says.  A new plan is played only when
all its files are here; the withdrawals and the lease of a new pointer hold at once.
"""

import asyncio
import json
import secrets
import time
from http.cookies import SimpleCookie
from typing import Any

import httpx2

from core.canonical import sha256
from core.errors import HallboardError, Invalid, NotSignedIn, Unavailable
from core.signing import decode, verify_json
from signage.led.memory import Memory, State
from signage.led.playing import Playing
from signage.led.trusted_clock import TrustedClock
from signage.plan import MAX_PLAN_BYTES, files_of
from signage.pointer import MAX_ENVELOPE_BYTES, TIME_FORMAT, Checked, check_pointer

TIMEOUT_SECONDS = 30.0
MAX_FILE_BYTES = 32 * 1024 * 1024
PAIR_POLL_SECONDS = 2.0


class Follower:
    """Keeps ``playing`` as the newest pointer says; ``clock`` is the trusted time."""

    def __init__(self, url: str, memory: Memory) -> None:
        self.memory = memory
        self.clock = TrustedClock(lambda: time.monotonic() * 1000, lambda: time.time() * 1000)
        self.playing: Playing | None = None
        self._http = httpx2.AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS, trust_env=False)

    @property
    def state(self) -> State:
        return self.memory.state

    async def close(self) -> None:
        await self._http.aclose()

    def boot(self) -> None:
        """Go on with what the disk holds: plays before any contact."""
        self.state.boot += 1
        if self.state.kept is not None:
            self.clock.boot(self.state.kept)
        self.memory.save()
        if self.state.plan and self.state.envelope:
            self._play(self._recheck(self.state.envelope))
            self._heed(self._recheck(self.state.newest or self.state.envelope))

    async def pair_by_code(self, show: Any) -> None:
        """Show a code until a person approves; ``show(code)`` is called for each new one."""
        while True:
            asked = {"kind": "gateway"}
            started = (await self._ask("POST", "/device/v1/pair", json=asked)).json()
            show(started["code"])
            if await self._collect(started["ticket"]):
                return

    async def pair_by_token(self, token: str) -> None:
        self._keep_identity(await self._ask("POST", "/device/v1/pair", json={"token": token}))

    async def ask_time(self) -> None:
        """The signed time, challenged: an old answer cannot be played back."""
        nonce = secrets.token_urlsafe(16)
        before = time.monotonic()
        response = await self._ask("GET", "/device/v1/time", params={"nonce": nonce})
        travelled = (time.monotonic() - before) * 1000
        said = verify_json(response.json(), decode(self.state.key))
        if not isinstance(said, dict) or said.get("format") != TIME_FORMAT:
            raise Invalid("time-malformed", "时间应答的格式无法识别。")
        if said["nonce"] != nonce or said["screen"] != self.state.screen:
            raise Invalid("time-foreign", "时间应答不是给这次询问的。")
        self.clock.correct(said["now"], float(said["rate"]), travelled)

    async def poll(self) -> bool:
        """Ask for the pointer and follow it; True when there was a new one."""
        headers = {"If-None-Match": self.state.etag} if self.playing and self.state.etag else {}
        response = await self._ask("GET", "/device/v1/pointer", headers=headers)
        if response.status_code == 304:
            return False
        if len(response.content) > MAX_ENVELOPE_BYTES:
            raise Invalid("pointer-too-large", "指针文件过大，已拒收。")
        pointer = self._check(response.content)
        self.clock.hear(pointer.issued, float(pointer.rate))
        self.state.newest = response.text
        self._heed(pointer)
        self.keep_time()
        await self._fetch_all(pointer)
        self.state.envelope, self.state.plan = response.text, pointer.plan
        self.state.etag = response.headers.get("etag", "")
        self.keep_time()
        self._play(pointer)
        plan = json.loads(self.memory.files.read(pointer.plan))
        self.memory.drop_all_but({pointer.plan, *files_of(plan)})
        return True

    async def beat(self, sequence: int, page: str, faults: list[str]) -> None:
        body = {
            "id": self.state.screen,
            "boot": self.state.boot,
            "sequence": sequence,
            "plan": self.state.plan,
            "pointer_sequence": self.state.sequence,
            "page": page,
            "tier": "T1",
            "faults": faults,
        }
        await self._ask("POST", "/device/v1/beats", json=body)

    def keep_time(self) -> None:
        self.state.kept = self.clock.keep()
        self.memory.save()

    def _check(self, envelope: bytes) -> Checked:
        now = self.clock.now()
        return check_pointer(
            envelope,
            decode(self.state.key),
            self.state.screen,
            self.state.epoch,
            self.state.sequence,
            0 if now is None else now,
        )

    def _recheck(self, kept: str) -> Checked:
        """A pointer on our own disk; its lease may have ended: then only evergreen pages play."""
        key = decode(self.state.key)
        return check_pointer(kept.encode(), key, self.state.screen, 0, 0, 0)

    def _heed(self, pointer: Checked) -> None:
        """Withdrawals and lease hold for the plan that is playing, while the new one comes."""
        self.state.epoch, self.state.sequence = pointer.epoch, pointer.sequence
        if self.playing is not None:
            self.playing.withdrawn |= pointer.withdrawn
            self.playing.lease_until = pointer.lease_until

    def _play(self, pointer: Checked) -> None:
        files = self.memory.files
        plan = json.loads(files.read(pointer.plan))
        self.playing = Playing(plan, files.read, pointer.withdrawn, pointer.lease_until)

    async def _fetch_all(self, pointer: Checked) -> None:
        plan = await self._fetch(f"/device/v1/plans/{pointer.plan}", pointer.plan, MAX_PLAN_BYTES)
        for name in sorted(files_of(json.loads(plan))):
            await self._fetch(f"/device/v1/files/{name}", name, MAX_FILE_BYTES)

    async def _fetch(self, path: str, name: str, most: int) -> bytes:
        """The file from the disk if it is whole there, else from the server, checked and kept."""
        if self.memory.files.exists(name):
            try:
                return self.memory.files.read(name)
            except Unavailable:
                self.memory.files.path(name).unlink()
        data = b""
        async with self._http.stream("GET", path, headers=self._bearer()) as response:
            _check_status(response)
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > most:
                    raise Invalid("file-too-large", "文件过大，已拒收。")
        if sha256(data) != name:
            raise Invalid("file-damaged", "下载的文件与其校验值不符。")
        await asyncio.to_thread(self.memory.files.put, data)
        return data

    async def _collect(self, ticket: str) -> bool:
        """Wait for the approval; False when the code has expired."""
        while True:
            response = await self._http.get("/device/v1/pair", params={"ticket": ticket})
            if response.status_code == 200:
                self._keep_identity(response)
                return True
            if response.status_code == 404:
                return False
            await asyncio.sleep(PAIR_POLL_SECONDS)

    def _keep_identity(self, response: httpx2.Response) -> None:
        """Pin the key; what was followed before belongs to another pairing."""
        said = response.json()
        screen, state = said["screen"], State(boot=self.state.boot)
        state.token = _token_in(response)
        state.screen, state.name, state.profile = screen["id"], screen["name"], screen["profile"]
        state.output, state.key = screen.get("output", ""), said["key"]
        self.memory.state = state
        self.memory.save()

    async def _ask(self, method: str, path: str, **more: Any) -> httpx2.Response:
        headers = {**self._bearer(), **more.pop("headers", {})}
        response = await self._http.request(method, path, headers=headers, **more)
        _check_status(response)
        return response

    def _bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.state.token}"} if self.state.token else {}


def _check_status(response: httpx2.Response) -> None:
    """Raises the error that the server named."""
    if response.status_code == 401:
        raise NotSignedIn("device-unknown", "这台设备没有配对，或配对已被撤销。")
    if response.status_code >= 400:
        raise Unavailable(
            "server-refused", "服务器回答 {status}，稍后重试。", status=response.status_code
        )


def _token_in(response: httpx2.Response) -> str:
    """The device token from Set-Cookie, whichever of its two names it has."""
    for header in response.headers.get_list("set-cookie"):
        for name, morsel in SimpleCookie(header).items():
            if name.endswith("hallboard_screen"):
                return morsel.value
    raise Invalid("pairing-malformed", "配对应答中没有设备令牌。")


RECOVERABLE = (HallboardError, httpx2.HTTPError, OSError, ValueError, KeyError)
"""What may go wrong with a server or a network: the gateway goes on playing and tries again."""
