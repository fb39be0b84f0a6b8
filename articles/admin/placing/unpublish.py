"""Wagtail's question before unpublishing, with whom it concerns."""

from collections.abc import Sequence
from typing import Any

from wagtail.admin.views.pages.unpublish import UnpublishView

from articles.placing.reach import clinic_names, impact_words


def impact_context(pages: Sequence[Any]) -> dict[str, Any]:
    """What `articles/placing/impact.html` says of an act on these pages."""
    return {"impact_words": impact_words(pages), "impact_clinics": clinic_names(pages)}


class ArticleUnpublishView(UnpublishView):
    template_name = "articles/placing/confirm_unpublish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, **impact_context(self.objects_to_unpublish)}
