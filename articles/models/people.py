from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string
from wagtail.search import index

from articles.models.base import AnnouncedModel, LocaleText
from articles.models.identifiers import IdentifierField
from articles.validators import normalize_orcid, validate_npi, validate_orcid, validate_web_url


class Clinician(index.Indexed, AnnouncedModel, ClusterableModel):
    """A health professional who writes or reviews articles."""

    name = models.CharField(_("name"), max_length=160)
    credentials = models.CharField(
        _("credentials"),
        max_length=160,
        blank=True,
        help_text=_("As they are shown after the name, for example: MD, PhD. Needed to sign off."),
    )
    role = models.CharField(
        _("role"), max_length=160, blank=True, help_text=_("For example: Consultant neurologist")
    )
    bio = models.TextField(_("biography"), blank=True, help_text=_("Two or three sentences."))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clinician",
        verbose_name=_("account"),
        help_text=_("Who signs in here as this person. Needed to sign off."),
    )
    photo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
    )
    profile_url = models.URLField(_("profile page"), blank=True, validators=[validate_web_url])
    licence_number = models.CharField(
        _("licence number"),
        max_length=80,
        blank=True,
        help_text=_("Kept on file, never published."),
    )
    jurisdiction = models.CharField(
        _("jurisdiction"),
        max_length=120,
        blank=True,
        help_text=_("Where the licence is valid, for example: California, US"),
    )
    orcid = IdentifierField(
        _("ORCID"),
        shorten=normalize_orcid,
        max_length=19,
        blank=True,
        validators=[validate_orcid],
        help_text=_("Form: 0000-0002-1825-0097"),
    )
    npi = models.CharField(
        _("NPI"),
        max_length=10,
        blank=True,
        validators=[validate_npi],
        help_text=_("US National Provider Identifier, ten digits."),
    )
    conflicts_of_interest = models.TextField(
        _("conflicts of interest"),
        blank=True,
        help_text=_("Published with every article this person writes or reviews."),
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("credentials"),
        index.SearchField("role"),
        index.FilterField("jurisdiction"),
    ]

    class Meta:
        verbose_name = _("clinician")
        verbose_name_plural = _("clinicians")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name}, {self.credentials}" if self.credentials else self.name

    def clean_fields(self, exclude: Any = None) -> None:
        # Brought to one form before validation, so that a pasted orcid.org address is welcome.
        self.orcid = normalize_orcid(self.orcid)
        super().clean_fields(exclude=exclude)


class ClinicianText(LocaleText):
    clinician = ParentalKey(Clinician, on_delete=models.CASCADE, related_name="texts")
    role = models.CharField(_("role"), max_length=160, blank=True)
    bio = models.TextField(_("biography"), blank=True)

    class Meta:
        verbose_name = _("clinician's words in another language")
        constraints = [
            models.UniqueConstraint(
                fields=["clinician", "locale"], name="articles_cliniciantext_one_per_locale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clinician} ({self.locale})"
