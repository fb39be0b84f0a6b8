"""Copies of sections, for an article of their own."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any


def copied(sections: Iterable[Mapping[str, Any]], stream_block: Any) -> list[dict[str, Any]]:
    """Return raw data of these sections for `stream_block`, each block with an id of its own.

    `sections` is raw data as it is stored. A kind that the page does not offer is left out.
    """
    return [
        _with_new_ids(dict(section))
        for section in sections
        if section["type"] in stream_block.child_blocks
    ]


def structure_of(sections: Iterable[Mapping[str, Any]], stream_block: Any) -> list[dict[str, Any]]:
    """Return raw data of empty sections of the same kinds, with the same headings, in order."""
    return [
        empty_section(
            stream_block.child_blocks[section["type"]],
            heading=section["value"].get("heading") or "",
        )
        for section in sections
        if section["type"] in stream_block.child_blocks
    ]


def empty_section(block: Any, *, heading: str = "") -> dict[str, Any]:
    """Return raw data of an empty section of this block, with the blocks its kind starts with."""
    value = block.get_prep_value(block.get_default())
    section: dict[str, Any] = _with_new_ids(
        {"type": block.name, "value": {**value, "heading": heading}}
    )
    return section


def _with_new_ids(value: Any) -> Any:
    """Blocks without ids of their own cannot be told apart, by panels and by front ends."""
    if isinstance(value, list):
        return [_with_new_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    members = {name: _with_new_ids(member) for name, member in value.items()}
    if {"type", "value"} <= members.keys():
        members["id"] = str(uuid.uuid4())
    return members
