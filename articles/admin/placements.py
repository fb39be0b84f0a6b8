"""Placements: which clinic carries which article. They take effect at once, without publishing."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.views.snippets import CreateView, EditView

from articles.admin.clinics.views import CHOOSE
from articles.admin.panels import ArticleChooserPanel
from articles.admin.snippet_viewset import ClinicalSnippetViewSet
from articles.models import Indexing, Placement, PlacementRule
from articles.placing.plan import apply_rules


class _BackToTheArticle:
    """Returns to where the editor came from, the tab “Clinics” of an article."""

    request: HttpRequest

    def get_success_url(self) -> str:
        wanted = get_valid_next_url_from_request(self.request)
        return str(wanted or super().get_success_url())  # type: ignore[misc]


class PlacementEditView(_BackToTheArticle, EditView):
    """What a person saves is chosen by hand from then on, also where a rule made it."""

    def save_instance(self) -> Any:
        self.form.instance.rule = None
        return super().save_instance()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.rule is not None:
            messages.info(
                request,
                gettext(
                    "The rule “%(rule)s” placed the article here. Once you save, it counts as "
                    "chosen by hand, and no rule changes it any more."
                )
                % {"rule": self.object.rule.name},
            )
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


class PlacementCreateView(_BackToTheArticle, CreateView):
    """Opens with the article filled in when it is reached from that article."""

    def get_initial_form_instance(self) -> Any:
        placement = self.model()
        article = self.request.GET.get("article", "")
        if article.isdecimal():
            placement.article_id = int(article)
        return placement


def refuse_placed_by_rules(request: HttpRequest, instances: Sequence[Any]) -> HttpResponse | None:
    """Wagtail's `before_delete_snippet` hook: what a rule places would be back at once."""
    number = sum(isinstance(each, Placement) and each.rule_id is not None for each in instances)
    if not number:
        return None
    messages.error(
        request,
        ngettext(
            "Nothing was deleted: a rule made %(count)d of these placements, and would make it "
            "again. Choose “Take off” at the article and keep it off, or change the rule.",
            "Nothing was deleted: rules made %(count)d of these placements, and would make them "
            "again. Choose “Take off” at the articles and keep them off, or change the rules.",
            number,
        )
        % {"count": number},
    )
    fallback = Placement.snippet_viewset.get_url_name("list")  # type: ignore[attr-defined]
    return redirect(get_valid_next_url_from_request(request) or fallback)


def follow_deleted(request: HttpRequest, instances: Sequence[Any]) -> None:
    """Wagtail's `after_delete_snippet` hook: many at once are deleted without their `delete`."""
    keys = {each.translation_key for each in instances if isinstance(each, Placement)}
    if keys:
        apply_rules(keys)


class Origin(models.TextChoices):
    HAND = "hand", _("Chosen by hand")
    RULE = "rule", _("By a rule")


class PlacementFilterSet(WagtailFilterSet):
    origin = django_filters.ChoiceFilter(
        label=_("Placed by"),
        choices=Origin.choices,
        method=lambda rows, name, value: rows.filter(rule__isnull=value == Origin.HAND),
    )
    rule = django_filters.ModelChoiceFilter(
        label=_("Rule"), queryset=lambda request: PlacementRule.objects.all()
    )
    indexing = django_filters.ChoiceFilter(label=_("Search engines"), choices=Indexing.choices)

    class Meta:
        model = Placement
        fields = ("clinic",)


class _ForWhoSeesPlacements:
    """For the views of the chooser, which Wagtail opens to everybody who may enter the admin: a
    placement names its article, which may be a draft."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        policy = policy_registry.get_by_type(Placement)
        if not policy.user_has_any_permission(request.user, CHOOSE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class PlacementChooser(SnippetChooserViewSet):
    choose_view_class = type("ChooseView", (_ForWhoSeesPlacements, ChooseView), {})
    choose_results_view_class = type(
        "ChooseResultsView", (_ForWhoSeesPlacements, ChooseResultsView), {}
    )
    chosen_view_class = type("ChosenView", (_ForWhoSeesPlacements, SnippetChosenView), {})
    chosen_multiple_view_class = type(
        "ChosenMultipleView", (_ForWhoSeesPlacements, SnippetChosenMultipleView), {}
    )


class PlacementViewSet(ClinicalSnippetViewSet):
    model = Placement
    icon = "site"
    menu_label = _("Placements")
    menu_order = 500
    chooser_viewset_class = PlacementChooser
    add_view_class = PlacementCreateView
    edit_view_class = PlacementEditView
    list_display = [
        Column("article", label=_("Article"), accessor="article.title", sort_key="article__title"),
        Column("clinic", label=_("Clinic"), sort_key="clinic__name"),
        Column("origin", label=_("Placed by"), sort_key="rule__name"),
        Column("campaign", label=_("Campaign"), sort_key="campaign"),
        Column("indexing", label=_("Search engines"), accessor="get_indexing_display"),
        DateColumn("starts_on", label=_("From"), sort_key="starts_on"),
        DateColumn("ends_on", label=_("Until"), sort_key="ends_on"),
    ]
    filterset_class = PlacementFilterSet
    search_fields = ["article__title", "clinic__name", "campaign"]
    ordering = ["clinic__name", "article__title"]
    panels = [
        MultiFieldPanel(
            [ArticleChooserPanel("article"), FieldPanel("clinic")],
            heading=_("What and where"),
            help_text=_("Holds for every language of the article, and takes effect at once."),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["call_to_action_label", "call_to_action_url"]), "campaign"],
            heading=_("Call to action"),
        ),
        MultiFieldPanel(
            [FieldPanel("indexing"), FieldPanel("canonical_url")], heading=_("Search engines")
        ),
        MultiFieldPanel([FieldRowPanel(["starts_on", "ends_on"])], heading=_("Period")),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Placement]:
        found: QuerySet[Placement] = Placement.objects.select_related("article", "clinic", "rule")
        return found
