"""Keeping a secret in the database: sealed with a key that stands only in the secret file.

A copy of the database alone opens nothing, and a sealed text opens only for the purpose and the
owner it was sealed for.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.errors import Unavailable
from core.signing import SigningKey, decode, encode

_NONCE = 12


class Sealer:
    """Seals texts for one ``purpose`` with AES-256-GCM; its key is derived from the server's
    private key (HKDF-SHA256, RFC 5869), so that no second secret has to be kept."""

    def __init__(self, key: SigningKey, purpose: str) -> None:
        number = key.private.private_numbers().private_value
        derived = HKDF(hashes.SHA256(), length=32, salt=None, info=f"hallboard {purpose}".encode())
        self._cipher = AESGCM(derived.derive(number.to_bytes(32, "big")))

    def seal(self, text: str, owner: str) -> str:
        """``text``, sealed for ``owner`` (an id)."""
        nonce = os.urandom(_NONCE)
        return encode(nonce + self._cipher.encrypt(nonce, text.encode(), owner.encode()))

    def open(self, sealed: str, owner: str) -> str:
        """What was sealed for ``owner``.  Raises Unavailable when the key is another one now."""
        try:
            data = decode(sealed)
            return self._cipher.decrypt(data[:_NONCE], data[_NONCE:], owner.encode()).decode()
        except (InvalidTag, ValueError) as problem:
            raise Unavailable(
                "seal-broken",
                "二次验证密钥无法解开：服务器的密钥文件（HALLBOARD_SECRET_FILE）已更换。"
                "请用备份恢复密钥文件，或由安全管理员重设此人的二次验证。",
            ) from problem
