"""The one form in which sections are stored, whoever wrote them."""

from collections.abc import Mapping
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue


def complete(value: Any) -> None:
    """Read every block of a stream, so that it is stored as the editor would store it.

    Code may leave out members that have a default, and write a list without the ids of its items.
    Wagtail keeps such data as it is until a block is read, and completes it then: what was signed
    would become another text by being published.
    """
    if isinstance(value, StreamValue):
        for block in value:
            complete(block.value)
    elif isinstance(value, ListValue):
        for item in value:
            complete(item)
    elif isinstance(value, Mapping):
        for member in value.values():
            complete(member)
