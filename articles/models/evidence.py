from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from articles.models.base import AnnouncedModel, lines
from articles.models.identifiers import IdentifierField
from articles.validators import (
    normalize_doi,
    normalize_pmid,
    validate_doi,
    validate_pmid,
    validate_web_url,
)


class StudyDesign(models.TextChoices):
    SYSTEMATIC_REVIEW = "systematic_review", _("Systematic review or meta-analysis")
    RCT = "rct", _("Randomised controlled trial")
    COHORT = "cohort", _("Cohort study")
    CASE_SERIES = "case_series", _("Case series or report")
    GUIDELINE = "guideline", _("Guideline or consensus")
    LABEL = "label", _("Drug label or regulator's notice")
    OTHER = "other", _("Other")


class Citation(index.Indexed, AnnouncedModel):
    """A source, in the fields of CSL-JSON. One DOI or PMID is one citation."""

    title = models.CharField(_("title"), max_length=500)
    authors = models.TextField(
        _("authors"), blank=True, help_text=_("One a line, family name first: Etchison, Aaron")
    )
    container_title = models.CharField(_("journal or website"), max_length=255, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1800), MaxValueValidator(2200)],
    )
    volume = models.CharField(_("volume"), max_length=40, blank=True)
    issue = models.CharField(_("issue"), max_length=40, blank=True)
    pages = models.CharField(_("pages"), max_length=40, blank=True)
    publisher = models.CharField(_("publisher"), max_length=255, blank=True)
    url = models.URLField(
        _("web address"), max_length=500, blank=True, validators=[validate_web_url]
    )
    doi = IdentifierField(
        _("DOI"),
        shorten=normalize_doi,
        max_length=255,
        blank=True,
        help_text=_("For example 10.5811/westjem.2018.8.37875. A doi.org address works too."),
    )
    pmid = IdentifierField(
        _("PubMed id"),
        shorten=normalize_pmid,
        max_length=9,
        blank=True,
        validators=[validate_pmid],
    )
    study_design = models.CharField(
        _("study design"), max_length=20, choices=StudyDesign.choices, default=StudyDesign.OTHER
    )
    retrieved_date = models.DateField(_("retrieved on"), null=True, blank=True)
    retracted = models.BooleanField(
        _("retracted"),
        default=False,
        help_text=_("The source has been taken back by its publisher."),
    )
    retraction_checked_date = models.DateField(_("retraction checked on"), null=True, blank=True)

    superseded = models.BooleanField(
        _("superseded"),
        default=False,
        help_text=_("A newer version stands in its place, as with guidelines."),
    )
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("newer source"),
    )

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("authors"),
        index.SearchField("container_title"),
        index.SearchField("doi"),
        index.SearchField("pmid"),
        index.FilterField("year"),
        index.FilterField("study_design"),
        index.FilterField("retracted"),
        index.FilterField("superseded"),
    ]

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"], condition=~Q(doi=""), name="articles_citation_one_per_doi"
            ),
            models.UniqueConstraint(
                fields=["pmid"], condition=~Q(pmid=""), name="articles_citation_one_per_pmid"
            ),
        ]

    def __str__(self) -> str:
        parts = [self.first_author, str(self.year) if self.year else "", self.title]
        return ". ".join(part.rstrip(".") for part in parts if part)

    @property
    def author_names(self) -> list[str]:
        """Authors in order, each as ``Family, Given``."""
        return lines(self.authors)

    @property
    def first_author(self) -> str:
        names = self.author_names
        if not names:
            return ""
        family = names[0].split(",")[0].strip()
        return f"{family} et al." if len(names) > 1 else family

    def clean_fields(self, exclude: Any = None) -> None:
        # Brought to one form before validation, so that a pasted address is welcome.
        self.doi = normalize_doi(self.doi)
        self.pmid = normalize_pmid(self.pmid)
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if self.doi:
            try:
                validate_doi(self.doi)
            except ValidationError as error:
                errors["doi"] = [error]
        if errors:
            raise ValidationError(errors)

    def clean(self) -> None:
        super().clean()
        for field in ("doi", "pmid"):
            self._refuse_second(field)

    def validate_constraints(self, exclude: Any = None) -> None:
        # ``clean`` says it better, with a link to the citation that is there already.
        super().validate_constraints(exclude={*(exclude or ()), "doi", "pmid"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.doi = normalize_doi(self.doi)
        super().save(*args, **kwargs)

    def _refuse_second(self, field: str) -> None:
        value = getattr(self, field)
        if not value:
            return
        first = type(self).objects.filter(**{field: value}).exclude(pk=self.pk).first()
        if first is None:
            return
        try:
            link = format_html(
                '<a href="{}">{}</a>',
                reverse(first.snippet_viewset.get_url_name("edit"), args=[first.pk]),
                str(first),
            )
        except (AttributeError, NoReverseMatch):
            link = format_html("{}", str(first))
        raise ValidationError(
            {
                field: ValidationError(
                    format_html(str(_("This source is here already: {}. Use it instead.")), link),
                    code="duplicate",
                )
            }
        )
