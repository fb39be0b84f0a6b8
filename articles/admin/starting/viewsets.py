"""Where administrators look after templates and prepared sections."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn

from articles.admin.snippet_viewset import ClinicalSnippetViewSet
from articles.models import ArticleTemplate, PreparedSection


class StartingPointForm(WagtailAdminModelForm):
    """Lets blocks be empty: an article that is made from it is where they are filled in."""

    def is_valid(self) -> bool:
        self.defer_required_fields()
        return bool(super().is_valid())


_PROMPTS = _(
    "Write [[what the writer should put here]] where words are missing: an article cannot be "
    "published while such a prompt is left in it."
)


def _language(point: Any) -> str:
    return str(point.locale or _("All"))


class _StartingPointViewSet(ClinicalSnippetViewSet):
    list_filter = ["locale", "is_offered"]
    search_fields = ["name", "description"]
    ordering = ["position", "name"]
    copy_view_enabled = True
    offered = MultiFieldPanel(
        [FieldRowPanel(["locale", "position"]), FieldPanel("is_offered")],
        heading=_("Where it is offered"),
    )

    def get_form_class(self, for_update: bool = False) -> Any:
        return self._edit_handler.get_form_class()

    def get_queryset(self, request: Any) -> Any:
        return self.model._default_manager.select_related("locale")


class ArticleTemplateViewSet(_StartingPointViewSet):
    model = ArticleTemplate
    icon = "doc-full"
    menu_label = _("Article templates")
    menu_order = 600
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("locale", label=_("Language"), accessor=_language, sort_key="locale"),
        BooleanColumn("is_offered", label=_("Offered"), sort_key="is_offered"),
        UpdatedAtColumn(),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("description"),
                FieldRowPanel(["kind", "audience", "evidence_maturity"]),
            ],
            heading=_("Template"),
        ),
        FieldPanel("sections", help_text=_PROMPTS),
        _StartingPointViewSet.offered,
    ]


class PreparedSectionViewSet(_StartingPointViewSet):
    model = PreparedSection
    icon = "snippet"
    menu_label = _("Prepared sections")
    menu_order = 700
    list_display = [
        "name",
        Column("description", label=_("Description")),
        Column("locale", label=_("Language"), accessor=_language, sort_key="locale"),
        BooleanColumn("is_offered", label=_("Offered"), sort_key="is_offered"),
        UpdatedAtColumn(),
    ]
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("description")], heading=_("Section")),
        FieldPanel("section", help_text=_PROMPTS),
        _StartingPointViewSet.offered,
    ]
