from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.checks.registry import Severity
from articles.models.base import PAGE_MODEL


class CheckedVersion(models.Model):
    """What the rules said of an article's live text, or of its draft where that is another one.

    A copy, made to be read quickly: `articles.review.stored_findings` makes it anew when the
    fingerprint of what it was made from has changed.
    """

    page = models.ForeignKey(PAGE_MODEL, on_delete=models.CASCADE, related_name="checked_versions")
    live = models.BooleanField(_("live"))
    fingerprint = models.CharField(max_length=64)
    checked_at = models.DateTimeField(_("checked at"))
    blocking = models.PositiveIntegerField(_("blocking findings"), default=0)
    warnings = models.PositiveIntegerField(_("warnings"), default=0)

    class Meta:
        verbose_name = _("checked version")
        verbose_name_plural = _("checked versions")
        constraints = [
            models.UniqueConstraint(fields=["page", "live"], name="articles_checkedversion_one")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} ({'live' if self.live else 'draft'})"


class StoredFinding(models.Model):
    """A finding, as `articles.checks.running.Finding` has it, in every language of the admin."""

    class FindingSeverity(models.TextChoices):
        BLOCKING = Severity.BLOCKING.value, _("blocks")
        WARNING = Severity.WARNING.value, _("warns")

    version = models.ForeignKey(CheckedVersion, on_delete=models.CASCADE, related_name="findings")
    place = models.PositiveIntegerField()
    """In reading order, blocking ones first, those that are overridden last."""
    rule = models.CharField(_("rule"), max_length=20, db_index=True)
    severity = models.CharField(_("severity"), max_length=10, choices=FindingSeverity.choices)
    section = models.CharField(max_length=64, blank=True)
    section_kind = models.CharField(_("section"), max_length=64, blank=True)
    section_label = models.CharField(_("heading"), max_length=255, blank=True)
    block = models.CharField(max_length=64, blank=True)
    field = models.CharField(max_length=120, blank=True)
    quote = models.TextField(_("words"), blank=True)
    messages = models.JSONField()
    """By language code: pairs of what is wrong and what to do."""
    overridden_until = models.DateField(_("overridden until"), null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "place"], name="articles_storedfinding_one_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"

    @property
    def message(self) -> str:
        return self._words()[0]

    @property
    def cure(self) -> str:
        return self._words()[1]

    def _words(self) -> list[str]:
        """In the active language, else in the first one that is there."""
        language = (get_language() or "").split("-")[0]
        words: list[str] = self.messages.get(language) or next(iter(self.messages.values()))
        return words
