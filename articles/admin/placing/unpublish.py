"""Wagtail's question before unpublishing, with whom it concerns."""

from typing import Any

from wagtail.admin.views.pages.unpublish import UnpublishView

from articles.placing.reach import clinic_names, impact_words


class ArticleUnpublishView(UnpublishView):
    template_name = "articles/placing/confirm_unpublish.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = self.objects_to_unpublish
        return {
            **super().get_context_data(**kwargs),
            "impact_words": impact_words(pages),
            "impact_clinics": clinic_names(pages),
        }
