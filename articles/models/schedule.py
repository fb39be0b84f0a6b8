from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_RETRIES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))


class ScheduleFailure(models.Model):
    """A scheduled publication or expiry that failed, until it succeeds."""

    item = models.CharField(max_length=160, unique=True, help_text=_("Its model and its key."))
    reason = models.TextField(blank=True, help_text=_("Blank: the log says it."))
    attempts = models.PositiveIntegerField(default=0)
    first_failed_at = models.DateTimeField(default=timezone.now)
    retry_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("failed schedule")
        verbose_name_plural = _("failed schedules")
        ordering = ["first_failed_at"]

    def __str__(self) -> str:
        return self.item

    def failed_again(self, reason: str) -> None:
        """Note a further failure. It waits longer each time, a quarter of an hour at most."""
        self.attempts += 1
        self.reason = reason
        self.retry_at = timezone.now() + _RETRIES[min(self.attempts, len(_RETRIES)) - 1]
        self.save()
