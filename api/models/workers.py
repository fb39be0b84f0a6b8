"""Who works in the background, what is to be done when, and who has it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class WorkerProcess(models.Model):
    """A running `run_worker`. Its row goes with it; a killed one's is cleared away later."""

    token = models.CharField(max_length=32, primary_key=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"


class Duty(models.Model):
    """Something that one worker at a time does again and again.

    A worker has it while `leased_until` has not passed and `lease` is the worker's own token.
    """

    name = models.CharField(max_length=64, primary_key=True)
    due_at = models.DateTimeField(default=timezone.now)
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text=_("When it last went well."))
    failures = models.PositiveIntegerField(default=0, help_text=_("Times in a row it failed."))
    failing_since = models.DateTimeField(null=True)
    error = models.TextField(blank=True, help_text=_("Why it failed the last time."))
    position = models.BigIntegerField(
        null=True, help_text=_("The last number of the log of changes that it has dealt with.")
    )

    class Meta:
        verbose_name = _("duty of the workers")
        verbose_name_plural = _("duties of the workers")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
