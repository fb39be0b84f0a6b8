from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL
from articles.models.records import Record, RecordQuerySet


class Severity(models.TextChoices):
    ADVICE = "advice", _("Advice")
    URGENT = "urgent", _("Urgent")
    CRITICAL = "critical", _("Critical")


class WithdrawalQuerySet(RecordQuerySet):
    def open(self) -> "WithdrawalQuerySet":
        """Not reinstated; one at a clinic that is no more hides nothing."""
        return self.filter(
            models.Q(clinic_slug="") | models.Q(clinic__isnull=False), reinstated_at=None
        )

    def with_newer(self) -> "WithdrawalQuerySet":
        """Annotated with ``has_newer``: an open one says something newer in the same place."""
        newer = self.model.objects.filter(
            models.Q(withdrawn_at__gt=models.OuterRef("withdrawn_at"))
            | models.Q(withdrawn_at=models.OuterRef("withdrawn_at"), pk__gt=models.OuterRef("pk")),
            page_id=models.OuterRef("page_id"),
            clinic_slug=models.OuterRef("clinic_slug"),
            reinstated_at=None,
        )
        found: WithdrawalQuerySet = self.annotate(has_newer=models.Exists(newer))
        return found

    def everywhere(self) -> "WithdrawalQuerySet":
        return self.filter(clinic_slug="")


class Withdrawal(Record):
    """A published article taken back for safety, everywhere or at one clinic.

    Open until it is reinstated. Of several open ones of a page in the same place the newest counts:
    it says something else than the earlier ones did. Words about page, clinic and people are those
    of the day; the record outlives all of them.
    """

    closing_fields = ("reinstated_at", "reinstated_by", "reinstated_by_name")

    uuid = models.UUIDField(
        default=uuid4, unique=True, editable=False, help_text=_("By which front ends know it.")
    )
    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.SET_NULL, null=True, related_name="withdrawals"
    )
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(_("language"), max_length=20)
    slug = models.CharField(_("slug"), max_length=255)
    title = models.CharField(_("article"), max_length=255)
    clinic = models.ForeignKey(
        "articles.Clinic",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="withdrawals",
        verbose_name=_("clinic"),
    )
    # A clinic may be deleted: whether it was everywhere is said by these, never by the key.
    clinic_slug = models.CharField(max_length=120, blank=True)
    clinic_name = models.CharField(_("clinic"), max_length=160, blank=True)
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
    withdrawn_at = models.DateTimeField(_("withdrawn at"), default=timezone.now)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    withdrawn_by_name = models.CharField(_("withdrawn by"), max_length=160, blank=True)
    reinstated_at = models.DateTimeField(_("reinstated at"), null=True, blank=True)
    reinstated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reinstated_by_name = models.CharField(_("reinstated by"), max_length=160, blank=True)

    objects: ClassVar[Any] = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-withdrawn_at"]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_severity_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            if self.clinic is not None:
                self.clinic_slug, self.clinic_name = self.clinic.slug, self.clinic.name
            if self.withdrawn_by is not None and not self.withdrawn_by_name:
                user: Any = self.withdrawn_by
                self.withdrawn_by_name = user.get_full_name() or user.get_username()
        super().save(*args, **kwargs)

    @property
    def is_everywhere(self) -> bool:
        return not self.clinic_slug
