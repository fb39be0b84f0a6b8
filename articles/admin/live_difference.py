"""What the latest draft of an article changes in the live one, on a screen of its own."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.widgets.button import Button

from articles.admin.article_screen import ArticleScreenMixin
from articles.models.pages import AbstractArticlePage
from articles.review.comparing import compare_contents
from articles.review.reading import read_content


class LiveDifferenceView(ArticleScreenMixin, TemplateView):
    """For those who may edit or publish the article, its present reviewer among them."""

    page_title = _("Difference to live")
    header_icon = "resubmit"
    template_name = "articles/review/live_difference.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        permissions = self.article.permissions_for_user(request.user)
        if not (permissions.can_edit() or permissions.can_publish()):
            raise PermissionDenied
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        article = self.article
        draft = article.get_latest_revision_as_object()
        live = read_content(article) if article.live else None
        return {
            **super().get_context_data(**kwargs),
            "article": article,
            "differences": compare_contents(live, read_content(draft)),
            "language": article.locale.language_code,
        }


def live_difference_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """An entry in the menu of an article that readers see in another version than editors."""
    if not isinstance(page, AbstractArticlePage) or not page.live:
        return
    permissions = page.permissions_for_user(user)
    if permissions.can_edit() or permissions.can_publish():
        yield Button(
            _("Difference to live"),
            reverse("articles_live_difference", args=[page.pk]),
            icon_name="resubmit",
            priority=64,
        )


def live_difference_urls() -> list[Any]:
    return [
        path(
            "articles/<int:page_id>/difference/",
            LiveDifferenceView.as_view(),
            name="articles_live_difference",
        )
    ]
