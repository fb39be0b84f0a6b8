from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL


class ReviewReminder(models.Model):
    """A mail about a review that is due: what was sent to whom, so that it is not sent again."""

    page = models.ForeignKey(PAGE_MODEL, on_delete=models.CASCADE, related_name="review_reminders")
    due_date = models.DateField(_("review due"))
    days_before = models.SmallIntegerField(
        _("days before"), help_text=_("Negative once the review is overdue.")
    )
    recipient = models.EmailField(_("sent to"))
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    class Meta:
        verbose_name = _("review reminder")
        verbose_name_plural = _("review reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "due_date", "days_before", "recipient"],
                name="articles_reviewreminder_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.due_date} ({self.days_before}) {self.recipient}"
