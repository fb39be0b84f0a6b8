"""Rich text as Draftail, Wagtail's editor of it, reads and writes it in a form."""

import json
from typing import Any

_BLOCK = ("key", "text", "type", "depth", "inlineStyleRanges", "entityRanges", "data")
_STYLE = ("offset", "length", "style")
_RANGE = ("offset", "length", "key")
_ENTITY = ("type", "mutability", "data")


def as_draftail_writes(state: str) -> str:
    """Bring content state to the characters that Draftail makes of it.

    Draftail writes what it was given anew as soon as it stands, in an order and with spaces of its
    own. On a slow machine Wagtail has looked at the form before that, takes it for an edit, and
    saves a draft of an article that somebody only opened.
    """
    content = json.loads(state)
    if content is None or all(_is_empty(block) for block in content["blocks"]):
        return "null"
    written = {
        "blocks": [_block(block) for block in content["blocks"]],
        "entityMap": {key: _only(_ENTITY, each) for key, each in content["entityMap"].items()},
    }
    return json.dumps(written, ensure_ascii=False, separators=(",", ":"))


def _block(block: dict[str, Any]) -> dict[str, Any]:
    return _only(
        _BLOCK,
        {
            "data": {},
            **block,
            "inlineStyleRanges": [_only(_STYLE, each) for each in block["inlineStyleRanges"]],
            "entityRanges": [_only(_RANGE, each) for each in block["entityRanges"]],
        },
    )


def _only(names: tuple[str, ...], values: dict[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _is_empty(block: dict[str, Any]) -> bool:
    ranges = (*block["inlineStyleRanges"], *block["entityRanges"])
    return not block["text"].strip() and not ranges
