"""Previews in the admin: addresses, the way there from the editor, the report."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.widgets.button import Button

from api.admin.preview_views import (
    ClosePreviewView,
    FrontEndFrameView,
    OpenInFrontEndView,
    OpenPreviewsView,
)
from api.previews.sessions import may_preview
from articles.admin.quality_menu import PermittedMenuItem, works_on_pages
from articles.models import AbstractArticlePage


def preview_urls() -> list[URLPattern]:
    return [
        path(
            "articles/<int:page_id>/front-end/",
            OpenInFrontEndView.as_view(),
            name="api_preview_open",
        ),
        path("previews/<uuid:session_id>/", FrontEndFrameView.as_view(), name="api_preview_frame"),
        path(
            "previews/<uuid:session_id>/close/",
            ClosePreviewView.as_view(),
            name="api_preview_close",
        ),
        path("reports/previews/", OpenPreviewsView.as_view(), name="api_previews"),
    ]


def previews_item() -> MenuItem:
    return PermittedMenuItem(
        _("Open previews"),
        reverse_lazy("api_previews"),
        name="open-previews",
        icon_name="view",
        order=1210,
        allowed=works_on_pages,
    )


def front_end_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """An entry in the menu of an article, for those who see its drafts."""
    if isinstance(page, AbstractArticlePage) and page.pk and may_preview(user, page):
        yield Button(
            _("Open in front end"),
            reverse("api_preview_open", args=[page.pk]),
            icon_name="link-external",
            priority=63,
        )


def follow_script() -> str:
    """What tells a front end in another window that somebody has typed."""
    return format_html('<script src="{}"></script>', versioned_static("api/js/follow-typing.js"))
