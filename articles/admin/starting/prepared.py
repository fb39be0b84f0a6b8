"""The window from which an editor inserts a prepared section into the form."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.generic import View
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from articles.admin.page_models import article_page_models
from articles.models import PreparedSection
from articles.sections.copies import copied
from articles.sections.kinds import section_kinds

CHOOSE, CHOSEN = "articles_prepared_sections", "articles_prepared_section"


class _EditorsOnly(View):
    """For whoever may write an article somewhere."""

    http_method_names = ["get"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        policy = policy_registry.get_by_type(article_page_models()[0])
        if not policy.user_has_any_permission(request.user, ["add", "change"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ChooseView(_EditorsOnly):
    """The prepared sections that are offered in the language of the article."""

    def get(self, request: HttpRequest, locale: str) -> HttpResponse:
        language = get_object_or_404(Locale, language_code=locale)
        offered = [
            (each, section_kinds.get(block["type"]))
            for each in PreparedSection.objects.offered_in(language)
            for block in each.section.raw_data
        ]
        return render_modal_workflow(  # type: ignore[no-any-return]
            request,
            "articles/starting/prepared.html",
            template_vars={"offered": offered},
            json_data={"step": "choose"},
        )


class ChosenView(_EditorsOnly):
    """One prepared section, as the form's script takes it."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        prepared = get_object_or_404(PreparedSection.objects.filter(is_offered=True), pk=pk)
        stream = prepared._meta.get_field("section").stream_block
        value = stream.to_python(copied(prepared.section.raw_data, stream))
        return JsonResponse({"blocks": stream.get_form_state(value)})


def prepared_section_urls() -> list[URLPattern]:
    return [
        path("articles/prepared-sections/<str:locale>/", ChooseView.as_view(), name=CHOOSE),
        path("articles/prepared-section/<int:pk>/", ChosenView.as_view(), name=CHOSEN),
    ]
