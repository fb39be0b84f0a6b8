"""Opening, using and closing previews."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from api.models import PreviewSession
from api.previews.tokens import Bound, TokenError, read_token
from articles.models import AbstractArticlePage, Clinic

# Each reading counts as a use, and each use is written down by a statement of its own.
NOTED_EVERY = timedelta(seconds=30)


class PreviewRefusedError(Exception):
    """A preview is not shown; the message says why, and what to do, to whoever has its address."""


def may_preview(user: Any, page: Any) -> bool:
    """Whether a user sees this page's drafts, as in Wagtail's own preview of them."""
    if not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    permissions = page.permissions_for_user(user)
    return bool(permissions.can_edit() or permissions.can_publish())


def open_preview(
    user: Any, page: Any, *, revision: Any = None, clinic: Clinic | None = None
) -> PreviewSession:
    """Open the latest draft of a page, or one revision of it, to a front end of `clinic`."""
    if not isinstance(page, AbstractArticlePage) or not may_preview(user, page):
        raise PermissionDenied
    if revision is not None and revision.object_id != str(page.pk):
        raise PermissionDenied
    return PreviewSession.objects.create(user=user, page=page, revision=revision, clinic=clinic)


def use_preview(token: str) -> PreviewSession:
    """Return the session that a token opens, and note that it was used.

    Raises `PreviewRefusedError`.
    """
    now = timezone.now()
    session = _find(token)
    if session.revoked_at is not None:
        raise PreviewRefusedError("This preview was closed. Open it again from the editor.")
    if session.is_over(now):
        raise PreviewRefusedError("This preview has expired. Open it again from the editor.")
    if session.is_idle(now):
        raise PreviewRefusedError(
            "This preview was not used for a while and has expired. Open it again from the editor."
        )
    if not may_preview(session.user, session.page):
        raise PreviewRefusedError("Whoever opened this preview may not see this draft any more.")
    if session.last_used_at <= now - NOTED_EVERY:
        PreviewSession.objects.filter(pk=session.pk, revoked_at=None).update(last_used_at=now)
    return session


def close_previews(sessions: "QuerySet[PreviewSession]") -> int:
    """Close these previews at once, in every process. Return how many were not closed before."""
    return sessions.filter(revoked_at=None).update(revoked_at=timezone.now())


def is_being_previewed(revision: Any) -> bool:
    """Whether somebody was given this version, to read it as it is."""
    return PreviewSession.objects.open(timezone.now()).filter(revision=revision).exists()


def forget_previews() -> int:
    """Delete the rows of previews that ended a day ago or longer."""
    past = timezone.now() - PreviewSession.LONGEST - timedelta(days=1)
    return PreviewSession.objects.filter(started_at__lt=past).delete()[0]


def _find(token: str) -> PreviewSession:
    try:
        bound = read_token(token)
    except TokenError:
        raise PreviewRefusedError(
            "This is no address of a preview, or it has expired. Open the preview from the editor."
        ) from None
    sessions = PreviewSession.objects.select_related("user", "page", "revision", "clinic")
    session = sessions.filter(pk=bound.session_id).first()
    if session is None or bound != Bound(session.pk, session.page_id, session.revision_id):
        raise PreviewRefusedError("There is no such preview. Open it again from the editor.")
    session.page = session.page.specific
    return session
