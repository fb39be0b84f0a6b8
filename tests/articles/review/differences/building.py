"""Contents for tests of differences, without a database."""

import copy
from collections.abc import Iterator
from typing import Any

from articles.review.differences.build import build_differences
from articles.review.differences.names import Names
from articles.review.differences.result import (
    BlockDifference,
    Differences,
    Note,
    Passage,
    SectionDifference,
)
from articles.review.differences.words import Kind, Segment
from tests.articles.every_block import every_section

IMAGE, OTHER_IMAGE, CITATION, OTHER_CITATION, TOPIC, OTHER_TOPIC, PAGE = 1, 2, 11, 12, 21, 22, 31
NAMES = Names(
    images={IMAGE: "Nerve", OTHER_IMAGE: "Brain"},
    citations={CITATION: "Etchison 2018", OTHER_CITATION: "Bos 2020"},
    topics={TOPIC: "Migraine", OTHER_TOPIC: "Ketamine"},
    pages={PAGE: "Triptans"},
    documents={5: "Leaflet"},
    sections={"here": "Risks"},
)


def content(*sections: Any, **fields: Any) -> dict[str, Any]:
    return {
        "fields": {"title": "Migraine", "summary": "What it is.", "kind": "lifestyle", **fields},
        "sections": list(sections),
        "topics": [[TOPIC, "about"]],
        "sources": {str(CITATION): "doi:10.1000/one"},
    }


def every_block() -> dict[str, Any]:
    return content(*every_section(image=IMAGE, citation=CITATION, topic=TOPIC))


def copied(original: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(original)


def body(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The blocks of the first section."""
    return made["sections"][0]["value"]["body"]


def block_of(made: dict[str, Any], kind: str) -> dict[str, Any]:
    return next(block for block in body(made) if block["type"] == kind)


def differences(before: Any, after: Any) -> Differences:
    return build_differences(before, after, names=NAMES)


def changed_blocks(found: Differences) -> list[BlockDifference]:
    return [block for section in found.sections for block in section.blocks if block.is_changed]


def passages(found: SectionDifference | BlockDifference) -> list[Passage]:
    return [passage for passage in found.passages if passage.is_changed]


def notes(block: BlockDifference) -> list[tuple[str, str, str]]:
    own = [*block.notes, *(note for passage in block.passages for note in passage.notes)]
    return [said(note) for note in own]


def said(note: Note) -> tuple[str, str, str]:
    return note.label, note.before, note.after


def shown(segments: tuple[Segment, ...]) -> str:
    """Segments on one line: [-removed-]{+added+}, critical words between asterisks."""
    return "".join(_shown(segment) for segment in segments)


def _shown(segment: Segment) -> str:
    text = "".join(f"*{part}*" if critical else part for part, critical in segment.parts)
    if segment.kind is Kind.REMOVED:
        return f"[-{text}-]"
    return f"{{+{text}+}}" if segment.kind is Kind.ADDED else text


def before_of(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments if segment.kind is not Kind.ADDED)


def after_of(segments: tuple[Segment, ...]) -> str:
    return "".join(segment.text for segment in segments if segment.kind is not Kind.REMOVED)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every single value in raw data, ids and types of blocks left out."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in ("id", "type"):
                yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path


def put(value: Any, path: tuple[Any, ...], new: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new
