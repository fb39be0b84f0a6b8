import zoneinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string
from wagtail.search import index

from articles.models.base import PAGE_MODEL, AnnouncedModel, LocaleText, lines
from articles.validators import (
    validate_country,
    validate_emergency_number,
    validate_language_tag,
    validate_phone,
    validate_web_url,
)


def validate_time_zone(value: str) -> None:
    """A name of the IANA time zone database, such as Europe/Madrid."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(value)s” is not a time zone. Use a name such as Europe/Madrid."),
            code="time_zone",
            params={"value": value},
        )


class Clinic(index.Indexed, AnnouncedModel, ClusterableModel):
    """An organisation or location whose front ends show articles."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("Front ends ask for this clinic by it: keep it stable."),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("parent group"),
    )
    legal_name = models.CharField(_("legal name"), max_length=255, blank=True)
    phone = models.CharField(
        _("phone"),
        max_length=16,
        blank=True,
        validators=[validate_phone],
        help_text=_("With + and country code, digits only: +12015550123"),
    )
    emergency_number = models.CharField(
        _("emergency number"),
        max_length=16,
        blank=True,
        validators=[validate_emergency_number],
        help_text=_("What a patient of this clinic dials in an emergency: 112, 911 ..."),
    )
    booking_url = models.URLField(
        _("booking address"), max_length=500, blank=True, validators=[validate_web_url]
    )
    site_url = models.URLField(
        _("website"), max_length=500, blank=True, validators=[validate_web_url]
    )
    street_address = models.CharField(_("street address"), max_length=255, blank=True)
    locality = models.CharField(_("town"), max_length=120, blank=True)
    region = models.CharField(_("state or region"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[validate_country],
        help_text=_("Two-letter code: US, ES ..."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    hours = models.TextField(
        _("opening hours"), blank=True, help_text=_("One line a day or range: Mon-Fri 09:00-17:00")
    )
    languages = models.TextField(
        _("languages"), blank=True, help_text=_("Language tags, one a line: en, es-MX ...")
    )
    logo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
    )
    disclaimer = models.TextField(
        _("disclaimer"), blank=True, help_text=_("Shown with every article of this clinic.")
    )
    call_to_action_label = models.CharField(
        _("call to action"), max_length=80, blank=True, help_text=_("For example: Book a talk")
    )

    search_fields = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("legal_name"),
        index.SearchField("locality"),
        index.FilterField("country"),
    ]

    class Meta:
        verbose_name = _("clinic")
        verbose_name_plural = _("clinics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def language_tags(self) -> list[str]:
        return lines(self.languages)

    def clean(self) -> None:
        super().clean()
        for tag in self.language_tags:
            try:
                validate_language_tag(tag)
            except ValidationError as error:
                raise ValidationError({"languages": error}) from error
        if self.parent_id is not None and self.parent_id in {self.pk, *self._descendant_ids()}:
            raise ValidationError(
                {"parent": _("A clinic cannot belong to itself. Choose another group.")}
            )

    def _descendant_ids(self) -> set[int]:
        found: set[int] = set()
        layer = {self.pk} - {None}
        while layer:
            layer = (
                set(Clinic.objects.filter(parent_id__in=layer).values_list("pk", flat=True)) - found
            )
            found |= layer
        return found


class ClinicText(LocaleText):
    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="texts")
    disclaimer = models.TextField(_("disclaimer"), blank=True)
    call_to_action_label = models.CharField(_("call to action"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("clinic's words in another language")
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "locale"], name="articles_clinictext_one_per_locale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clinic} ({self.locale})"


class Indexing(models.TextChoices):
    INDEX = "index", _("Show in search engines")
    NOINDEX = "noindex", _("Hide from search engines")
    CANONICAL = "canonical", _("Point search engines to another address")


class Placement(index.Indexed, models.Model):
    """An article at a clinic, in every language of the article. Holds no clinical text.

    Not a child of the page: a placement takes effect at once and never travels through a
    draft, so that publishing an old draft cannot bring an old placement back.
    """

    article = models.ForeignKey(
        PAGE_MODEL, on_delete=models.CASCADE, related_name="placements", verbose_name=_("article")
    )
    translation_key = models.UUIDField(editable=False, db_index=True)
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="placements", verbose_name=_("clinic")
    )
    call_to_action_label = models.CharField(
        _("call to action"),
        max_length=80,
        blank=True,
        help_text=_("Leave blank to use the clinic's own."),
    )
    call_to_action_url = models.URLField(
        _("call to action address"),
        max_length=500,
        blank=True,
        validators=[validate_web_url],
        help_text=_("Leave blank to use the clinic's booking address."),
    )
    campaign = models.CharField(
        _("campaign"), max_length=120, blank=True, help_text=_("For your statistics.")
    )
    indexing = models.CharField(
        _("search engines"), max_length=20, choices=Indexing.choices, default=Indexing.INDEX
    )
    canonical_url = models.URLField(
        _("canonical address"), max_length=500, blank=True, validators=[validate_web_url]
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("The last day."))

    search_fields = [index.FilterField("clinic"), index.FilterField("article")]

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ["clinic__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "clinic"], name="articles_placement_once_per_clinic"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="articles_placement_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} @ {self.clinic}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and let whoever lists a clinic's articles follow in the same transaction."""
        self.translation_key = self.article.translation_key
        with transaction.atomic():
            super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.indexing == Indexing.CANONICAL and not self.canonical_url:
            errors["canonical_url"] = _(
                "Write the address that search engines should show instead."
            )
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The last day is before the first.")
        if self.article_id and self.clinic_id:
            same = Placement.objects.filter(
                translation_key=self.article.translation_key, clinic_id=self.clinic_id
            ).exclude(pk=self.pk)
            if same.exists():
                errors["clinic"] = _(
                    "This clinic carries the article already, in all its languages."
                )
        if errors:
            raise ValidationError(errors)
