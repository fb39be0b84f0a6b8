"""What a spreadsheet makes of text that others wrote."""

from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_cell(value: Any) -> Any:
    """The value for a cell of a CSV file: never one that a spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def from_cell(text: str) -> str:
    """What `safe_cell` made a cell of."""
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def safe_cell(text: str) -> str:
    """As `as_cell`, and such that `from_cell` gives exactly the same text back."""
    quoted = text.startswith("'") and text[1:].startswith((*_FORMULA, "'"))
    return f"'{text}" if quoted or text.startswith(_FORMULA) else text
