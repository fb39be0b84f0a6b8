"""Drafts that people without an account may read for a while, and what they said of them."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.base import PAGE_MODEL


class ShareState(StrEnum):
    OPEN = "open"
    ENDED = "ended"
    REVOKED = "revoked"
    LOCKED = "locked"
    """Too many wrong pass phrases."""
    ORPHANED = "orphaned"
    """The account of who shared it is gone or not in use."""


class ShareQuerySet(models.QuerySet["Share"]):
    def listed(self) -> "ShareQuerySet":
        """For lists: without the text and its pictures, with how often each was read."""
        return (
            self.defer("content", "pictures", "around")
            .select_related("page", "made_by")
            .prefetch_related(
                models.Prefetch(
                    "visits",
                    ShareVisit.objects.all()[: Share.VISITS_LISTED],
                    to_attr="latest_visits",
                )
            )
            .annotate(
                times_read=models.Sum("visits__times"),
                last_read_at=models.Max("visits__last_at"),
            )
        )


class Share(models.Model):
    """One person's permission to read one version of a draft by a link.

    What is shown is kept here: neither autosave nor a new picture changes what the guest saw. Of
    the link only a digest is kept.
    """

    LONGEST_DAYS = 30
    VISITS_LISTED = 50
    MOST_WRONG = 50
    """Wrong pass phrases, in all, after which the link opens no more."""

    # It goes with its page; without its maker, whose rights it has, it opens nothing.
    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("shared by"),
    )
    guest = models.CharField(_("shared with"), max_length=120)
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("version"),
    )
    version_at = models.DateTimeField(_("version of"))
    content = models.JSONField()
    content_hash = models.CharField(_("content hash"), max_length=64)
    pictures = models.JSONField(default=dict)
    around = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, unique=True)
    passphrase = models.CharField(max_length=128, blank=True)
    wrong_phrases = models.PositiveIntegerField(default=0)
    takes_comments = models.BooleanField(_("comments are welcome"), default=True)
    made_at = models.DateTimeField(_("shared"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(_("stopped"), null=True)

    objects = ShareQuerySet.as_manager()

    # Usage reports are of content.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("shared draft")
        verbose_name_plural = _("shared drafts")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.guest

    def state_at(self, at: datetime) -> ShareState:
        if self.revoked_at is not None:
            return ShareState.REVOKED
        if self.expires_at <= at:
            return ShareState.ENDED
        if self.wrong_phrases >= self.MOST_WRONG:
            return ShareState.LOCKED
        maker: Any = self.made_by
        return ShareState.OPEN if maker and maker.is_active else ShareState.ORPHANED

    @property
    def state(self) -> ShareState:
        return self.state_at(timezone.now())


class ShareVisit(models.Model):
    """When a shared draft was read. Nothing is kept of who read it: no address, no browser."""

    ONE_VISIT = timedelta(minutes=30)

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="visits")
    started_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    times = models.PositiveIntegerField(default=1)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class ShareComment(models.Model):
    """What a guest said of a part, as it was sent; editors may delete the comment it became."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="comments")
    comment = models.ForeignKey(
        "wagtailcore.Comment", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    path = models.TextField()
    text = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.path
