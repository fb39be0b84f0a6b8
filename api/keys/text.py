"""The text of a key: `ca_<prefix>_<secret>_<checksum>`.

The prefix is public and names the key. The secret has 190 bits. The checksum, CRC-32 of all
before it, tells garbage from keys without asking the database, and lets scanners that look for
leaked secrets be sure of what they found.
"""

import hashlib
import re
import secrets
import string
import zlib
from dataclasses import dataclass, field

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIX_LENGTH, SECRET_LENGTH, CHECKSUM_LENGTH = 8, 32, 6
FORM = re.compile(
    rf"(ca_([0-9A-Za-z]{{{PREFIX_LENGTH}}})_[0-9A-Za-z]{{{SECRET_LENGTH}}})"
    rf"_([0-9A-Za-z]{{{CHECKSUM_LENGTH}}})"
)


@dataclass(frozen=True)
class KeyText:
    """A whole key. It keeps itself out of what is printed."""

    prefix: str
    whole: str = field(repr=False)

    def __str__(self) -> str:
        return f"ca_{self.prefix}"

    def digest(self) -> str:
        """Return SHA-256 of the whole key: with so many bits in the secret it needs no salt."""
        return hashlib.sha256(self.whole.encode("ascii")).hexdigest()


def generate_key() -> KeyText:
    prefix, secret = _random(PREFIX_LENGTH), _random(SECRET_LENGTH)
    text = f"ca_{prefix}_{secret}"
    return KeyText(prefix, f"{text}_{_checksum(text)}")


def read_key(text: str) -> KeyText | None:
    """Return the key in `text`; None for anything that was never a key."""
    found = FORM.fullmatch(text)
    if found is None or found[3] != _checksum(found[1]):
        return None
    return KeyText(found[2], text)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _checksum(text: str) -> str:
    number, digits = zlib.crc32(text.encode("ascii")), ""
    for _ in range(CHECKSUM_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits = ALPHABET[digit] + digits
    return digits
