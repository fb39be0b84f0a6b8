from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL
from articles.models.clinics import Clinic


class ClinicRequest(models.Model):
    """What a clinic's people ask of the central team: an article, or a change to a shared text.

    Names are kept as they were; steps are in the log of Wagtail. `articles.clinics.requests` takes
    them.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", _("New article")
        CHANGE = "change", _("Change to a text")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    # Not a use of the article or the clinic.
    wagtail_reference_index_ignore = True

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, related_name="requests", verbose_name=_("clinic")
    )
    title = models.CharField(_("title"), max_length=255)
    reason = models.TextField(_("reason"))
    topic = models.ForeignKey(
        "articles.Topic",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("topic"),
    )
    wanted_by = models.DateField(_("wanted by"), null=True, blank=True)
    article = models.ForeignKey(
        PAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="clinic_requests",
        verbose_name=_("article"),
    )
    section_id = models.CharField(max_length=64, blank=True)
    section_heading = models.CharField(_("section"), max_length=255, blank=True)
    wording = models.TextField(_("suggested wording"), blank=True)
    requested_at = models.DateTimeField(_("asked at"), default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    requested_by_name = models.CharField(_("asked by"), max_length=160)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assigned to"),
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_by_name = models.CharField(_("answered by"), max_length=160, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answer_article = models.ForeignKey(
        PAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("article that answers it"),
    )

    class Meta:
        verbose_name = _("request from a clinic")
        verbose_name_plural = _("requests from clinics")
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return f"{self.title} ({self.clinic})"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN
