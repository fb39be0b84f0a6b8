from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL
from articles.models.records import Record, RecordQuerySet


class RuleOverrideQuerySet(RecordQuerySet):
    def in_force(self) -> "RuleOverrideQuerySet":
        """Those that hold today: the last day counts."""
        return self.filter(ended_at=None, expires_on__gte=timezone.localdate())


class RuleOverride(Record):
    """An administrator's decision that a rule does not bind one article, until a day."""

    closing_fields = ("ended_at", "ended_by")

    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.SET_NULL, null=True, related_name="rule_overrides"
    )
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20)
    title = models.CharField(_("article"), max_length=255)
    rule = models.CharField(_("rule"), max_length=20)
    reason = models.TextField(_("reason"))
    expires_on = models.DateField(_("until"), help_text=_("The last day."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_by_name = models.CharField(_("by"), max_length=160)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[Any] = RuleOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("override of a rule")
        verbose_name_plural = _("overrides of rules")
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["page", "rule"], name="articles_override_of_page")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.title}"

    @property
    def in_force(self) -> bool:
        return self.ended_at is None and self.expires_on >= timezone.localdate()
