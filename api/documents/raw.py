"""How StreamField data lies in the database."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Raw = Mapping[str, Any]


def list_items(items: Iterable[Any] | None) -> Iterator[tuple[str, Any]]:
    """Yield the id and value of each item of a ListBlock.

    Wagtail stores an item as ``{"type": "item", "value": ..., "id": ...}``; content written
    by code may hold bare values, which Wagtail reads too. Those have no id.
    """
    for item in items or ():
        if isinstance(item, Mapping) and item.get("type") == "item" and "value" in item:
            yield str(item.get("id") or ""), item["value"]
        else:
            yield "", item
