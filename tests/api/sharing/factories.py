"""Shared drafts."""

from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

from api.sharing.shares import NewShare, make_share
from articles.models import ArticlePage
from tests.articles.factories import DraftArticleFactory, UserFactory, rich_text, section


def draft(**kwargs: Any) -> ArticlePage:
    """A draft with one paragraph, that nobody may read yet."""
    given = {"title": "Secret plan", "sections": [section("overview", rich_text("<p>Rest.</p>"))]}
    page: ArticlePage = DraftArticleFactory(**{**given, **kwargs})
    return page


def shared(page: ArticlePage | None = None, *, user: Any = None, **options: Any) -> NewShare:
    """A draft that an editor has just shared with Dr. Ruiz."""
    page = page or draft()
    return make_share(
        user or UserFactory(group="Editors"),
        page,
        **{"guest": "Dr. Ruiz", "days": 7, "revision": page.latest_revision, **options},
    )


def path_of(made: NewShare) -> str:
    return f"/shared/{made.token}/"


def form_key(client: Client, made: NewShare) -> str:
    """The value that stands in the forms of the page."""
    page = client.get(path_of(made)).content.decode()
    return page.partition('name="form_key" value="')[2].partition('"')[0]


def admin_only() -> Any:
    """Somebody who gets into the admin and may edit nothing."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def say(client: Client, made: NewShare, path: str, text: str, **more: Any) -> Any:
    data = {"path": path, "text": text, "form_key": form_key(client, made), **more}
    return client.post(path_of(made), data)
