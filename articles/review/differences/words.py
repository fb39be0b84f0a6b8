"""Two versions of a text, compared word by word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

from articles.review.differences.critical import critical_tokens
from articles.review.differences.tokens import Token, is_word, tokenize

# What one comparison may cost, in pairs of equal tokens to look at. Beyond it a text is first
# compared sentence by sentence: 200 kB of the same word would take hours otherwise.
_AFFORDABLE = 100_000
_SENTENCE_ENDS = frozenset(".!?…。؟\n")

Hunk = tuple[str, int, int, int, int]


class Kind(StrEnum):
    EQUAL = "equal"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that is in both versions, or in one of them.

    ``parts`` are the text in order, each with whether it is critical: a number, a unit or a
    negation that the other version has not.
    """

    kind: Kind
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(text for text, _critical in self.parts)

    @property
    def shown(self) -> tuple[str, tuple[tuple[str, bool], ...], str]:
        """White space in front, the parts without it, and white space behind.

        A line under a space says nothing. White space that is all of the change is its part.
        """
        text = self.text
        if not text.strip():
            return "", self.parts, ""
        parts = [list(part) for part in self.parts]
        front = text[: len(text) - len(text.lstrip())]
        behind = text[len(text.rstrip()) :]
        parts[0][0] = str(parts[0][0])[len(front) :]
        parts[-1][0] = str(parts[-1][0])[: len(str(parts[-1][0])) - len(behind)]
        return front, tuple((str(part), bool(critical)) for part, critical in parts if part), behind

    @property
    def critical(self) -> bool:
        return any(critical for _text, critical in self.parts)

    @property
    def words(self) -> int:
        return sum(is_word(token.core) for token in tokenize(self.text))


def compare_words(before: str, after: str) -> tuple[Segment, ...]:
    """The segments that lead from one text to the other, removals before additions.

    Equal and removed segments joined are ``before``, equal and added ones ``after``. Comparing the
    other way round gives the mirror image.
    """
    if before > after:
        return _mirrored(_compare(after, before))
    return _compare(before, after)


def whole(text: str, kind: Kind) -> tuple[Segment, ...]:
    """A text without a counterpart."""
    return (Segment(kind, ((text, False),)),) if text else ()


def _mirrored(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    other = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}
    found: list[Segment] = []
    for changed, group in groupby(segments, lambda segment: segment.kind is not Kind.EQUAL):
        turned = [
            Segment(other.get(segment.kind, segment.kind), segment.parts) for segment in group
        ]
        # Removals come first: within one change the order turns round.
        found += reversed(turned) if changed else turned
    return tuple(found)


def _compare(before: str, after: str) -> tuple[Segment, ...]:
    a, b = tokenize(before), tokenize(after)
    pieces: list[_Piece] = []
    last = ""
    for tag, start_a, end_a, start_b, end_b in _hunks([t.core for t in a], [t.core for t in b]):
        if tag == "equal":
            for old, new in zip(a[start_a:end_a], b[start_b:end_b], strict=True):
                pieces += _equal(old, new)
        else:
            pieces += _changed(a[start_a:end_a], b[start_b:end_b], last)
        last = a[end_a - 1].core if end_a else ""
    return tuple(_joined(pieces))


# A kind, a text, and whether it is critical.
_Piece = tuple[Kind, str, bool]


def _equal(old: Token, new: Token) -> Iterator[_Piece]:
    yield Kind.EQUAL, old.core, False
    if old.gap == new.gap:
        yield Kind.EQUAL, old.gap, False
    else:
        yield Kind.REMOVED, old.gap, False
        yield Kind.ADDED, new.gap, False


def _changed(old: Sequence[Token], new: Sequence[Token], last: str) -> Iterator[_Piece]:
    cores_old, cores_new = [token.core for token in old], [token.core for token in new]
    for kind, tokens, here, there in (
        (Kind.REMOVED, old, cores_old, cores_new),
        (Kind.ADDED, new, cores_new, cores_old),
    ):
        for token, critical in zip(tokens, critical_tokens(here, there, last), strict=True):
            yield kind, token.core, critical
            yield kind, token.gap, False


def _tidied(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Within one change, removals first; the same white space behind both is no part of it."""
    filled = [piece for piece in pieces if piece[1]]
    for changed, group in groupby(filled, _is_change):
        if not changed:
            yield from group
            continue
        found = list(group)
        removed = [piece for piece in found if piece[0] is Kind.REMOVED]
        added = [piece for piece in found if piece[0] is Kind.ADDED]
        behind = []
        if removed and added and removed[-1][1] == added[-1][1] and added[-1][1].isspace():
            behind = [(Kind.EQUAL, added.pop()[1], False)]
            removed.pop()
        yield from (*removed, *added, *behind)


def _joined(pieces: Sequence[_Piece]) -> Iterator[Segment]:
    """Neighbours of one kind as one segment."""
    for kind, group in groupby(_tidied(pieces), lambda piece: piece[0]):
        yield Segment(kind, tuple(_parts(list(group))))


def _is_change(piece: _Piece) -> bool:
    return piece[0] is not Kind.EQUAL


def _parts(pieces: Sequence[_Piece]) -> Iterator[tuple[str, bool]]:
    for critical, group in groupby(pieces, lambda piece: piece[2]):
        yield "".join(text for _kind, text, _critical in group), critical


def _hunks(a: Sequence[str], b: Sequence[str]) -> list[Hunk]:
    """What is equal and what was replaced, as difflib's opcodes."""
    return _without_chance_matches(list(_opcodes(a, b)), a)


def _opcodes(a: Sequence[str], b: Sequence[str], *, by_sentence: bool = False) -> Iterator[Hunk]:
    head, tail = _common_ends(a, b)
    if head:
        yield "equal", 0, head, 0, head
    yield from _shifted(
        _middle(a[head : len(a) - tail], b[head : len(b) - tail], by_sentence), head, head
    )
    if tail:
        yield "equal", len(a) - tail, len(a), len(b) - tail, len(b)


def _middle(a: Sequence[str], b: Sequence[str], by_sentence: bool) -> Iterator[Hunk]:
    if not a and not b:
        return
    if _cost(a, b) <= _AFFORDABLE:
        yield from SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    elif by_sentence:
        yield "replace", 0, len(a), 0, len(b)
    else:
        yield from _by_sentence(a, b)


def _by_sentence(a: Sequence[str], b: Sequence[str]) -> Iterator[Hunk]:
    """Compare whole sentences, then the words of those that differ."""
    ends_a, ends_b = _sentence_ends(a), _sentence_ends(b)
    sentences = (
        ["\0".join(a[start:end]) for start, end in zip([0, *ends_a], ends_a, strict=False)],
        ["\0".join(b[start:end]) for start, end in zip([0, *ends_b], ends_b, strict=False)],
    )
    for tag, *bounds in _opcodes(*sentences, by_sentence=True):
        from_a, to_a = ([0, *ends_a][index] for index in bounds[:2])
        from_b, to_b = ([0, *ends_b][index] for index in bounds[2:])
        if tag == "equal" or from_a == to_a or from_b == to_b:
            yield tag, from_a, to_a, from_b, to_b
        else:
            inner = _opcodes(a[from_a:to_a], b[from_b:to_b], by_sentence=True)
            yield from _shifted(inner, from_a, from_b)


def _sentence_ends(cores: Sequence[str]) -> list[int]:
    ends = [index for index, core in enumerate(cores, start=1) if core in _SENTENCE_ENDS]
    if cores and (not ends or ends[-1] != len(cores)):
        ends.append(len(cores))
    return ends


def _cost(a: Sequence[str], b: Sequence[str]) -> int:
    """The pairs of equal tokens, which is what finding one longest match looks at."""
    counts = Counter(b)
    return sum(counts[core] for core in a)


def _common_ends(a: Sequence[str], b: Sequence[str]) -> tuple[int, int]:
    shorter = min(len(a), len(b))
    head = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    tail = next((i for i in range(shorter - head) if a[-1 - i] != b[-1 - i]), shorter - head)
    return head, tail


def _shifted(hunks: Iterator[Hunk], by_a: int, by_b: int) -> Iterator[Hunk]:
    for tag, start_a, end_a, start_b, end_b in hunks:
        yield tag, start_a + by_a, end_a + by_a, start_b + by_b, end_b + by_b


def _without_chance_matches(hunks: list[Hunk], a: Sequence[str]) -> list[Hunk]:
    """Join two changes with hardly a word between them: a rewritten phrase is one change.

    "The" in the middle of two other sentences is the same word by chance, and splits what a
    reader should see whole.
    """
    found: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        inside = 0 < index < len(hunks) - 1
        if hunk[0] == "equal" and not (inside and _by_chance(found[-1], hunk, hunks[index + 1], a)):
            found.append(hunk)
        elif found and found[-1][0] != "equal":
            _tag, start_a, _end_a, start_b, _end_b = found.pop()
            found.append(("replace", start_a, hunk[2], start_b, hunk[4]))
        else:
            found.append(("replace", *hunk[1:]))
    return found


def _by_chance(before: Hunk, equal: Hunk, after: Hunk, a: Sequence[str]) -> bool:
    if before[0] == "equal" or after[0] == "equal":
        return False
    kept = sum(is_word(core) for core in a[equal[1] : equal[2]])
    changed = min(max(h[2] - h[1], h[4] - h[3]) for h in (before, after))
    return kept * 3 <= changed
