"""A text as words, numbers and signs, each with the white space behind it."""

import re
from typing import NamedTuple

# Written without spaces between words: each character is compared by itself.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff"
# Beyond ASCII everything belongs to a word, marks that combine with letters included, except
# punctuation. Without them a decomposed or vowelled word would fall into pieces.
_PUNCTUATION = (
    "\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb-\u00bf\u00d7\u00f7\u2000-\u200b"
    "\u200e-\u206f\u2190-\u2bff\u3000-\u303f\uff00-\uff0f\u060c\u061b\u061f\u066a-\u066d\u06d4"
)
_WORD = rf"(?:[^\W{_UNSPACED}]|[^\x00-\x7f\s{_PUNCTUATION}{_UNSPACED}])"
_LETTER = rf"(?:(?!\d){_WORD})"
# A comma or a point stays in a number, an apostrophe or a hyphen in a word; the hyphen of a
# range ("10-20") does not.
_INSIDE = rf"(?:(?<=\d)[.,](?=\d)|['’](?={_LETTER})|[-‑](?={_LETTER}))"
# A sign belongs to its number: "-5" is another value than "5".
_SIGN = r"(?:(?<![^\s(])[-−+](?=\d))?"
_TOKEN = re.compile(rf"({_SIGN}{_WORD}+(?:{_INSIDE}{_WORD}+)*|\S)(\s*)")
_LEADING_SPACE = re.compile(r"\s*")


class Token(NamedTuple):
    core: str
    """A word, a number, or one sign; empty only for white space at the start of a text."""
    gap: str
    """The white space behind it."""


def tokenize(text: str) -> list[Token]:
    """The tokens of a text. Their cores and gaps joined are the text exactly."""
    leading = _LEADING_SPACE.match(text)
    start = leading.end() if leading else 0
    first = [Token("", text[:start])] if start else []
    return first + [Token(*found.groups()) for found in _TOKEN.finditer(text, start)]


def is_word(core: str) -> bool:
    """Whether a token is a word or a number rather than a sign."""
    return any(character.isalnum() for character in core)
