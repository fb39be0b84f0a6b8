from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL
from articles.models.records import Record


class Publication(Record):
    """A text of an article, and from when to when it was live: the evidence of what readers saw.

    A new one begins whenever the content hash of a live article changes.
    """

    closing_fields = ("live_until", "ended_by")

    class End(models.TextChoices):
        REPLACED = "replaced", _("Replaced by a new text")
        UNPUBLISHED = "unpublished", _("Unpublished")
        DELETED = "deleted", _("Deleted")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.SET_NULL, null=True, related_name="publications"
    )
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20)
    slug = models.CharField(max_length=255)
    title = models.CharField(_("article"), max_length=255)
    content_hash = models.CharField(_("content hash"), max_length=64, db_index=True)
    content = models.JSONField()
    live_from = models.DateTimeField(_("live from"), default=timezone.now)
    live_until = models.DateTimeField(_("live until"), null=True, blank=True)
    ended_by = models.CharField(_("ended by"), max_length=12, choices=End.choices, blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-live_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=models.Q(live_until=None),
                name="articles_publication_one_open_per_page",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.live_from:%Y-%m-%d}"
