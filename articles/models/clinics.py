import zoneinfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.images import get_image_model_string
from wagtail.search import index

from articles.clinics.opening_hours import validate_opening_hours
from articles.models.base import AnnouncedModel, LocaleText, lines
from articles.models.topics import Topic
from articles.validators import (
    validate_country,
    validate_emergency_number,
    validate_language_tag,
    validate_phone,
    validate_preview_url,
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
    preview_url = models.CharField(
        _("preview address"),
        max_length=500,
        blank=True,
        validators=[validate_preview_url],
        help_text=_(
            "Where this clinic's front end shows drafts, with {token} in it. It may have {locale},"
            " {slug} and {id} too: https://www.example.org/preview?token={token}"
        ),
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
    opening_hours = models.JSONField(
        _("opening hours"), default=dict, blank=True, validators=[validate_opening_hours]
    )
    hours_note = models.TextField(
        _("note on the opening hours"),
        blank=True,
        help_text=_("What the times do not say, a line each: Saturdays by appointment"),
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
    photo = models.ForeignKey(
        get_image_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("photo"),
        help_text=_("What patients see when they come: the house, its entrance, a room."),
    )
    photo_alt_text = models.CharField(
        _("alt text of the photo"),
        max_length=255,
        blank=True,
        help_text=_("What the image tells, for readers who do not see it."),
    )
    photo_decorative = models.BooleanField(
        _("the photo is decorative"),
        default=False,
        help_text=_("Tick only if the image tells nothing that the text does not."),
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
        permissions = [("import_clinics", "Can import clinics from a spreadsheet")]

    def __str__(self) -> str:
        return self.name

    @property
    def language_tags(self) -> list[str]:
        return lines(self.languages)

    def check_languages(self) -> None:
        """Raises ValidationError where a line is no language tag."""
        for tag in self.language_tags:
            try:
                validate_language_tag(tag)
            except ValidationError as error:
                raise ValidationError({"languages": error}) from error

    def check_photo(self) -> None:
        """Raises ValidationError where readers who do not see the photo are told nothing of it."""
        if self.photo_id and not self.photo_decorative and not self.photo_alt_text.strip():
            raise ValidationError(
                {
                    "photo_alt_text": _(
                        "Write what the photo tells, or say that it is only decorative."
                    )
                }
            )

    def clean(self) -> None:
        super().clean()
        self.check_languages()
        self.check_photo()
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
    hours_note = models.TextField(_("note on the opening hours"), blank=True)
    photo_alt_text = models.CharField(_("alt text of the photo"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("clinic's words in another language")
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "locale"], name="articles_clinictext_one_per_locale"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clinic} ({self.locale})"


class ClinicOffer(models.Model):
    """A therapy that a clinic offers itself; what its group offers is the group's."""

    clinic = ParentalKey(Clinic, on_delete=models.CASCADE, related_name="offers")
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="offered_at", verbose_name=_("topic")
    )

    class Meta:
        verbose_name = _("what a clinic offers")
        constraints = [
            models.UniqueConstraint(fields=["clinic", "topic"], name="articles_clinicoffer_once")
        ]

    def __str__(self) -> str:
        return str(self.topic)
