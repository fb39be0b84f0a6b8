"""The labels and values of blocks' members, as the editor's form says them."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from articles.review.differences.names import Names
from articles.sections.blocks.body import BodyBlock
from articles.sections.blocks.evidence import ClaimBlock, ClaimCitationBlock
from articles.sections.blocks.section import SectionBlock
from articles.sections.blocks.text import KeyFactBlock

# The types of what is no block of a body.
SECTION, CLAIM, FACT, CLAIM_SOURCE = "", "claim", "fact", "claim_source"


@cache
def _blocks() -> Mapping[str, Any]:
    return {
        **BodyBlock().child_blocks,
        SECTION: SectionBlock(),
        CLAIM: ClaimBlock(),
        FACT: KeyFactBlock(),
        CLAIM_SOURCE: ClaimCitationBlock(),
    }


def block_label(kind: str) -> str:
    block = _blocks().get(kind)
    return str(block.label) if block is not None and kind else kind


def member_label(kind: str, member: str) -> str:
    block = _member(kind, member)
    return str(block.label) if block is not None else member.replace("_", " ").capitalize()


def value_label(kind: str, member: str, value: Any, names: Names) -> str:
    """A stored value in words. What was never set says nothing."""
    block = _member(kind, member)
    if isinstance(block, blocks.BooleanBlock):
        return _("Yes") if value else _("No")
    if value is None or value == "":
        return ""
    if isinstance(block, blocks.ChoiceBlock):
        return str(dict(block.field.choices).get(value, value))
    if isinstance(block, ImageChooserBlock):
        return names.image(value)
    if isinstance(block, SnippetChooserBlock):
        is_topic = block.target_model._meta.model_name == "topic"
        return names.topic(value) if is_topic else names.citation(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _member(kind: str, member: str) -> Any:
    return getattr(_blocks().get(kind), "child_blocks", {}).get(member)
