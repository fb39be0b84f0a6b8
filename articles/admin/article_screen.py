"""What the screens of one article have in common: which article, its title, the way back to it."""

from typing import Any

import swapper
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from articles.models.pages import AbstractArticlePage


class ArticleScreenMixin(WagtailAdminTemplateMixin):
    """For a view whose address has the `page_id` of an article; 404 where it is none.

    Who may see it is for the view to ask.
    """

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def article(self) -> Any:
        """As it is stored: the live text, where it is live."""
        pages = swapper.load_model("wagtailcore", "Page")._default_manager
        page = get_object_or_404(pages.select_related("locale"), pk=self.kwargs["page_id"]).specific
        if not isinstance(page, AbstractArticlePage):
            raise Http404
        return page

    def get_page_subtitle(self) -> str:
        return str(self.article.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*get_breadcrumbs_items_for_page(self.article, self.request.user), here]
