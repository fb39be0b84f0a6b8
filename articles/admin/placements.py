"""Placements: which clinic carries which article. They take effect at once, without publishing."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.snippets.views.snippets import CreateView, EditView

from articles.admin.panels import ArticleChooserPanel
from articles.admin.snippet_viewset import ClinicalSnippetViewSet
from articles.models import Placement


class _BackToTheArticle:
    """Returns to where the editor came from, the tab “Clinics” of an article."""

    request: HttpRequest

    def get_success_url(self) -> str:
        wanted = get_valid_next_url_from_request(self.request)
        return str(wanted or super().get_success_url())  # type: ignore[misc]


class PlacementEditView(_BackToTheArticle, EditView):
    pass


class PlacementCreateView(_BackToTheArticle, CreateView):
    """Opens with the article filled in when it is reached from that article."""

    def get_initial_form_instance(self) -> Any:
        placement = self.model()
        article = self.request.GET.get("article", "")
        if article.isdecimal():
            placement.article_id = int(article)
        return placement


class PlacementViewSet(ClinicalSnippetViewSet):
    model = Placement
    icon = "site"
    menu_label = _("Placements")
    menu_order = 500
    add_view_class = PlacementCreateView
    edit_view_class = PlacementEditView
    list_display = [
        Column("article", label=_("Article"), accessor="article.title", sort_key="article__title"),
        Column("clinic", label=_("Clinic"), sort_key="clinic__name"),
        Column("campaign", label=_("Campaign"), sort_key="campaign"),
        Column("indexing", label=_("Search engines"), accessor="get_indexing_display"),
        DateColumn("starts_on", label=_("From"), sort_key="starts_on"),
        DateColumn("ends_on", label=_("Until"), sort_key="ends_on"),
    ]
    list_filter = ["clinic", "indexing"]
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
        return Placement.objects.select_related("article", "clinic")
