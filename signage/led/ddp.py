"""DDP packets (3waylabs.com/ddp): a frame of RGB bytes as UDP payloads.

Header of 10 bytes, big-endian: flags (0x40 version 1, 0x01 push on a frame's last packet),
sequence 1-15 (one number per frame), type 0x0B (RGB, 8 bits), id 1 (the display), byte offset,
length.  At most 1,440 data bytes (480 pixels) a packet.
"""

import struct
from collections.abc import Iterator

from core.errors import Invalid

PORT = 4048
MAX_DATA = 1440
SEQUENCES = 15
_VERSION = 0x40
_PUSH = 0x01
_RGB = 0x0B
_DISPLAY = 1
_HEADER = struct.Struct(">BBBBIH")


def packets(frame: bytes, sequence: int) -> Iterator[bytes]:
    """The packets of one frame; ``sequence`` 1 to 15."""
    for offset in range(0, len(frame), MAX_DATA):
        data = frame[offset : offset + MAX_DATA]
        last = offset + MAX_DATA >= len(frame)
        flags = _VERSION | (_PUSH if last else 0)
        yield _HEADER.pack(flags, sequence, _RGB, _DISPLAY, offset, len(data)) + data


def next_sequence(sequence: int) -> int:
    """1 to 15 and round again; 0 means unnumbered and is never used."""
    return sequence % SEQUENCES + 1


def read_output(output: str) -> tuple[str, int]:
    """Host and port of ``ddp://HOST[:PORT]``.  Raises Invalid."""
    host, _, port = output.removeprefix("ddp://").rstrip("/").partition(":")
    if not output.startswith("ddp://") or not host or not (port or str(PORT)).isdigit():
        raise Invalid(
            "output-malformed", "输出地址 {output} 应写作 ddp://主机:端口。", output=output
        )
    return host, int(port or PORT)
