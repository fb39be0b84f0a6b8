"""The log of what changed for front ends, and what they were last told of small things.

Rows are written by `api.changes` in the transaction of the act, under the store's lock: numbers
are committed in their order.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.withdrawals import Severity


class ChangeType(models.TextChoices):
    ARTICLE_PUBLISHED = "article.published", _("article published")
    ARTICLE_UPDATED = "article.updated", _("article updated")
    ARTICLE_MOVED = "article.moved", _("article moved")
    ARTICLE_PLACED = "article.placed", _("article's clinics changed")
    ARTICLE_UNPUBLISHED = "article.unpublished", _("article unpublished")
    ARTICLE_WITHDRAWN = "article.withdrawn", _("article withdrawn")
    TOPIC_UPDATED = "topic.updated", _("topic updated")
    TOPIC_REMOVED = "topic.removed", _("topic removed")
    CLINIC_UPDATED = "clinic.updated", _("clinic updated")
    CLINIC_REMOVED = "clinic.removed", _("clinic removed")


TOMBSTONES = (ChangeType.ARTICLE_UNPUBLISHED, ChangeType.ARTICLE_WITHDRAWN)


class Change(models.Model):
    """One act that changed what front ends see. Never changed; deleted when it is old enough."""

    sequence = models.BigIntegerField(
        primary_key=True, help_text=_("Grows by one from change to change, in order of commit.")
    )
    type = models.CharField(max_length=24, choices=ChangeType.choices)
    subject = models.CharField(
        max_length=160, help_text=_("What changed: its kind and id; of an article, its language.")
    )
    occurred_at = models.DateTimeField()
    page_id = models.BigIntegerField(null=True, help_text=_("An article's page."))
    article_id = models.UUIDField(null=True)
    locale = models.CharField(max_length=100, default="", help_text=_("An article's language."))
    slug = models.CharField(max_length=255)
    kind = models.CharField(max_length=64, default="", help_text=_("An article's kind."))
    version = models.PositiveIntegerField(null=True)
    etag = models.CharField(max_length=64, default="", help_text=_("An article's, as served."))
    severity = models.CharField(max_length=10, choices=Severity.choices, default="")
    must_refresh_by = models.DateTimeField(
        null=True, help_text=_("When no front end may show an earlier state any more.")
    )

    withdrawal_id = models.UUIDField(
        null=True, help_text=_("The public id of the withdrawal that this change tells of.")
    )

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["subject", "sequence"], name="api_change_subject"),
            models.Index(fields=["occurred_at"], name="api_change_occurred"),
            models.Index(
                fields=["withdrawal_id"],
                condition=models.Q(withdrawal_id__isnull=False),
                name="api_change_withdrawal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.type} {self.slug}"


class Announced(models.Model):
    """What front ends were last told of something that has no stored document."""

    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=40)
    slug = models.CharField(max_length=255, default="")
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("announced state")
        verbose_name_plural = _("announced states")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="api_announced_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
