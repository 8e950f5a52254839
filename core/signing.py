"""ECDSA P-256 signatures (ES256): every web view since 2015 verifies them natively.

A signed statement is an envelope ``{"alg", "key", "payload", "signature"}``; payload and
signature are base64url without padding, the signature is the raw r‖s of 64 bytes as RFC 7518
§3.4 and the browsers' SubtleCrypto have it.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from core import canonical
from core.errors import Invalid, Misconfigured

ALGORITHM = "ES256"
_ALLOWED = frozenset({ALGORITHM})


@dataclass(frozen=True)
class SigningKey:
    """A private key with its id: the first 16 hexadecimal digits of the public key's SHA-256."""

    private: ec.EllipticCurvePrivateKey

    @property
    def key_id(self) -> str:
        return key_id(self.public_bytes())

    def public_bytes(self) -> bytes:
        """The public point, uncompressed, 65 bytes (SubtleCrypto's "raw" format)."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )

    def sign(self, payload: bytes) -> dict[str, str]:
        """The envelope of ``payload``."""
        r, s = decode_dss_signature(self.private.sign(payload, ec.ECDSA(hashes.SHA256())))
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        return {
            "alg": ALGORITHM,
            "key": self.key_id,
            "payload": encode(payload),
            "signature": encode(signature),
        }


def new_signing_key() -> SigningKey:
    return SigningKey(ec.generate_private_key(ec.SECP256R1()))


def load_signing_key(path: Path) -> SigningKey:
    """Read a PEM key file.  Raises Misconfigured when it is missing or no P-256 key."""
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as problem:
        raise Misconfigured(
            "key-unreadable",
            "签名密钥 {path} 无法读取（{problem}）；请用备份恢复：hallboard restore 备份文件",
            path=path,
            problem=problem,
        ) from problem
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise Misconfigured("key-foreign", "签名密钥 {path} 不是 P-256 椭圆曲线密钥。", path=path)
    return SigningKey(private)


def dump_signing_key(key: SigningKey) -> bytes:
    """The key as PEM, for a file of mode 0600."""
    return key.private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def verify(envelope: dict[str, str], public: bytes) -> bytes:
    """The payload of an envelope signed with the key ``public`` (65 bytes).

    Raises Invalid for a foreign key, an algorithm outside the allow-list or a bad signature.
    """
    try:
        if envelope["alg"] not in _ALLOWED or envelope["key"] != key_id(public):
            raise Invalid("signature-foreign", "签名所用的密钥不是本系统的密钥。")
        payload, signature = decode(envelope["payload"]), decode(envelope["signature"])
        half = len(signature) // 2
        der = encode_dss_signature(
            int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
        )
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
        point.verify(der, payload, ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, KeyError, ValueError) as problem:
        raise Invalid("signature-bad", "签名无效。") from problem
    return payload


def sign_json(key: SigningKey, statement: object) -> dict[str, str]:
    """The envelope of a JSON value in canonical form."""
    return key.sign(canonical.canonical(statement))


def verify_json(envelope: dict[str, str], public: bytes) -> object:
    """The JSON value inside a valid envelope; raises Invalid otherwise."""
    return json.loads(verify(envelope, public))


def key_id(public: bytes) -> str:
    return canonical.sha256(public)[:16]


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
