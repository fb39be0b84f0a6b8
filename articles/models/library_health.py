from django.db import models
from django.utils.translation import gettext_lazy as _


class LibraryHealth(models.Model):
    """How the live library stood at the end of a day, in one language, for the chart over time."""

    date = models.DateField(_("date"))
    locale = models.CharField(_("language"), max_length=20)
    articles = models.PositiveIntegerField(_("articles"))
    without_findings = models.PositiveIntegerField(_("without findings"))
    with_warnings = models.PositiveIntegerField(_("with warnings only"))
    with_blocking = models.PositiveIntegerField(_("with blocking findings"))
    review_due_soon = models.PositiveIntegerField(_("review due soon"))
    review_overdue = models.PositiveIntegerField(_("review overdue"))
    by_rule = models.JSONField(default=dict)
    """Articles with a finding, by rule id."""

    class Meta:
        verbose_name = _("library health")
        verbose_name_plural = _("library health")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "locale"], name="articles_libraryhealth_one_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} ({self.locale})"
