"""How Wagtail's page explorer and editor treat articles and libraries."""

from datetime import date
from typing import Any

import swapper
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import PageStatusColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

from articles.admin.create import ArticleCreateView
from articles.admin.edit import ArticleEditView
from articles.admin.page_models import article_page_models, library_page_models
from articles.admin.placing.unpublish import ArticleUnpublishView
from articles.models import ArticleTopic, Withdrawal
from articles.review.states import review_state
from articles.withdrawing.state import current_withdrawals


class KindColumn(Column):
    def get_value(self, instance: Any) -> str:
        display = getattr(instance, "get_kind_display", None)
        return str(display() if display else instance._meta.verbose_name)


class TopicsColumn(Column):
    """Every topic once, those the article is about first."""

    def get_value(self, instance: Any) -> str:
        names = dict.fromkeys(relation.topic.name for relation in instance.article_topics.all())
        return ", ".join(names)


class ReviewDueColumn(Column):
    cell_template_name = "articles/columns/review_due.html"

    def get_value(self, instance: Any) -> date | None:
        return getattr(instance, "next_review_date", None)

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        context["state"] = review_state(context["value"], timezone.localdate())
        return context  # type: ignore[no-any-return]


class StatusColumn(PageStatusColumn):
    """Wagtail's, and the clinics at which a live article is withdrawn."""

    cell_template_name = "articles/columns/status.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        records = current_withdrawals(instance)
        context["clinics"] = [each.clinic_name for each in records if each.clinic_slug]
        return context


class LibraryIndexView(ExplorableIndexView):
    """The children of a library: articles with what tells them apart, and further libraries."""

    def annotate_queryset(self, pages: QuerySet[Any]) -> QuerySet[Any]:
        topics = ArticleTopic.objects.select_related("topic").order_by("sort_order")
        annotated: QuerySet[Any] = super().annotate_queryset(pages)
        return annotated.prefetch_related(
            Prefetch("article_topics", queryset=topics),
            Prefetch("withdrawals", queryset=Withdrawal.objects.open()),
        )


class ArticlePageViewSet(PageViewSet):
    """One for each article model; libraries are explored with its columns."""

    index_view_class = LibraryIndexView
    add_view_class = ArticleCreateView
    edit_view_class = ArticleEditView
    unpublish_view_class = ArticleUnpublishView
    columns = [
        *(
            column
            for column in ExplorableIndexView.base_columns
            if column.name not in ("type", "status")
        ),
        KindColumn("kind", label=_("Kind"), classname="articles-kind"),
        TopicsColumn("topics", label=_("Topics"), classname="articles-topics"),
        ReviewDueColumn("next_review_date", label=_("Review due")),
        StatusColumn("status", label=_("Status"), sort_key="live"),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # A library holds libraries too, so its children are not of one model.
        return super().get_index_view_kwargs(**{"model": _page_model(), **kwargs})  # type: ignore[no-any-return]

    @cached_property
    def content_type_use_view(self) -> Any:
        kwargs = {**self.get_index_view_kwargs(), "model": self.model}
        return self.construct_view(self.content_type_use_view_class, **kwargs)

    @cached_property
    def content_type_use_results_view(self) -> Any:
        kwargs = {**self.get_index_view_kwargs(), "model": self.model, "results_only": True}
        return self.construct_view(self.content_type_use_view_class, **kwargs)

    @cached_property
    def parent_models(self) -> list[Any]:
        return library_page_models()


def _page_model() -> Any:
    return swapper.load_model("wagtailcore", "Page")


def article_page_viewsets() -> list[ArticlePageViewSet]:
    return [ArticlePageViewSet(model=model) for model in article_page_models()]
