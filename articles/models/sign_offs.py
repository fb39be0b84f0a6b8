from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL
from articles.models.records import Record


class SignOffRole(models.TextChoices):
    CLINICAL = "clinical", _("Clinical")
    LEGAL = "legal", _("Legal")


class SignOff(Record):
    """A reviewer's recorded decision about one content hash.

    ``content`` is what was read, as `articles.review.content` builds it. Name and credentials are
    those of the day. Outlives the page, the reviewer and the revision it speaks of.
    """

    Role = SignOffRole

    class Decision(models.TextChoices):
        APPROVED = "approved", _("Approved")
        CHANGES_REQUESTED = "changes_requested", _("Changes requested")

    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.SET_NULL, null=True, related_name="sign_offs"
    )
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20)
    title = models.CharField(_("article"), max_length=255)
    content_hash = models.CharField(_("content hash"), max_length=64, db_index=True)
    content = models.JSONField(default=dict)
    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    clinician = models.ForeignKey(
        "articles.Clinician", on_delete=models.SET_NULL, null=True, related_name="sign_offs"
    )
    reviewer_name = models.CharField(_("reviewer"), max_length=160)
    credentials = models.CharField(_("credentials"), max_length=160)
    role = models.CharField(
        _("role"), max_length=10, choices=SignOffRole.choices, default=SignOffRole.CLINICAL
    )
    decision = models.CharField(_("decision"), max_length=20, choices=Decision.choices)
    comment = models.TextField(_("comment"), blank=True)
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    rests_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Where only a safety notice was signed: the sign-off of the rest of the text."""

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-signed_at"]
        indexes = [models.Index(fields=["page", "-signed_at"], name="articles_signoff_of_page")]

    @property
    def of_text(self) -> "SignOff":
        """The sign-off whose reviewer read the whole text: itself, unless it is of a notice."""
        return self.rests_on or self

    def __str__(self) -> str:
        return f"{self.title}: {self.get_decision_display()}, {self.reviewer_name}"
