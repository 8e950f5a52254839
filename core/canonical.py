"""One byte form for one value, so that equal values hash alike on every machine."""

import hashlib
import json


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8.  Floats are refused: they do not round-trip alike
    in every language; use integers (milliseconds, fen) or text."""
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    json.loads(text, parse_float=_refuse_float)  # ten times faster than to walk through the value
    return text.encode()


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """SHA-256 of the canonical form."""
    return sha256(canonical(value))


def _refuse_float(text: str) -> None:
    raise TypeError(f"float {text} has no canonical form")
