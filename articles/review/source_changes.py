"""What has changed in an article since its translation was last signed off. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from articles.review.content import as_read
from articles.sections.kinds import section_kinds

Raw = Mapping[str, Any]


class ChangeKind(StrEnum):
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A section of the original that its translation has not followed.

    ``section``: the id it has in the translation too; empty where the translation lacks it.
    """

    kind: ChangeKind
    section: str
    label: str
    changed_on: dt.date


def build_source_changes(
    *,
    then: Iterable[Raw],
    now: Iterable[Raw],
    signed: Iterable[Raw],
    present: Iterable[Raw],
    changed_on: dt.date,
) -> tuple[SourceChange, ...]:
    """Compare raw sections by their ids, which translations share with their original.

    ``then``, ``now``     the original when the translation was signed, and as it is live
    ``signed``, ``present``  the translation as it was signed, and as it is

    A section that was written anew in the translation since then has been looked at.
    """
    before, after = _by_id(then), _by_id(now)
    old, own = _by_id(signed), _by_id(present)
    return tuple(
        SourceChange(
            kind, key if key in own else "", _label(after.get(key) or before[key]), changed_on
        )
        for kind, key in _changes(before, after)
        if _is_open(kind, key, old, own)
    )


def _changes(
    before: Mapping[str, Raw], after: Mapping[str, Raw]
) -> Iterator[tuple[ChangeKind, str]]:
    for key, section in after.items():
        if key not in before:
            yield ChangeKind.ADDED, key
        elif as_read(section) != as_read(before[key]):
            yield ChangeKind.CHANGED, key
    for key in before:
        if key not in after:
            yield ChangeKind.REMOVED, key


def _is_open(kind: ChangeKind, key: str, old: Mapping[str, Raw], own: Mapping[str, Raw]) -> bool:
    if kind is ChangeKind.ADDED:
        return key not in own
    return key in own and as_read(own[key]) == as_read(old.get(key))


def _by_id(sections: Iterable[Raw]) -> dict[str, Raw]:
    return {str(section["id"]): section for section in sections if section.get("id")}


def _label(section: Raw) -> str:
    known = section_kinds.get(section["type"])
    heading = (section.get("value") or {}).get("heading") or ""
    return heading.strip() or str(known.label if known else section["type"])
