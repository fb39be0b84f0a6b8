"""The menu “Clinical content”: what articles share, each with listing, search, filters, usage."""

from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from articles.admin.choosers import (
    CitationChooser,
    ClinicChooser,
    ClinicianChooser,
    TopicChooser,
    state_mark,
)
from articles.admin.clinics.form import ClinicForm, MembershipsPanel
from articles.admin.clinics.views import (
    ClinicEditView,
    ClinicHistoryView,
    ClinicIndexView,
    ClinicUsageView,
)
from articles.admin.placements import PlacementViewSet
from articles.admin.placing.clinic_columns import (
    OFFERS_PANEL,
    articles_column,
    with_article_count,
)
from articles.admin.placing.rules import PlacementRuleViewSet
from articles.admin.retractions import CitationIndexView
from articles.admin.snippet_viewset import ClinicalSnippetViewSet
from articles.admin.starting.viewsets import ArticleTemplateViewSet, PreparedSectionViewSet
from articles.models import Citation, Clinic, Clinician, Topic, TopicCode

_USER_APP, _USER_MODEL = settings.AUTH_USER_MODEL.lower().split(".")
_CHANGE_USERS = f"{_USER_APP}.change_{_USER_MODEL}"


def _codes(topic: Any) -> str:
    return ", ".join(str(code) for code in topic.codes.all())


class TopicViewSet(ClinicalSnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_order = 100
    chooser_viewset_class = TopicChooser
    list_display = [
        "name",
        Column("type", label=_("Type"), accessor="get_type_display", sort_key="type"),
        Column("codes", label=_("Codes"), accessor=_codes),
        UpdatedAtColumn(),
    ]
    list_filter = {"type": ["exact"], "codes__system": ["exact"]}
    search_fields = ["name", "synonyms", "slug"]
    ordering = ["name"]
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldRowPanel(["type", "slug"]), "synonyms", "description"],
            heading=_("Topic"),
        ),
        MultiFieldPanel([FieldPanel("review_months")], heading=_("Review")),
        InlinePanel(
            "codes",
            heading=_("Clinical codes"),
            label=_("Code"),
            panels=[FieldRowPanel(["system", "code"]), FieldRowPanel(["display", "version"])],
            help_text=_(
                "For machines: the code of this topic in each system, for example ICD-10-CM G43."
            ),
        ),
        InlinePanel(
            "texts",
            heading=_("Words in other languages"),
            label=_("Language"),
            help_text=_("Codes and slug hold in every language; only words differ."),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return Topic.objects.prefetch_related(Prefetch("codes", TopicCode.objects.all()))


class CitationViewSet(ClinicalSnippetViewSet):
    model = Citation
    icon = "openquote"
    menu_label = _("Citations")
    menu_order = 200
    chooser_viewset_class = CitationChooser
    list_display = [
        "title",
        Column("first_author", label=_("Authors")),
        Column("container_title", label=_("Journal or website"), sort_key="container_title"),
        Column("year", label=_("Year"), sort_key="year"),
        Column(
            "study_design",
            label=_("Study design"),
            accessor="get_study_design_display",
            sort_key="study_design",
        ),
        Column("state", label=_("State"), accessor=state_mark, sort_key="retracted"),
    ]
    index_view_class = CitationIndexView
    list_filter = ["study_design", "year", "retracted", "superseded"]
    list_export = ["title", "authors", "container_title", "year", "doi", "pmid", "study_design"]
    search_fields = ["title", "authors", "container_title", "doi", "pmid"]
    ordering = ["-year", "title"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("authors"),
                FieldRowPanel(["container_title", "publisher"]),
                FieldRowPanel(["year", "volume", "issue", "pages"]),
            ],
            heading=_("Source"),
        ),
        MultiFieldPanel([FieldRowPanel(["doi", "pmid"]), "url"], heading=_("Where to find it")),
        MultiFieldPanel(
            [
                FieldPanel("study_design"),
                FieldPanel("retrieved_date"),
                FieldRowPanel(["retraction_checked_date", "retracted"]),
                FieldRowPanel(["superseded", "superseded_by"]),
            ],
            heading=_("Quality"),
        ),
    ]


class ClinicianViewSet(ClinicalSnippetViewSet):
    model = Clinician
    icon = "user"
    menu_label = _("Clinicians")
    menu_order = 300
    chooser_viewset_class = ClinicianChooser
    list_display = [
        "name",
        Column("credentials", label=_("Credentials")),
        Column("role", label=_("Role"), sort_key="role"),
        Column("jurisdiction", label=_("Jurisdiction"), sort_key="jurisdiction"),
        UpdatedAtColumn(),
    ]
    list_filter = {"jurisdiction": ["icontains"]}
    search_fields = ["name", "credentials", "role"]
    ordering = ["name"]
    panels = [
        MultiFieldPanel(
            [FieldRowPanel(["name", "credentials"]), "role", "bio", "photo", "profile_url"],
            heading=_("Shown to readers"),
        ),
        MultiFieldPanel([FieldPanel("conflicts_of_interest")], heading=_("Interests")),
        MultiFieldPanel(
            [FieldRowPanel(["licence_number", "jurisdiction"]), FieldRowPanel(["orcid", "npi"])],
            heading=_("Registration"),
        ),
        # Who may sign as whom is not for everybody who may correct a biography.
        MultiFieldPanel(
            [FieldPanel("user", permission=_CHANGE_USERS)],
            heading=_("Signing off"),
            permission=_CHANGE_USERS,
        ),
        InlinePanel("texts", heading=_("Words in other languages"), label=_("Language")),
    ]


class ClinicViewSet(ClinicalSnippetViewSet):
    model = Clinic
    icon = "home"
    menu_label = _("Clinics")
    menu_order = 400
    chooser_viewset_class = ClinicChooser
    index_view_class = ClinicIndexView
    edit_view_class = ClinicEditView
    usage_view_class = ClinicUsageView
    history_view_class = ClinicHistoryView
    list_display = [
        "name",
        Column("parent", label=_("Group"), sort_key="parent__name"),
        Column("locality", label=_("Town"), sort_key="locality"),
        Column("country", label=_("Country"), sort_key="country"),
        Column("phone", label=_("Phone")),
        articles_column(),
        UpdatedAtColumn(),
    ]
    list_filter = ["country", "parent"]
    search_fields = ["name", "legal_name", "locality"]
    ordering = ["name"]
    panels = [
        MultiFieldPanel(
            [FieldRowPanel(["name", "slug"]), FieldRowPanel(["legal_name", "parent"])],
            heading=_("Clinic"),
        ),
        OFFERS_PANEL,
        MultiFieldPanel(
            ["logo", "photo", "photo_alt_text", "photo_decorative"], heading=_("Images")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(["phone", "emergency_number"]),
                FieldRowPanel(["booking_url", "site_url"]),
                "preview_url",
                FieldPanel("languages"),
            ],
            heading=_("How to reach it"),
            help_text=_("Articles take these from here. A change shows in every article at once."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("street_address"),
                FieldRowPanel(["locality", "region"]),
                FieldRowPanel(["postal_code", "country"]),
            ],
            heading=_("Address"),
        ),
        MultiFieldPanel(
            [FieldPanel("opening_hours"), "hours_note", "time_zone"], heading=_("Opening hours")
        ),
        MultiFieldPanel(
            [FieldPanel("call_to_action_label"), FieldPanel("disclaimer")],
            heading=_("Words with every article"),
        ),
        InlinePanel("texts", heading=_("Words in other languages"), label=_("Language")),
        MembershipsPanel(
            "memberships",
            heading=_("People"),
            label=_("Person"),
            panels=[FieldPanel("user")],
            help_text=_(
                "Who works here. In the group “Clinic editors” they edit this clinic and those "
                "that belong to it, and ask for articles."
            ),
        ),
    ]

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels, base_form_class=ClinicForm).bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Clinic]:
        found: QuerySet[Clinic] = with_article_count(Clinic.objects.select_related("parent"))
        return found


class ClinicalContent(SnippetViewSetGroup):
    menu_label = _("Clinical content")
    menu_name = "clinical-content"
    menu_icon = "clipboard-list"
    menu_order = 150
    items = (
        TopicViewSet,
        CitationViewSet,
        ClinicianViewSet,
        ClinicViewSet,
        PlacementViewSet,
        PlacementRuleViewSet,
        ArticleTemplateViewSet,
        PreparedSectionViewSet,
    )
