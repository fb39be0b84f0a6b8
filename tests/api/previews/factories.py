"""Drafts that are open to front ends."""

from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from wagtail.admin.models import EditingSession, FormState

from api.models import PreviewSession
from api.previews.sessions import open_preview
from api.previews.tokens import make_token
from articles.models import ArticlePage
from tests.articles.factories import DraftArticleFactory, UserFactory, rich_text, section
from tests.articles.forms_data import article_data


def draft(**kwargs: Any) -> ArticlePage:
    """A draft that nobody may read yet."""
    return DraftArticleFactory(**{"title": "Secret plan", "slug": "secret-plan", **kwargs})  # type: ignore[no-any-return]


def opened(page: ArticlePage | None = None, *, user: Any = None, **bound: Any) -> PreviewSession:
    """A preview that an editor has just opened."""
    return open_preview(user or UserFactory(group="Editors"), page or draft(), **bound)


def path_of(session: PreviewSession) -> str:
    return f"preview/{make_token(session)}/"


def type_into_editor(user: Any, page: ArticlePage, text: str, *, seen_ago: int = 5) -> None:
    """What Wagtail keeps of an editor's form, and that the editor was open `seen_ago` seconds
    ago."""
    data = QueryDict(mutable=True)
    form = article_data(section("overview", rich_text(f"<p>{text}</p>")), slug=page.slug)
    for name, value in form.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    FormState.objects.update_or_create_by_instance(
        instance=page,
        user=user,
        defaults={"data": data.urlencode(), "last_updated_at": timezone.now()},
    )
    EditingSession.objects.create(
        user=user,
        content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        last_seen_at=timezone.now() - timedelta(seconds=seen_ago),
    )
