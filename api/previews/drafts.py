"""Which draft a preview shows: a page instance that is not stored."""

from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState

from api.models import PreviewSession

# The editor tells every ten seconds that it is open; browsers let a tab in the background do so
# once a minute.
STILL_OPEN = timedelta(minutes=3)


def draft_of(session: PreviewSession) -> Any:
    """Return the article that a session is bound to, as it would be published now."""
    if session.revision is not None:
        return session.revision.as_object()
    return typed_draft(session.user, session.page) or session.page.get_latest_revision_as_object()


def typed_draft(user: Any, page: Any) -> Any:
    """Return the page as this user's open editor has it, or None.

    What Wagtail keeps of a form stays for a day, whether or not somebody still writes: what was
    saved later, and what was left without being saved, is no draft.
    """
    state = FormState.objects.for_preview(user, page).order_by("-last_updated_at").first()
    if state is None or not _is_being_edited(user, page):
        return None
    if page.latest_revision_created_at and page.latest_revision_created_at > state.last_updated_at:
        return None
    draft = page.get_latest_revision_as_object()
    data = QueryDict(state.data, mutable=True)
    for name in ("title", "slug"):
        # As Wagtail does for its own preview, but with the page's own words.
        if not data.get(name):
            data[name] = getattr(draft, name)
    form = (
        draft.get_edit_handler()
        .get_form_class()(data, instance=draft, parent_page=page.get_parent(), for_user=user)
    )  # fmt: skip
    form.defer_required_fields()
    if not form.is_valid():
        return None
    form.save(commit=False)
    return draft


def _is_being_edited(user: Any, page: Any) -> bool:
    sessions = EditingSession.objects.filter(
        user=user,
        # Wagtail notes who edits which page, whatever its type.
        content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        last_seen_at__gte=timezone.now() - STILL_OPEN,
    )
    return bool(sessions.exists())
