"""What each term is worth in a document, as short as can be: a search reads hundreds of them.

Five characters for each term, one after the other: four of its hash, one of what it is worth.
That two terms of one search share a hash happens once in 170,000 documents of 100 terms, and then
moves one document.
"""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b

MOST = 99
_KEY = 4
_LENGTH = _KEY + 1
# From 28 to 126: ASCII, and not the border.
_WORTHS = [chr(27 + worth) for worth in range(MOST + 1)]

BORDER = "\n"
"""What may stand between the ranks of several documents."""


def pack(worths: Iterable[tuple[str, int]]) -> str:
    """Return ranks of these terms, each worth from 1 to `MOST`."""
    return "".join(key_of(term) + _WORTHS[worth] for term, worth in worths)


@lru_cache(maxsize=20_000)
def key_of(term: str) -> str:
    """Return what `worth_of` looks for."""
    return b64encode(blake2b(term.encode(), digest_size=3).digest()).decode()


def worth_of(key: str, ranks: str) -> int:
    """Return what the term of this key is worth; 0 where it is not listed."""
    at = ranks.find(key)
    while at >= 0 and at % _LENGTH:
        # Across the border of two terms.
        at = ranks.find(key, at + 1)
    return ord(ranks[at + _KEY]) - 27 if at >= 0 else 0


def worths_of(key: str, several: Sequence[str]) -> list[int]:
    """Return what the term is worth in each of several documents, as `worth_of` does."""
    # Hundreds at a time: a call for each would take as long as the look.
    return [
        0
        if (at := ranks.find(key)) < 0
        else worth_of(key, ranks)
        if at % _LENGTH
        else ord(ranks[at + _KEY]) - 27
        for ranks in several
    ]
