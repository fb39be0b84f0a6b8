"""Wagtail's questions before publishing or unpublishing many pages, with whom that concerns."""

from typing import Any

from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.admin.views.pages.bulk_actions.unpublish import UnpublishBulkAction

from articles.admin.placing.unpublish import impact_context
from articles.review.library import article_pages


class _WithImpact(PageBulkAction):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = self.concerned([each["item"] for each in context["items"]])
        return {**context, **impact_context(pages)} if pages else context

    def concerned(self, ticked: list[Any]) -> list[Any]:
        """The ticked articles, and those in the ticked libraries, that this would change."""
        pages = self.get_default_model()._default_manager
        inside = pages.none()
        for page in ticked:
            inside |= pages.descendant_of(page, inclusive=True)
        return list(self.changing(article_pages().filter(pk__in=inside.values("pk"))))

    def changing(self, pages: Any) -> Any:
        """Of these pages, those that the action changes for readers."""
        raise NotImplementedError


class PublishWithImpact(_WithImpact, PublishBulkAction):
    template_name = "articles/placing/confirm_bulk_publish.html"

    def changing(self, pages: Any) -> Any:
        return pages.exclude(live=True, has_unpublished_changes=False)


class UnpublishWithImpact(_WithImpact, UnpublishBulkAction):
    template_name = "articles/placing/confirm_bulk_unpublish.html"

    def changing(self, pages: Any) -> Any:
        return pages.filter(live=True)


BULK_ACTIONS_WITH_IMPACT = (PublishWithImpact, UnpublishWithImpact)
