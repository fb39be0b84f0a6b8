"""A guest's comment on a shared draft, as a comment in Wagtail's editor."""

import logging
from smtplib import SMTPException
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_notification
from wagtail.models import Comment, PageSubscription

from api.models import Share, ShareComment
from api.sharing.content import WHOLE, Part

logger = logging.getLogger(__name__)


def add_comment(share: Share, part: Part, text: str) -> ShareComment:
    """Leave a comment on a part: once, however often the form is sent.

    Wagtail's comments have a user: it is the one who shared, and the text says who speaks. Of a
    part that is gone it lands on the article as a whole, with the words it was about.
    """
    same = share.comments.filter(path=part.path, text=text).first()
    if same is not None:
        return same
    draft = share.page.specific.get_latest_revision_as_object()
    comment = Comment(page=share.page, user=share.made_by, contentpath=part.path)
    comment.text = _("By %(guest)s through a shared link:") % {"guest": share.guest}
    if not comment.has_valid_contentpath(draft):
        comment.contentpath = WHOLE
        about = _("About a part that is gone: “%(words)s”") % {"words": part.words}
        comment.text = f"{comment.text}\n{about}"
    comment.text = f"{comment.text}\n{text}"
    with transaction.atomic():
        comment.revision_created_id = share.revision_id
        comment.save()
        said = ShareComment.objects.create(share=share, comment=comment, path=part.path, text=text)
    _notify(share, comment)
    return said


def _notify(share: Share, comment: Any) -> None:
    """By Wagtail's own mail, to who follows the page's comments, and to who shared it."""
    subscribers = PageSubscription.objects.filter(
        page_id=share.page_id, comment_notifications=True
    ).select_related("user")
    users = {subscriber.user_id: subscriber.user for subscriber in subscribers}
    users[share.made_by_id] = share.made_by
    context = {
        "page": share.page.specific_deferred,
        "editor": share.made_by,
        "new_comments": [comment],
        "resolved_comments": [],
        "deleted_comments": [],
        "replied_comments": [],
    }
    try:
        send_notification(users.values(), "updated_comments", context)
    except (OSError, SMTPException):
        logger.exception("No mail of the comment %s on page %s", comment.pk, share.page_id)
