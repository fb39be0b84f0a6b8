"""What belongs to an article page and is drafted and published with it.

The parent is the base page, not a concrete article model, so that every subclass of
``AbstractArticlePage`` in a host project has these relations without models of its own.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from articles.models.base import PAGE_MODEL
from articles.models.people import Clinician
from articles.models.topics import Topic


class TopicRelation(models.TextChoices):
    ABOUT = "about", _("Is about it")
    TREATS = "treats", _("Treats it")
    DRUG = "drug", _("Uses this drug")


class ArticleTopic(Orderable):
    page = ParentalKey(PAGE_MODEL, on_delete=models.CASCADE, related_name="article_topics")
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="article_topics", verbose_name=_("topic")
    )
    relation = models.CharField(
        _("the article"), max_length=10, choices=TopicRelation.choices, default=TopicRelation.ABOUT
    )

    class Meta(Orderable.Meta):
        verbose_name = _("topic of an article")

    def __str__(self) -> str:
        return f"{self.get_relation_display()}: {self.topic}"


class ArticleAuthor(Orderable):
    """A clinician on file, or somebody else by name, such as an editorial team."""

    page = ParentalKey(PAGE_MODEL, on_delete=models.CASCADE, related_name="article_authors")
    clinician = models.ForeignKey(
        Clinician,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="article_authors",
        verbose_name=_("clinician"),
    )
    name = models.CharField(
        _("or another name"), max_length=160, blank=True, help_text=_("For example: Editorial team")
    )
    role = models.CharField(_("role"), max_length=160, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("author of an article")

    def __str__(self) -> str:
        return str(self.clinician) if self.clinician_id else self.name

    def clean(self) -> None:
        super().clean()
        if bool(self.clinician_id) == bool(self.name.strip()):
            raise ValidationError(
                {"name": _("Choose a clinician or write another name: one of the two.")}
            )


class RelatedArticle(Orderable):
    page = ParentalKey(PAGE_MODEL, on_delete=models.CASCADE, related_name="related_articles")
    article = models.ForeignKey(
        PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("related article")

    def __str__(self) -> str:
        return str(self.article)
