"""Shared drafts in the admin: addresses, the way there from the editor, the report."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from api.admin.share_views import SharedDraftsView, ShareView, StopShareView
from api.sharing.shares import may_share
from articles.admin.quality_menu import PermittedMenuItem, works_on_pages
from articles.models import AbstractArticlePage


def share_urls() -> list[URLPattern]:
    return [
        path("articles/<int:page_id>/share/", ShareView.as_view(), name="api_share"),
        path("shares/<int:pk>/stop/", StopShareView.as_view(), name="api_share_stop"),
        path("reports/shared-drafts/", SharedDraftsView.as_view(), name="api_shares"),
    ]


def shares_item() -> MenuItem:
    return PermittedMenuItem(
        _("Shared drafts"),
        reverse_lazy("api_shares"),
        name="shared-drafts",
        icon_name="group",
        order=1211,
        allowed=works_on_pages,
    )


def share_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """An entry in the menu of an article, for those who may edit it."""
    if isinstance(page, AbstractArticlePage) and page.pk and may_share(user, page):
        yield Button(
            _("Share a draft…"),
            reverse("api_share", args=[page.pk]),
            icon_name="group",
            priority=64,
        )
