"""The key that signs exports of evidence: Ed25519 (RFC 8032).

Stored as the 32 bytes of its seed in URL-safe Base64; what others need to verify is its public
half, as PEM.
"""

import base64
import binascii
import hashlib
import secrets
from dataclasses import dataclass

from articles.conf import get_setting

SEED_BYTES = 32


class NoEvidenceKey(Exception):  # noqa: N818 (a setting that is missing)
    """There is no usable key to sign with; the message says what to do."""


@dataclass(frozen=True)
class PublicKey:
    """What verifies a signature. ``id`` is the beginning of the SHA-256 of its 32 bytes."""

    raw: bytes

    @classmethod
    def from_pem(cls, pem: bytes) -> "PublicKey":
        """Raises ValueError when it is not an Ed25519 public key in PEM."""
        from articles.evidence import ed25519

        return cls(ed25519.from_pem(pem))

    @property
    def id(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()[:16]

    @property
    def pem(self) -> bytes:
        from articles.evidence import ed25519

        return ed25519.to_pem(self.raw)

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        from articles.evidence import ed25519

        return ed25519.verifies(self.raw, signature, signed)


@dataclass(frozen=True)
class SigningKey:
    seed: bytes

    @classmethod
    def from_text(cls, text: str) -> "SigningKey":
        """Raises ValueError when the text is no such key."""
        try:
            seed = base64.b64decode(text.strip() + "=" * (-len(text.strip()) % 4), b"-_", True)
        except binascii.Error as error:
            raise ValueError("not Base64") from error
        if len(seed) != SEED_BYTES:
            raise ValueError(f"not {SEED_BYTES} bytes")
        return cls(seed)

    @property
    def public(self) -> PublicKey:
        from articles.evidence import ed25519

        return PublicKey(ed25519.public_of(self.seed))

    def sign(self, data: bytes) -> bytes:
        from articles.evidence import ed25519

        return ed25519.sign(self.seed, data)


def new_key() -> str:
    """A new key as it is stored."""
    return base64.urlsafe_b64encode(secrets.token_bytes(SEED_BYTES)).rstrip(b"=").decode()


def is_key(text: object) -> bool:
    """Whether the text can be the setting: a key, or nothing."""
    if not isinstance(text, str):
        return False
    try:
        return not text or bool(SigningKey.from_text(text))
    except ValueError:
        return False


def signing_key() -> SigningKey:
    """The site's key. Raises NoEvidenceKey where there is none, because nothing leaves unsigned."""
    text = get_setting("EVIDENCE_KEY")
    if not text:
        raise NoEvidenceKey(
            "EVIDENCE_KEY is missing, and evidence is never exported unsigned. "
            "Make a key with `manage.py evidence_key` and set it."
        )
    try:
        return SigningKey.from_text(text)
    except ValueError as error:
        raise NoEvidenceKey(
            f"EVIDENCE_KEY cannot be used: it is {error}. Make one with `manage.py evidence_key`."
        ) from error
