"""The fragments by which sections are linked to. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any


def section_anchors(sections: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return each section's anchor by section id: its kind, numbered from the second on."""
    seen: Counter[str] = Counter()
    anchors = {}
    for section in sections:
        kind = section["type"]
        seen[kind] += 1
        anchors[str(section.get("id"))] = kind if seen[kind] == 1 else f"{kind}-{seen[kind]}"
    return anchors
