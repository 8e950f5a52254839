"""One byte form for one value, so that equal values hash alike on every machine."""

import hashlib
import json


def canonical(value: object) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8.  Floats are refused: they do not round-trip alike
    in every language; use integers (milliseconds, fen) or text."""
    _refuse_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    ).encode()


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """SHA-256 of the canonical form."""
    return sha256(canonical(value))


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"float {value!r} has no canonical form")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
