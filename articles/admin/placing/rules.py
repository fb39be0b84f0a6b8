"""Placement rules: which articles are placed where by themselves, with a look before saving."""

from typing import Any

import swapper
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView

from articles.admin.snippet_viewset import ClinicalSnippetViewSet
from articles.models import Clinic, PlacementRule
from articles.placing.matching import Place
from articles.placing.plan import Plan, active_rules, make_plan

PREVIEW = "preview"
_SHOWN = 50


class RulePreviewPanel(Panel):
    """What a rule would add and remove, as it is in the form. The button saves nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "articles/placing/rule_preview.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "name": PREVIEW,
                "preview": self.preview,
                "placed": self.instance.placements.count() if self.instance.pk else None,
            }

        @cached_property
        def preview(self) -> dict[str, Any] | None:
            """``None`` where nobody asked, or the form has mistakes."""
            asked = self.request.method == "POST" and PREVIEW in self.request.POST
            return describe(plan_with(self.instance)) if asked and self.form.is_valid() else None


def plan_with(rule: PlacementRule) -> Plan:
    """What would change if this rule were saved as it is in memory."""
    rules = [each for each in active_rules() if each.pk != rule.pk]
    return make_plan([*rules, rule] if rule.is_active else rules)


def describe(plan: Plan) -> dict[str, Any]:
    """A plan in the words of the panel: counts, and the first places by name."""
    places = [*list(plan.added)[:_SHOWN], *list(plan.removed)[:_SHOWN]]
    titles = _titles(places)
    names = dict(
        Clinic.objects.filter(pk__in={place.clinic_id for place in places}).values_list(
            "pk", "name"
        )
    )

    def named(found: list[Place]) -> list[tuple[str, str]]:
        shown = [
            (titles.get(place.translation_key, ""), names.get(place.clinic_id, ""))
            for place in found[:_SHOWN]
        ]
        return sorted(shown)

    return {
        "groups": [
            {
                "kind": kind,
                "count": len(found),
                "clinics": len({place.clinic_id for place in found}),
                "named": named(found),
                "more": max(len(found) - _SHOWN, 0),
            }
            for kind, found in (("added", list(plan.added)), ("removed", list(plan.removed)))
        ],
        "changed": len(plan.changed),
    }


def _titles(places: list[Place]) -> dict[Any, str]:
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    keys = {place.translation_key for place in places}
    found = pages.filter(translation_key__in=keys, alias_of=None).order_by("-pk")
    return dict(found.values_list("translation_key", "title"))


class _Previews:
    """Answers the preview button with the form as it was sent, and saves nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if PREVIEW not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        self.form = self.get_form()  # type: ignore[attr-defined]
        self.form.is_valid()
        context = self.get_context_data(form=self.form)  # type: ignore[attr-defined]
        return self.render_to_response(context)  # type: ignore[attr-defined,no-any-return]


class RuleCreateView(_Previews, CreateView):
    pass


class RuleEditView(_Previews, EditView):
    pass


class PlacementRuleViewSet(ClinicalSnippetViewSet):
    model = PlacementRule
    icon = "cogs"
    menu_label = _("Placement rules")
    menu_order = 510
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    list_display = [
        "name",
        BooleanColumn("is_active", label=_("Active"), sort_key="is_active"),
        Column("topic", label=_("Topic"), sort_key="topic__name"),
        Column("where", label=_("Where"), accessor=lambda rule: where_of(rule)),
        Column("placed", label=_("Placements"), sort_key="placed"),
        DateColumn("starts_on", label=_("From"), sort_key="starts_on"),
        DateColumn("ends_on", label=_("Until"), sort_key="ends_on"),
    ]
    list_filter = ["is_active", "where"]
    search_fields = ["name", "topic__name"]
    ordering = ["name"]
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("is_active")], heading=_("Rule")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("topic"), FieldPanel("relation")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("audience")]),
                FieldPanel("locale"),
            ],
            heading=_("Which articles"),
            help_text=_("As they are live. What you leave blank does not matter."),
        ),
        MultiFieldPanel(
            [FieldPanel("where"), FieldRowPanel([FieldPanel("group"), FieldPanel("offer")])],
            heading=_("At which clinics"),
            help_text=_("What a clinic offers is said in its own form."),
        ),
        RulePreviewPanel(heading=_("What it does")),
        MultiFieldPanel([FieldRowPanel(["starts_on", "ends_on"])], heading=_("Period")),
        MultiFieldPanel(
            [
                FieldPanel("indexing"),
                FieldPanel(
                    "canonical_url",
                    help_text=_("With {slug} where the slug of the article belongs."),
                ),
            ],
            heading=_("Search engines"),
        ),
        MultiFieldPanel(
            [FieldRowPanel(["call_to_action_label", "call_to_action_url"]), "campaign"],
            heading=_("Call to action"),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlacementRule]:
        rules = PlacementRule.objects.select_related("topic", "group", "offer")
        return rules.annotate(placed=Count("placements"))


def where_of(rule: PlacementRule) -> str:
    """At which clinics, with the name of the group or the therapy."""
    of = {PlacementRule.Where.GROUP: rule.group, PlacementRule.Where.OFFERING: rule.offer}
    named = of.get(PlacementRule.Where(rule.where))
    label = PlacementRule.Where(rule.where).label
    return f"{label}: {named}" if named else str(label)
