"""A modal that finds a section of an article: “Article › Section”, live or draft."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import swapper
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
)
from wagtail.permissions import policy_registry

from articles.admin.page_models import article_page_models
from articles.placing.reach import clinic_counts
from articles.sections.kinds import section_kinds


@dataclass(frozen=True, slots=True)
class SectionRef:
    """One section as its article's latest draft has it."""

    page_id: int
    article: str
    section_id: str
    heading: str
    position: int

    @property
    def title(self) -> str:
        return f"{self.article} › {self.heading}"

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page_id])

    @property
    def chosen_url(self) -> str:
        return reverse("articles_section_chosen", args=[self.page_id, self.section_id])

    @classmethod
    def of(cls, page: Any) -> Iterator["SectionRef"]:
        """The sections of a page that is an article, in order.

        The stored JSON says enough; building the blocks would read every image and snippet.
        """
        revision = page.latest_revision
        stream = json.loads(revision.content.get("sections") or "[]") if revision else None
        if stream is None:
            specific = page.specific
            stream = list(specific.sections.raw_data) if hasattr(specific, "sections") else []
        title = revision.content["title"] if revision else page.title
        for position, section in enumerate(stream, start=1):
            kind = section_kinds.get(section["type"])
            label = kind.label if kind else section["type"]
            yield cls(
                page_id=page.pk,
                article=title,
                section_id=section.get("id") or "",
                heading=str(section["value"].get("heading") or label),
                position=position,
            )

    @classmethod
    def find(cls, page: Any, section_id: str) -> "SectionRef | None":
        return next((ref for ref in cls.of(page) if ref.section_id == section_id), None)


class _TitleFilterForm(SearchFilterMixin, BaseFilterForm):
    """Finds parts of titles, of drafts too: the search index knows whole words of live titles."""

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        query = self.cleaned_data.get("q", "")
        for word in query.split():
            objects = objects.filter(draft_title__icontains=word)
        self.is_searching, self.search_query = bool(query), query
        return objects


class _SectionChooseView(BaseChooseView):
    icon = "crosshairs"
    page_title = _("Choose a section")
    per_page = 8
    filter_form_class = _TitleFilterForm
    results_url_name = "articles_choose_section_results"
    results_template_name = "articles/choosers/sections_results.html"
    ordering = "draft_title"

    @cached_property
    def model_class(self) -> Any:
        return swapper.load_model("wagtailcore", "Page")

    def get_object_list(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model_class)
        return (  # type: ignore[no-any-return]
            self.model_class.objects.type(*article_page_models())
            .filter(
                pk__in=policy.explorable_instances(self.request.user).values("pk"),
                alias_of=None,
            )
            .select_related("latest_revision", "locale")
        )

    @property
    def columns(self) -> list[Any]:
        return []

    def can_create(self) -> bool:
        return False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        clinics = clinic_counts(page.translation_key for page in self.results)
        context["articles"] = [
            (page, list(SectionRef.of(page)), clinics.get(page.translation_key, 0))
            for page in self.results
        ]
        return context


class SectionChooseView(ChooseViewMixin, _SectionChooseView):
    # Read by the mixin, for a tab that is not shown: nothing is created here.
    create_action_label = ""


class SectionChooseResultsView(ChooseResultsViewMixin, _SectionChooseView):
    pass


class SectionChosenView(View):
    """Answers the modal with the section that was clicked."""

    def get(self, request: HttpRequest, page_id: int, section_id: str) -> HttpResponse:
        page_model = swapper.load_model("wagtailcore", "Page")
        policy = policy_registry.get_by_type(page_model)
        pages = policy.explorable_instances(request.user).select_related("latest_revision")
        ref = SectionRef.find(get_object_or_404(pages, pk=page_id), section_id)
        if ref is None:
            raise Http404
        return render_modal_workflow(  # type: ignore[no-any-return]
            request,
            None,
            None,
            None,
            json_data={
                "step": "chosen",
                "result": {
                    "id": ref.page_id,
                    "section": ref.section_id,
                    "title": ref.heading,
                    "label": ref.title,
                    "url": ref.edit_url,
                },
            },
        )


def section_chooser_urls() -> list[Any]:
    return [
        path(
            "articles/sections/choose/", SectionChooseView.as_view(), name="articles_choose_section"
        ),
        path(
            "articles/sections/choose/results/",
            SectionChooseResultsView.as_view(),
            name="articles_choose_section_results",
        ),
        path(
            "articles/sections/<int:page_id>/<str:section_id>/",
            SectionChosenView.as_view(),
            name="articles_section_chosen",
        ),
    ]
