"""公示证明: what is certified of a posting, and whether a certificate is genuine.  Pure.

The body is canonical JSON, signed with the server's key (ES256, core/signing.py).  Whoever has the
public key checks it without us: the signature is over exactly the body's bytes.
"""

import json
from dataclasses import dataclass
from typing import Any, Protocol

from core.canonical import canonical
from core.errors import Invalid
from core.signing import ALGORITHM, SigningKey, encode, verify

FORMAT = "hallboard-certificate/1"


class Kept(Protocol):
    """A certificate as its row has it."""

    body: str
    signature: str
    key_id: str


@dataclass(frozen=True)
class Signed:
    """What goes into the row."""

    body: str
    signature: str
    key_id: str


def sign(key: SigningKey, body: dict[str, Any]) -> Signed:
    """The body in canonical form with its signature; format and key's id stand inside."""
    text = canonical({**body, "format": FORMAT, "key": key.key_id})
    envelope = key.sign(text)
    return Signed(text.decode(), envelope["signature"], envelope["key"])


def envelope_of(kept: Kept) -> dict[str, str]:
    """The envelope that was signed, as core.signing.verify takes it."""
    return {
        "alg": ALGORITHM,
        "key": kept.key_id,
        "payload": encode(kept.body.encode()),
        "signature": kept.signature,
    }


def genuine(kept: Kept, public: bytes, code: str) -> bool:
    """Whether the key ``public`` signed exactly this body, under that code."""
    try:
        body = json.loads(verify(envelope_of(kept), public))
    except (Invalid, ValueError):
        return False
    return bool(body.get("format") == FORMAT and body.get("code") == code)


def body_of(kept: Kept) -> dict[str, Any]:
    """What is certified."""
    found: dict[str, Any] = json.loads(kept.body)
    return found


def file_of(kept: Kept, public: bytes) -> bytes:
    """The certificate as a JSON file: ``certificate`` for readers, ``signed`` for checkers."""
    said = {
        "certificate": body_of(kept),
        "signed": envelope_of(kept),
        "public_key": encode(public),
    }
    return json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True).encode()
