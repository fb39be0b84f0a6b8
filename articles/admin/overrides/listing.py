"""The list of all overrides, of yesterday's too."""

from typing import Any

import django_filters
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from articles.admin.reports.choices import locale_choices, locale_name, rule_choices, rule_name
from articles.admin.reports.columns import TagColumn
from articles.admin.reports.export import EditorialReportView, day
from articles.models import RuleOverride
from articles.review.overriding import may_end


class State(models.TextChoices):
    IN_FORCE = "in_force", _("in force")
    EXPIRED = "expired", _("expired")
    ENDED = "ended", _("ended early")


def state_of(override: RuleOverride) -> State:
    if override.ended_at is not None:
        return State.ENDED
    return State.IN_FORCE if override.in_force else State.EXPIRED


def in_state(overrides: Any, state: str) -> Any:
    if state == State.ENDED:
        return overrides.exclude(ended_at=None)
    if state == State.IN_FORCE:
        return overrides.in_force()
    return overrides.filter(ended_at=None, expires_on__lt=timezone.localdate())


class OverrideFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=State.choices,
        method=lambda found, name, value: in_state(found, value),
    )
    rule = django_filters.ChoiceFilter(label=_("Rule"), choices=rule_choices)
    locale = django_filters.ChoiceFilter(label=_("Language"), choices=locale_choices)

    class Meta:
        model = RuleOverride
        fields = ()


class EndColumn(Column):
    cell_template_name = "articles/overrides/end_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user = context["request"].user
        context["may_end"] = instance.in_force and may_end(user, instance)
        return context


COLUMNS = [
    TitleColumn(
        "title",
        label=_("Article"),
        sort_key="title",
        get_url=lambda row: (
            reverse("wagtailadmin_pages:edit", args=[row.page_id]) if row.page_id else None
        ),
    ),
    Column("locale", label=_("Language"), accessor=lambda row: locale_name(row.locale)),
    Column("rule", label=_("Rule"), accessor=lambda row: rule_name(row.rule), sort_key="rule"),
    Column("reason", label=_("Reason"), classname="articles-overrides__reason"),
    Column("made_by_name", label=_("By"), sort_key="made_by_name"),
    Column("made_at", label=_("Since"), accessor=lambda row: day(row.made_at), sort_key="made_at"),
    Column(
        "expires_on",
        label=_("Until"),
        accessor=lambda row: day(row.expires_on),
        sort_key="expires_on",
    ),
    TagColumn("state", label=_("State"), accessor=state_of, tones={State.IN_FORCE: "warning"}),
    EndColumn("end", label=_("Action")),
]


class OverridesView(EditorialReportView):
    """Who let which rule pass for which article, why, and until when."""

    model = RuleOverride
    permission_required = "view"
    page_title = _("Overrides")
    header_icon = "key"
    index_url_name = "articles_overrides:index"
    index_results_url_name = "articles_overrides:results"
    filterset_class = OverrideFilterSet
    is_searchable = True
    search_fields = ["title", "reason", "made_by_name"]
    search_backend_name = None
    default_ordering = "-made_at"
    columns = COLUMNS
    no_results_message = _("No rule is or was overridden here.")
    explanation = _(
        "An override lets one rule pass for one article until a day. It is made at the article, "
        "and can be ended early; it is never changed or deleted."
    )
    export_filename = "overrides"
    export_headings = {
        "title": _("Article"),
        "locale": _("Language"),
        "rule": _("Rule"),
        "reason": _("Reason"),
        "made_by_name": _("By"),
        "made_at": _("Since"),
        "expires_on": _("Until"),
        "ended_at": _("Ended"),
        "state": _("State"),
    }
    list_export = list(export_headings)

    def get_base_queryset(self) -> Any:
        return RuleOverride.objects.select_related("page")

    def get_cell(self, item: Any, name: str) -> Any:
        return str(state_of(item).label) if name == "state" else super().get_cell(item, name)
