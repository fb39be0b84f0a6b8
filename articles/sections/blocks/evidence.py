"""Claims and the sources behind them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from articles.sections.blocks.choosers import SnippetChooserBlock


class ClaimType(TextChoices):
    EFFICACY = "efficacy", _("Benefit")
    SAFETY = "safety", _("Safety")
    COMPARISON = "comparison", _("Comparison")


class Direction(TextChoices):
    """What a source says about a claim."""

    SUPPORTS = "supports", _("Supports it")
    MIXED = "mixed", _("Is mixed")
    CONTRADICTS = "contradicts", _("Contradicts it")


class Approval(TextChoices):
    APPROVED = "approved", _("Approved use")
    OFF_LABEL = "off_label", _("Off-label use")


class ClaimCitationBlock(blocks.StructBlock):
    citation = SnippetChooserBlock("articles.Citation", label=_("Source"))
    direction = blocks.ChoiceBlock(
        choices=Direction.choices,
        default=Direction.SUPPORTS,
        label=_("The source"),
        help_text=_("What this source says about the claim."),
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Source")
        label_format = "{citation}"


class ClaimBlock(blocks.StructBlock):
    """A statement of benefit, safety or comparison that must be backed by sources."""

    text = blocks.TextBlock(
        rows=2,
        max_length=600,
        label=_("Claim"),
        help_text=_("One sentence, worded as the sources allow."),
    )
    claim_type = blocks.ChoiceBlock(
        choices=ClaimType.choices, default=ClaimType.EFFICACY, label=_("About")
    )
    population = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("In whom"),
        help_text=_("The people studied, for example: adults in an emergency department."),
    )
    approval = blocks.ChoiceBlock(
        choices=Approval.choices,
        required=False,
        label=_("Use"),
        help_text=_("For a drug: is this use approved or off-label?"),
    )
    citations = blocks.ListBlock(ClaimCitationBlock(), default=[], label=_("Sources"))

    class Meta:
        icon = "circle-check"
        label = _("Claim")
        label_format = "{text}"
