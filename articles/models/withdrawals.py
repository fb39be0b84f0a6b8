from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL


class Severity(models.TextChoices):
    ADVICE = "advice", _("Advice")
    URGENT = "urgent", _("Urgent")
    CRITICAL = "critical", _("Critical")


class Withdrawal(models.Model):
    """A published article taken back for safety. Open until it is reinstated."""

    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.SET_NULL, null=True, related_name="withdrawals"
    )
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20)
    slug = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    clinic = models.ForeignKey(
        "articles.Clinic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="withdrawals",
    )
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    reason = models.TextField(_("reason"), help_text=_("Public: front ends show it to readers."))
    replaced_by = models.ForeignKey(
        PAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    withdrawn_at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reinstated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-withdrawn_at"]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_severity_display()}"
