"""A document as a tree to look at, with what differs from the live one. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

NOT_COMPARED = frozenset({"version", "modified_at"})
"""Members of a document that every publishing changes."""
MISSING: Any = object()


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    """Of a plain value: another one. Of what has members: something in it differs."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value, by its name or its place."""

    name: str | None
    """None for the items of a list."""
    value: Any
    """Of a plain value, of the draft; of a removed one, of the live document."""
    change: Change
    before: Any = None
    """Of a changed plain value: what is live."""
    kind: str = "value"
    """`object`, `list` or `value`."""
    children: tuple["Node", ...] = field(default=())
    moved: bool = False
    """Of a list: its items stand in another order."""

    @property
    def changes(self) -> int:
        """How many of the plain values and whole parts in it differ."""
        if self.change in (Change.ADDED, Change.REMOVED):
            return 1
        if self.kind == "value":
            return int(self.change is Change.CHANGED)
        return self.moved + sum(child.changes for child in self.children)


def build_tree(draft: Mapping[str, Any], live: Mapping[str, Any] | None) -> Node:
    """Compare two documents. Without a live one nothing is marked: all would be new."""
    return _node(None, draft, draft if live is None else live, top=True)


def _node(name: str | None, value: Any, before: Any, *, top: bool = False) -> Node:
    if value is MISSING:
        return _whole(name, before, Change.REMOVED)
    if before is MISSING:
        return _whole(name, value, Change.ADDED)
    if isinstance(value, Mapping) and isinstance(before, Mapping):
        children = tuple(_members(value, before, top=top))
        return Node(name, None, _inner(children), kind="object", children=children)
    if isinstance(value, list) and isinstance(before, list):
        children = tuple(_node(None, new, old) for new, old in _paired(value, before))
        moved = _moved(value, before)
        change = Change.CHANGED if moved else _inner(children)
        return Node(name, None, change, kind="list", children=children, moved=moved)
    if isinstance(value, Mapping | list) or isinstance(before, Mapping | list):
        return _whole(name, value, Change.SAME if value == before else Change.ADDED)
    # 1 is equal to True, and another value.
    if type(value) is type(before) and value == before:
        return Node(name, value, Change.SAME)
    return Node(name, value, Change.CHANGED, before=before)


def _members(value: Mapping[str, Any], before: Mapping[str, Any], *, top: bool) -> Iterator[Node]:
    for name in [*value, *(name for name in before if name not in value)]:
        new = value.get(name, MISSING)
        old = new if top and name in NOT_COMPARED else before.get(name, MISSING)
        yield _node(name, new, old)


def _paired(value: Sequence[Any], before: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Items by their id; those without one by equality, and what is left by its place."""
    by_id = {key: old for old in before if (key := _identity(old)) is not None}
    if by_id or any(_identity(new) is not None for new in value):
        present = {_identity(new) for new in value}
        for new in value:
            yield new, by_id.get(_identity(new), MISSING)
        for old in before:
            if _identity(old) not in present:
                yield MISSING, old
        return
    for place in range(max(len(value), len(before))):
        yield (
            value[place] if place < len(value) else MISSING,
            before[place] if place < len(before) else MISSING,
        )


def _identity(value: Any) -> Any:
    """What tells an item of a list from others, wherever it stands."""
    if not isinstance(value, Mapping):
        return None
    for name in ("id", "slug", "locale"):
        if value.get(name) is not None:
            return name, value[name]
    return None


def _moved(value: Sequence[Any], before: Sequence[Any]) -> bool:
    """Whether what both have stands in another order."""
    new, old = [*map(_identity, value)], [*map(_identity, before)]
    both = {key for key in new if key is not None} & {key for key in old if key is not None}
    return [key for key in new if key in both] != [key for key in old if key in both]


def _whole(name: str | None, value: Any, change: Change) -> Node:
    if isinstance(value, Mapping):
        children = tuple(_whole(key, each, change) for key, each in value.items())
        return Node(name, None, change, kind="object", children=children)
    if isinstance(value, list):
        children = tuple(_whole(None, each, change) for each in value)
        return Node(name, None, change, kind="list", children=children)
    return Node(name, value, change)


def _inner(children: Sequence[Node]) -> Change:
    same = all(child.change is Change.SAME for child in children)
    return Change.SAME if same else Change.CHANGED
