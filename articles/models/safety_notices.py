from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL
from articles.models.records import Record
from articles.models.withdrawals import Severity


class NoticeRequest(Record):
    """A safety notice for a live article, as somebody wrote it, and what a reviewer decided.

    ``text``: blank where the notice that is there is to go.
    """

    closing_fields = ("decided_at", "decided_by", "decided_by_name", "decision", "sign_off")

    class Decision(models.TextChoices):
        SIGNED = "signed", _("Signed and put on")
        DECLINED = "declined", _("Not put on")

    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.SET_NULL, null=True, related_name="notice_requests"
    )
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(_("language"), max_length=20)
    title = models.CharField(_("article"), max_length=255)
    text = models.TextField(_("safety notice"), blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, blank=True)
    requested_at = models.DateTimeField(_("written at"), default=timezone.now)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    requested_by_name = models.CharField(_("written by"), max_length=160)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by_name = models.CharField(_("decided by"), max_length=160, blank=True)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices, blank=True)
    sign_off = models.ForeignKey(
        "articles.SignOff", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("request for a safety notice")
        verbose_name_plural = _("requests for safety notices")
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(decision=""),
                name="articles_noticerequest_one_open_per_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.text[:80]}"

    @property
    def is_open(self) -> bool:
        return not self.decision
