from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from articles.codes import CODE_SYSTEMS, CodeSystemSlug, code_problem
from articles.models.base import AnnouncedModel, LocaleText


class TopicType(models.TextChoices):
    CONDITION = "condition", _("Condition")
    THERAPY = "therapy", _("Therapy")
    DRUG = "drug", _("Drug")


class Topic(index.Indexed, AnnouncedModel, ClusterableModel):
    """A condition, therapy or drug that articles speak of."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("Used by front ends to ask for this topic, in every language: keep it stable."),
    )
    type = models.CharField(_("type"), max_length=20, choices=TopicType.choices)
    description = models.TextField(_("description"), blank=True)
    synonyms = models.TextField(
        _("other names"), blank=True, help_text=_("One a line. Readers find the topic by them.")
    )

    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Leave blank for the usual time. The shortest of an article's topics holds."),
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("synonyms"),
        index.FilterField("type"),
    ]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TopicCode(Orderable):
    """A topic's code in a clinical code system."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(_("system"), max_length=20, choices=CodeSystemSlug.choices)
    code = models.CharField(_("code"), max_length=40)
    display = models.CharField(
        _("display"), max_length=255, blank=True, help_text=_("The code's name in its system.")
    )
    version = models.CharField(
        _("version"), max_length=40, blank=True, help_text=_("For example: 2026")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "system", "code"], name="articles_topiccode_once_per_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_system_display()} {self.code}"

    def clean(self) -> None:
        super().clean()
        if self.system and self.code and (problem := code_problem(self.system, self.code)):
            raise ValidationError({"code": problem})

    @property
    def system_uri(self) -> str:
        return CODE_SYSTEMS[self.system].uri

    @property
    def system_oid(self) -> str:
        return CODE_SYSTEMS[self.system].oid


class TopicText(LocaleText):
    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="texts")
    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    synonyms = models.TextField(_("other names"), blank=True, help_text=_("One a line."))

    class Meta:
        verbose_name = _("topic's words in another language")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "locale"], name="articles_topictext_one_per_locale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.locale})"


def topic_name(topic: Topic, locale: str) -> str:
    """What a topic is called in a language; ``texts`` and their locales are prefetched."""
    for text in topic.texts.all():
        if text.locale.language_code == locale and text.name:
            return str(text.name)
    return topic.name
