"""Drafts that front ends may read for a while."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Clinic
from articles.models.base import PAGE_MODEL


class PreviewSessionQuerySet(models.QuerySet["PreviewSession"]):
    def open(self, at: datetime) -> "PreviewSessionQuerySet":
        """Those that are answered at the moment `at`."""
        return self.filter(
            revoked_at=None,
            started_at__gt=at - PreviewSession.LONGEST,
            last_used_at__gt=at - PreviewSession.LONGEST_IDLE,
        )


class PreviewSession(models.Model):
    """One editor's permission for a front end to read one draft.

    Its token is made from it and stored nowhere. Without a revision it shows the page's latest
    draft, what its user is typing included; with one, that revision and no other.
    """

    LONGEST = timedelta(hours=8)
    LONGEST_IDLE = timedelta(minutes=15)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Whatever it hangs on takes it along: without its revision or its clinic it would show more.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("opened by"),
    )
    page = models.ForeignKey(
        PAGE_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("article")
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("version"),
    )
    clinic = models.ForeignKey(
        Clinic, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("clinic")
    )
    started_at = models.DateTimeField(_("opened"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last read"), default=timezone.now)
    revoked_at = models.DateTimeField(_("closed at"), null=True)

    objects = PreviewSessionQuerySet.as_manager()

    # Usage reports are of content.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("preview")
        verbose_name_plural = _("previews")
        ordering = ["-started_at", "pk"]

    def __str__(self) -> str:
        return str(self.page)

    def is_over(self, at: datetime) -> bool:
        return self.started_at <= at - self.LONGEST

    def is_idle(self, at: datetime) -> bool:
        return self.last_used_at <= at - self.LONGEST_IDLE
