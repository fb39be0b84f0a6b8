"""Words for the stored values of blocks, for Wagtail's own previews."""

from django import template

from articles.sections.blocks.evidence import Approval, ClaimType, Direction
from articles.sections.blocks.text import Tone, Urgency

register = template.Library()

_LABELS = {
    str(value): label
    for choices in (Urgency, Tone, ClaimType, Direction, Approval)
    for value, label in choices.choices
}


@register.filter
def choice_label(value: object) -> str:
    """The label of a choice in a section's blocks; the value itself where it is not known."""
    return str(_LABELS.get(str(value), value or ""))
