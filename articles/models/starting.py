"""What new articles start from: templates of whole articles, and sections written before."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.pages import AbstractArticlePage
from articles.sections.blocks.section import sections_field
from articles.sections.kinds import ArticleKind


class OfferedQuerySet(models.QuerySet[Any]):
    def offered_in(self, locale: Any) -> "OfferedQuerySet":
        """What editors of this language (a `wagtailcore.Locale`, or its id) are offered."""
        return self.filter(Q(locale=locale) | Q(locale=None), is_offered=True)


class StartingPoint(models.Model):
    """What templates and prepared sections share. Articles copy from one; nothing stays linked.

    A copy is signed with its article: a later change of the template reaches no article.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    description = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("One sentence for editors: when to use it."),
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("language"),
        help_text=_("Leave blank to offer it in every language."),
    )
    is_offered = models.BooleanField(
        _("offered"), default=True, help_text=_("Untick to keep it without offering it.")
    )
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Lower numbers stand first.")
    )

    objects = OfferedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class ArticleTemplate(StartingPoint):
    """An article to begin with: a kind, and sections in their order, with or without words."""

    kind = models.CharField(_("kind"), max_length=20, choices=ArticleKind.choices)
    audience = models.CharField(
        _("written for"),
        max_length=20,
        choices=AbstractArticlePage.Audience.choices,
        default=AbstractArticlePage.Audience.PATIENTS,
    )
    evidence_maturity = models.CharField(
        _("evidence"),
        max_length=20,
        choices=AbstractArticlePage.EvidenceMaturity.choices,
        default=AbstractArticlePage.EvidenceMaturity.ESTABLISHED,
    )
    sections = sections_field()

    class Meta:
        verbose_name = _("article template")
        verbose_name_plural = _("article templates")
        ordering = ["position", "name"]


class PreparedSection(StartingPoint):
    """A section that many articles need in the same words, ready to be inserted."""

    section = sections_field(max_num=1)

    class Meta:
        verbose_name = _("prepared section")
        verbose_name_plural = _("prepared sections")
        ordering = ["position", "name"]
