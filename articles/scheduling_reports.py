"""Telling editors that what they scheduled did not happen."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Revision

from articles.mail import reachable, send_to
from articles.review.recipients import FALLBACK_GROUP

logger = logging.getLogger("articles.schedule")


def report(item: Any, reason: str) -> None:
    """Mail those who scheduled ``item``, a revision to publish or an object to unpublish.

    ``reason``: what an editor can do something about; blank where the cause is technical.
    """
    revision = item if isinstance(item, Revision) else item.latest_revision
    subject = item.content_object if isinstance(item, Revision) else item
    if subject is None:
        return
    context = {
        "title": str(subject),
        "is_publication": isinstance(item, Revision),
        "reasons": reason.splitlines(),
        "url": _edit_url(subject),
    }
    for user in _recipients(revision, subject):
        try:
            send_to(user, "schedule_failed", context)
        except OSError as error:
            # SMTP's own errors are OSErrors. The failure shows in the admin anyway.
            logger.error("No mail about %s: %s", item, type(error).__name__)


def _recipients(revision: Any, subject: Any) -> list[Any]:
    people = [revision.user if revision else None, getattr(subject, "owner", None)]
    users = get_user_model()._default_manager
    return reachable(dict.fromkeys(people)) or reachable(
        users.filter(groups__name=FALLBACK_GROUP).distinct().order_by("pk")
    )


def _edit_url(subject: Any) -> str:
    path = AdminURLFinder().get_edit_url(subject) or ""
    return f"{(get_admin_base_url() or '').rstrip('/')}{path}"
