"""Placing many articles at many clinics, from the explorer and from the list of clinics."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from articles.admin.placing.forms import (
    PlaceArticlesForm,
    PlaceAtClinicsForm,
    TakeArticlesForm,
    TakeFromClinicsForm,
)
from articles.models import AbstractArticlePage, ArticleTopic, Clinic, Placement
from articles.placing.by_hand import Placed, TakenOff, may_place, place, take_off
from articles.review.library import article_pages

PLACE, TAKE = "place_at_clinics", "take_from_clinics"
PLACE_ARTICLES, TAKE_ARTICLES = "place_articles", "take_articles"


class _PlacingAction:
    """What the four actions share: who may, the template, and what is said afterwards."""

    template_name = "articles/placing/bulk.html"
    button = gettext_lazy("Place")
    icon = "site"
    destructive = False
    request: HttpRequest
    outcome: Placed | TakenOff | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_place(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc,no-any-return]
            button=self.button, icon=self.icon, destructive=self.destructive, view=self, **kwargs
        )

    def get_execution_context(self) -> dict[str, Any]:
        return {
            **super().get_execution_context(),  # type: ignore[misc]
            "action": self,
            "user": self.request.user,
        }

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        match self.outcome:
            case Placed():
                return said_placed(self.outcome)
            case TakenOff():
                return said_taken_off(self.outcome)
        return ""

    @classmethod
    def execute_action(
        cls, objects: Sequence[Any], action: Any = None, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        action.outcome = action.act(objects, action.cleaned_form, user)
        return len(objects), 0


class _Placing(_PlacingAction):
    @staticmethod
    def run(pages: Any, clinics: Any, form: Any, user: Any) -> Placed:
        return place(pages, clinics, terms=form.terms, user=user)


class _Taking(_PlacingAction):
    button = gettext_lazy("Take off")
    icon = "cross"
    destructive = True

    @staticmethod
    def run(pages: Any, clinics: Any, form: Any, user: Any) -> TakenOff:
        data = form.cleaned_data
        return take_off(pages, clinics, keep_off=data["keep_off"], reason=data["reason"], user=user)


class _OnPages(PageBulkAction):
    """Articles are ticked, clinics are asked for. Aliases show another article."""

    def check_perm(self, page: Any) -> bool:
        is_article = issubclass(page.specific_class or object, AbstractArticlePage)
        return is_article and page.alias_of_id is None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "carrying": self.carrying}

    def get_initial(self) -> dict[str, Any]:
        """The clinic that the way here names."""
        asked = [each for each in self.request.GET.getlist("clinic") if each.isdecimal()]
        return {**super().get_initial(), "clinics": asked}

    @cached_property
    def carrying(self) -> Mapping[int, int]:
        """How many of the articles each clinic carries."""
        keys = {page.translation_key for page in self.get_actionable_objects()[0]}
        rows = Placement.objects.order_by().filter(translation_key__in=keys)
        return Counter(rows.values_list("clinic_id", flat=True))

    def act(self, pages: Sequence[Any], form: Any, user: Any) -> Any:
        return self.run(pages, list(form.cleaned_data["clinics"]), form, user)


class PlaceAtClinics(_Placing, _OnPages):
    display_name = gettext_lazy("Place at clinics…")
    aria_label = gettext_lazy("Place the ticked articles at clinics")
    action_type = PLACE
    action_priority = 60
    form_class: type[Form] = PlaceAtClinicsForm
    title = gettext_lazy("Place at clinics")


class TakeFromClinics(_Taking, _OnPages):
    display_name = gettext_lazy("Take from clinics…")
    aria_label = gettext_lazy("Take the ticked articles from clinics")
    action_type = TAKE
    action_priority = 61
    form_class: type[Form] = TakeFromClinicsForm
    title = gettext_lazy("Take from clinics")


class _OnClinics(SnippetBulkAction):
    """Clinics are ticked, articles are asked for."""

    models = [Clinic]

    def check_perm(self, snippet: Any) -> bool:
        return True

    def act(self, clinics: Sequence[Clinic], form: Any, user: Any) -> Any:
        pages = pages_of(form.cleaned_data)
        return self.run(pages, clinics, form, user)


class PlaceArticles(_Placing, _OnClinics):
    display_name = gettext_lazy("Place articles…")
    aria_label = gettext_lazy("Place articles at the ticked clinics")
    action_type = PLACE_ARTICLES
    action_priority = 20
    form_class: type[Form] = PlaceArticlesForm
    title = gettext_lazy("Place articles")


class TakeArticles(_Taking, _OnClinics):
    display_name = gettext_lazy("Take articles off…")
    aria_label = gettext_lazy("Take articles from the ticked clinics")
    action_type = TAKE_ARTICLES
    action_priority = 21
    form_class: type[Form] = TakeArticlesForm
    title = gettext_lazy("Take articles off")


BULK_ACTIONS = (PlaceAtClinics, TakeFromClinics, PlaceArticles, TakeArticles)


def pages_of(data: Mapping[str, Any]) -> list[Any]:
    """The article that was chosen, or those on the topic: one page for each."""
    if data["article"]:
        return [data["article"]]
    links = ArticleTopic.objects.filter(topic=data["topic"])
    pages = article_pages().filter(pk__in=links.values("page_id")).order_by("pk")
    return list({page.translation_key: page for page in reversed(pages)}.values())


def bulk_url(action: str, pages: Iterable[Any], **query: Any) -> str:
    """The way to an action on these pages."""
    page_model = PageBulkAction.models[0]
    names = [page_model._meta.app_label, page_model._meta.model_name, action]
    ids = [("id", page.pk) for page in pages]
    return f"{reverse('wagtail_bulk_action', args=names)}?{urlencode([*ids, *query.items()])}"


def said_placed(outcome: Placed) -> str:
    said = ngettext(
        "%(count)d placement was made.", "%(count)d placements were made.", outcome.new
    ) % {"count": outcome.new}
    if not outcome.there:
        return said
    there = ngettext(
        "%(count)d was there already and stays as it is.",
        "%(count)d were there already and stay as they are.",
        outcome.there,
    )
    return f"{said} {there % {'count': outcome.there}}"


def said_taken_off(outcome: TakenOff) -> str:
    said = ngettext(
        "%(count)d placement was taken off.",
        "%(count)d placements were taken off.",
        outcome.removed,
    ) % {"count": outcome.removed}
    if not outcome.back:
        return said
    back = ngettext(
        "A rule places %(count)d of them there still: keep the article off, or change the rule.",
        "Rules place %(count)d of them there still: keep the articles off, or change the rules.",
        outcome.back,
    )
    return f"{said} {back % {'count': outcome.back}}"
