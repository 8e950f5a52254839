"""Heartbeats: what a screen says of itself, and which of two beats is the newer one."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import Invalid, TooLarge

MAX_BEAT_BYTES = 16 * 1024
_SEQUENCE_BITS = 22
_MOST_BOOTS = 2**41
_MOST_FAULTS = 20
_LONGEST_TEXT = 200


@dataclass(frozen=True)
class Beat:
    """``boot`` is a number that the device raises at each start (a counter, or milliseconds),
    ``sequence`` counts its beats since; ``plan`` and ``pointer_sequence`` are what it plays."""

    boot: int
    sequence: int
    plan: str = ""
    pointer_sequence: int = 0
    page: str = ""
    tier: str = ""
    faults: tuple[str, ...] = ()
    last_command: str = ""

    @property
    def rank(self) -> int:
        """Orders the beats of one device, over restarts too; fits 63 bits."""
        return self.boot << _SEQUENCE_BITS | self.sequence

    def health(self) -> str:
        """The JSON that is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_beat(body: bytes) -> Beat:
    """The beat in ``body``.  Unknown fields are ignored, texts are cut to 200 characters.

    Raises Invalid for anything that is no beat, TooLarge past :data:`MAX_BEAT_BYTES`.
    """
    if len(body) > MAX_BEAT_BYTES:
        raise TooLarge("beat-too-large", "心跳内容过大。")
    try:
        raw = json.loads(body)
        faults = raw.get("faults") or []
        return Beat(
            boot=_number(raw["boot"], _MOST_BOOTS),
            sequence=_number(raw["sequence"], 2**_SEQUENCE_BITS),
            plan=_text(raw.get("plan")),
            pointer_sequence=_number(raw.get("pointer_sequence") or 0, 2**53),
            page=_text(raw.get("page")),
            tier=_text(raw.get("tier")),
            faults=tuple(_text(fault) for fault in faults[:_MOST_FAULTS]),
            last_command=_text(raw.get("last_command")),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise Invalid("beat-malformed", "心跳内容无法识别。") from problem


def _number(value: Any, most: int) -> int:
    if type(value) is not int or not 0 <= value < most:
        raise ValueError(value)
    return value


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text.encode()  # half a surrogate pair is no text: ValueError
    return text.replace("\x00", "")[:_LONGEST_TEXT]
