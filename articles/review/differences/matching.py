"""Which item of one list is which item of another: sections, blocks, paragraphs, rows."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from articles.checks.language.words import WORD

T = TypeVar("T")
Key = Callable[[Any], Any]

# As many pairs of words in common, of all words: less is another text, not a changed one.
ALIKE = 0.4
# Beyond it, items without an id and with other words stay unmatched.
_MOST_COMPARISONS = 40_000


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """An item before and after. ``moved``: it passed items that kept their places."""

    before: T | None
    after: T | None
    moved: bool = False


def match(
    before: Sequence[T],
    after: Sequence[T],
    *,
    keys: Sequence[Key],
    group: Key = lambda item: None,
    words: Callable[[T], Counter[str]] | None = None,
    alike: float = ALIKE,
) -> list[Match[T]]:
    """Every item of both lists once, in the order of ``after``; removed ones where they stood.

    ``keys``   what two items have in common that are the same, the surest first. A key that is
               empty or None says nothing; one that several share is dealt out in order.
    ``group``  items of different groups are never the same
    ``words``  what the rest is compared by, where given: those most alike are the same
    """
    pairs: dict[int, int] = {}
    for key in keys:
        _pair_by_key(before, after, group, key, pairs)
    if words is not None:
        _pair_by_words(before, after, group, words, alike, pairs)
    return list(_in_order(before, after, pairs))


def count_of_words(text: str) -> Counter[str]:
    return Counter(found.casefold() for found in WORD.findall(text))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """From 0 to 1: the share of words that two texts have in common."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def _pair_by_key(
    before: Sequence[T], after: Sequence[T], group: Key, key: Key, pairs: dict[int, int]
) -> None:
    taken = set(pairs.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for index in reversed(range(len(after))):
        if index not in taken and key(after[index]):
            waiting[group(after[index]), key(after[index])].append(index)
    for index, item in enumerate(before):
        found = waiting.get((group(item), key(item))) if index not in pairs else None
        if found:
            pairs[index] = found.pop()


def _pair_by_words(
    before: Sequence[T],
    after: Sequence[T],
    group: Key,
    words: Callable[[T], Counter[str]],
    alike: float,
    pairs: dict[int, int],
) -> None:
    taken = set(pairs.values())
    left = [(i, group(item), words(item)) for i, item in enumerate(before) if i not in pairs]
    right = [(i, group(item), words(item)) for i, item in enumerate(after) if i not in taken]
    if len(left) * len(right) > _MOST_COMPARISONS:
        return
    candidates = sorted(
        (-likeness(old_words, new_words), abs(i - j), i + j, i, j)
        for i, old_group, old_words in left
        for j, new_group, new_words in right
        if old_group == new_group
    )
    for unlike, _distance, _sum, i, j in candidates:
        if -unlike >= alike and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)


def _in_order(before: Sequence[T], after: Sequence[T], pairs: dict[int, int]) -> Iterator[Match[T]]:
    """Removed items follow the item that they followed before."""
    keepers = _longest_rising(sorted(pairs.items()))
    origin = {new: old for old, new in pairs.items()}
    removed: dict[int, list[int]] = defaultdict(list)
    anchor = -1
    for index in range(len(before)):
        if index not in pairs:
            removed[anchor].append(index)
        elif index in keepers:
            anchor = index
    yield from (Match(before[gone], None) for gone in removed[-1])
    for index, item in enumerate(after):
        old = origin.get(index)
        if old is None:
            yield Match(None, item)
            continue
        yield Match(before[old], item, moved=old not in keepers)
        if old in keepers:
            yield from (Match(before[gone], None) for gone in removed[old])


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The most items that can have kept their order: those outside it were moved."""
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, (_old, new) in enumerate(pairs):
        length = bisect_left(tails, new)
        previous.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(new)
            ends.append(position)
        else:
            tails[length], ends[length] = new, position
    kept = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(pairs[position][0])
        position = previous[position]
    return kept
