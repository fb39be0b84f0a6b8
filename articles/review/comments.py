"""A reviewer's remarks on parts of an article, as Wagtail's comments on its blocks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.models import Comment

from articles.checks.content import Article, Block, Section

_EXCERPT = 140


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a remark can be about.

    ``path``  where Wagtail's editor shows it: "sections.<section>.body.<block>", or a form field
    """

    path: str
    label: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class PartGroup:
    label: str
    parts: tuple[Part, ...]


def build_parts(article: Article, labels: Mapping[str, str]) -> list[PartGroup]:
    """The parts of an article by section, in reading order; ``labels``: by block type."""
    return [
        PartGroup(section.label, tuple(_parts_of(section, labels)))
        for section in article.sections
        if section.blocks or section.claims
    ]


def add_remarks(page: Any, user: Any, revision: Any, remarks: Mapping[str, str]) -> int:
    """Leave a comment on each path; return how many. ``remarks``: texts by path."""
    comments = [
        Comment(page=page, user=user, text=text, contentpath=path, revision_created=revision)
        for path, text in remarks.items()
    ]
    for comment in comments:
        comment.save()
    return len(comments)


def remarks_in(data: Mapping[str, Any], groups: Iterable[PartGroup]) -> dict[str, str]:
    """The remarks in a submitted form, by path; fields of parts that are not there are ignored."""
    found = {
        part.path: str(data.get(f"remark-{part.path}", "")).strip()
        for group in groups
        for part in group.parts
    }
    return {path: text for path, text in found.items() if text}


def section_path(section_id: str) -> str:
    """Where a comment on a section as a whole stands."""
    return f"sections.{section_id}.heading"


def block_path(section_id: str, block_id: str, block_type: str) -> str:
    """Where a comment on a block stands; ``block_id``: "<sub-section>.body.<block>" in one."""
    path = f"sections.{section_id}.body.{block_id}"
    member = _FIRST_MEMBER.get(block_type)
    return f"{path}.{member}" if member else path


def _parts_of(section: Section, labels: Mapping[str, str]) -> Iterator[Part]:
    for block in section.blocks:
        holder = _holder(section.blocks, block)
        yield Part(
            block_path(section.id, f"{holder}{block.id}", block.type),
            labels.get(block.type, block.type),
            excerpt(text.text for text in block.texts),
        )
    if section.claims:
        words = excerpt(claim.text.text for claim in section.claims)
        yield Part(section_path(section.id), labels.get("claims", "claims"), words)


def _holder(blocks: Sequence[Block], block: Block) -> str:
    """The way to a block through the sub-section it stands in, if it does."""
    for other in blocks:
        held = other.value.get("body") if other.type == "subsection" else None
        if any(child.get("id") == block.id for child in held or ()):
            return f"{other.id}.body."
    return ""


def excerpt(texts: Iterable[str]) -> str:
    """The first words of these texts, to tell a part by."""
    words = " ".join(" ".join(texts).split())
    return words if len(words) <= _EXCERPT else f"{words[:_EXCERPT].rsplit(' ', 1)[0]} …"


# Wagtail shows a comment at a field: a block of several members gets it at the first one.
_FIRST_MEMBER = {
    "subsection": "heading",
    "image": "alt_text",
    "callout": "heading",
    "care_card": "heading",
    "table": "caption",
    "key_facts": "heading",
    "quote": "text",
    "testimonial": "text",
    "faq_item": "question",
    "video": "title",
}
