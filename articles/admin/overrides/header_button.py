"""The way to an override from the editor's header."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from articles.models.pages import AbstractArticlePage
from articles.review.overriding import may_override


def override_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """For administrators, at articles that are no aliases."""
    if not isinstance(page, AbstractArticlePage) or page.alias_of_id or not page.pk:
        return
    if may_override(user, page):
        yield Button(
            _("Override a rule"),
            url=reverse("articles_overrides:add", args=[page.pk]),
            icon_name="key",
            priority=67,
        )
