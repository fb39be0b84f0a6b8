"""Rich text and the blocks made mostly of words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import get_text_for_indexing

from articles.clinic_values import value_problems
from articles.sections.blocks.choosers import SnippetChooserBlock
from articles.sections.contentstate import as_draftail_writes
from articles.sections.kinds import HEALTH_ASPECTS

# No headings: a heading inside a section is a sub-section, so that it has an id and a level.
RICH_TEXT_FEATURES = [
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "section-link",
    "topic-link",
    "document-link",
    "clinic-value",
    "superscript",
    "subscript",
]
# Inside cards and answers a short text needs no more than this.
SHORT_TEXT_FEATURES = [
    "bold",
    "italic",
    "ul",
    "link",
    "section-link",
    "topic-link",
    "clinic-value",
]


class Tone(TextChoices):
    INFO = "info", _("Information")
    TIP = "tip", _("Tip")
    IMPORTANT = "important", _("Important")
    WARNING = "warning", _("Warning")


class Urgency(TextChoices):
    """How soon a reader must act (care cards of the NHS service manual)."""

    EMERGENCY = "emergency", _("Emergency: call an ambulance")
    URGENT = "urgent", _("Urgent: get help today")
    ROUTINE = "routine", _("Not urgent: make an appointment")
    SELF_CARE = "self_care", _("Things you can do yourself")


class RichTextBlock(blocks.RichTextBlock):
    """Paragraphs and lists with a small set of marks and links."""

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or RICH_TEXT_FEATURES, **kwargs)

    def get_form_state(self, value: Any) -> Any:
        """The text as the editor in the browser will write it, so that opening is no edit."""
        # Imported here: Wagtail's editors ask for models, and models are made of this block.
        from wagtail.admin.rich_text import DraftailRichTextArea

        state = super().get_form_state(value)
        is_draftail = isinstance(self.field.widget, DraftailRichTextArea)
        return as_draftail_writes(state) if is_draftail else state

    def clean(self, value: Any) -> Any:
        """Refuse paragraphs with nothing in them where text is required, and, in what is to be
        published, clinic values that there are not."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (problems := list(value_problems(cleaned.source))):
            raise ValidationError(problems, code="clinic_value")
        if self.required and not get_text_for_indexing(cleaned.source).strip():
            raise ValidationError(self.field.error_messages["required"], code="required")
        return cleaned

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists")
        preview_template = "articles/block_preview/block.html"
        preview_value = (
            "<p>Migraine is common. It can run in families.</p>"
            "<ul><li>Keep regular sleep.</li><li>Eat regular meals.</li></ul>"
        )


class CalloutBlock(blocks.StructBlock):
    """A short text that stands out from its surroundings."""

    tone = blocks.ChoiceBlock(choices=Tone.choices, default=Tone.INFO, label=_("Tone"))
    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    text = RichTextBlock(features=SHORT_TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A short text that stands out: information, a tip or a warning")
        label_format = "{heading}"
        template = "articles/blocks/callout.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "tone": Tone.IMPORTANT.value,
            "heading": "Do not stop a medicine by yourself",
            "text": "<p>Talk to your clinician first. Stopping suddenly can make things worse.</p>",
        }


class CareCardBlock(blocks.StructBlock):
    """What to do and how soon. Front ends add the clinic's emergency number."""

    urgency = blocks.ChoiceBlock(
        choices=Urgency.choices,
        label=_("Urgency"),
        help_text=_(
            "Readers see emergency cards first, with the emergency number of their clinic."
        ),
    )
    heading = blocks.CharBlock(max_length=160, label=_("Heading"))
    text = RichTextBlock(
        features=SHORT_TEXT_FEATURES,
        label=_("Signs and what to do"),
        help_text=_(
            "List the signs. Do not type phone numbers: choose the clinic's in the toolbar."
        ),
    )

    class Meta:
        icon = "warning"
        label = _("Care card")
        description = _("When to get help, by urgency")
        label_format = "{urgency}: {heading}"
        template = "articles/blocks/care_card.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "urgency": Urgency.EMERGENCY.value,
            "heading": "Call an ambulance if you have:",
            "text": "<ul><li>a sudden, very bad headache</li><li>weakness on one side</li></ul>",
        }


class KeyFactBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        required=False, max_length=80, label=_("Label"), help_text=_("For example: Duration")
    )
    text = blocks.CharBlock(max_length=255, label=_("Fact"))

    class Meta:
        icon = "tick-inverse"
        label = _("Fact")
        label_format = "{label} {text}"


class KeyFactsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    facts = blocks.ListBlock(KeyFactBlock(), min_num=1, max_num=12, label=_("Facts"))

    class Meta:
        icon = "list-ul"
        label = _("Key facts")
        description = _("A few facts a reader can take in at a glance")
        label_format = "{heading}"
        template = "articles/blocks/key_facts.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "heading": "At a glance",
            "facts": [{"label": "Duration", "text": "40 minutes"}],
        }


class QuoteBlock(blocks.StructBlock):
    """Words of an expert or a publication."""

    text = blocks.TextBlock(rows=3, label=_("Quote"))
    attribution = blocks.CharBlock(max_length=160, label=_("Who said it"))
    role = blocks.CharBlock(required=False, max_length=160, label=_("Role"))
    citation = SnippetChooserBlock("articles.Citation", required=False, label=_("Source"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("Words of an expert or a publication")
        label_format = "{attribution}"
        template = "articles/blocks/quote.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "text": "Tell us what matters most to you. We start there.",
            "attribution": "A headache nurse",
            "role": "Clinic team",
            "citation": None,
        }


class TestimonialBlock(blocks.StructBlock):
    """A patient's own experience. Front ends label it as one person's experience."""

    text = blocks.TextBlock(
        rows=3,
        label=_("Words"),
        help_text=_("Experience only. A testimonial must not claim that a treatment works."),
    )
    name = blocks.CharBlock(max_length=120, label=_("Name as agreed with the person"))
    consent = blocks.BooleanBlock(
        label=_("Written consent is on file"),
        help_text=_("Needed before this can be published."),
    )

    class Meta:
        icon = "user"
        label = _("Testimonial")
        description = _("One person's experience, labelled as such")
        label_format = "{name}"
        template = "articles/blocks/testimonial.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "text": "The nurse stayed with me the whole time. I felt looked after.",
            "name": "A patient",
            "consent": True,
        }


class FaqItemBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=255, label=_("Question"))
    answer = RichTextBlock(features=SHORT_TEXT_FEATURES, label=_("Answer"))
    health_aspect = blocks.ChoiceBlock(
        choices=[(aspect, aspect) for aspect in sorted(HEALTH_ASPECTS)],
        required=False,
        label=_("Subject for search engines"),
        help_text=_("Optional: the schema.org health aspect this question is about."),
    )

    class Meta:
        icon = "help"
        label = _("Question and answer")
        description = _("One question as a patient would ask it, and its answer")
        label_format = "{question}"
        template = "articles/blocks/faq_item.html"
        preview_template = "articles/block_preview/block.html"
        preview_value = {
            "question": "Can I drive home?",
            "answer": "<p>No. Ask somebody to take you home.</p>",
            "health_aspect": "",
        }
