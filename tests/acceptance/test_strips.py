"""An LED strip over the door, fed by the gateway: what arrives on the wire is a text."""

import socket
import struct
import subprocess
from pathlib import Path

from media.strips import COLOURS
from tests.acceptance.demonstration import ROOT, County, environment

WIDTH, HEIGHT = 512, 16
_HEADER = struct.Struct(">BBBBIH")
_PUSH = 1


def test_the_gateway_pairs_with_a_printed_token_and_sends_frames_that_are_not_black(
    county: County, tmp_path: Path
):
    token = county.links["柳河镇门楣条屏"].partition("pair=")[2]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(40)
        output = f"ddp://127.0.0.1:{receiver.getsockname()[1]}"
        gateway = subprocess.Popen(
            [str(ROOT / "hallboard"), "gateway", "--url", county.address, "--token", token,
             "--output", output, "--data", str(tmp_path)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(),
        )  # fmt: skip
        try:
            frames = [_frame(receiver) for _ in range(12)]
        finally:
            gateway.terminate()
            said, _ = gateway.communicate(timeout=20)
    assert "已配对：柳河镇门楣条屏" in said
    lit = [sum(1 for place in range(0, len(frame), 3) if any(frame[place : place + 3]))
           for frame in frames]  # fmt: skip
    assert all(100 < count < WIDTH * HEIGHT // 2 for count in lit)
    colours = {frame[place : place + 3] for frame in frames for place in range(0, len(frame), 3)}
    assert colours == {bytes(COLOURS["red"]), b"\0\0\0"}


def _frame(receiver: socket.socket) -> bytes:
    """The next whole frame."""
    frame = bytearray(WIDTH * HEIGHT * 3)
    filled = 0
    while True:
        packet = receiver.recv(2048)
        flags, _, _, _, offset, length = _HEADER.unpack(packet[: _HEADER.size])
        frame[offset : offset + length] = packet[_HEADER.size :]
        filled += length
        if flags & _PUSH and filled >= len(frame):
            return bytes(frame)
        if flags & _PUSH:
            filled = 0
