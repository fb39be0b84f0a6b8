"""What a spreadsheet makes of text that others wrote."""

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_cell(value: Any) -> Any:
    """The value for a cell of a CSV file: never one that a spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
