"""A node of a graph."""

from typing import Any

Node = dict[str, Any]


def without_empty(node: Node) -> Node:
    """In a graph, what is not known is not said."""
    return {name: value for name, value in node.items() if value not in (None, "", [])}
