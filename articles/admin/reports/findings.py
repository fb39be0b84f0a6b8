"""The report on findings: what the rules say of every article, live or as it is being written."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permissions import policy_registry

from articles.admin.reports.choices import (
    locale_name,
    rule_choices,
    rule_name,
    section_kind_choices,
    section_kind_name,
)
from articles.admin.reports.columns import TagColumn
from articles.admin.reports.export import EditorialReportView, day
from articles.admin.reports.filters import LanguageFilter, TopicFilter
from articles.models import StoredFinding
from articles.review.library import EDITING, article_pages, visible_to
from articles.review.stored_findings import refresh

SECONDS = 2.0
SECONDS_FOR_EXPORT = 20.0
Severity = StoredFinding.FindingSeverity
TONES = {Severity.BLOCKING: "critical", Severity.WARNING: "warning"}


class Text(models.TextChoices):
    DRAFT = "draft", _("Latest draft, where there is one")


class Overridden(models.TextChoices):
    NO = "no", _("Not overridden")
    YES = "yes", _("Overridden")


class FindingFilterSet(WagtailFilterSet):
    text = django_filters.ChoiceFilter(
        label=_("Text"),
        choices=Text.choices,
        empty_label=_("Live text"),
        widget=forms.RadioSelect,
        # Which text it is decides between two copies: see `FindingsView.filter_queryset`.
        method=lambda found, name, value: found,
    )
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=Severity.choices)
    rule = django_filters.MultipleChoiceFilter(
        label=_("Rule"), choices=rule_choices, widget=forms.CheckboxSelectMultiple
    )
    section_kind = django_filters.ChoiceFilter(
        label=_("Section"), choices=section_kind_choices, widget=forms.Select
    )
    locale = LanguageFilter(field_name="version__page__locale__language_code")
    topic = TopicFilter(page="version__page_id")
    overridden = django_filters.ChoiceFilter(
        label=_("Overrides"),
        choices=Overridden.choices,
        method=lambda found, name, value: found.filter(
            overridden_until__isnull=value == Overridden.NO
        ),
    )

    class Meta:
        model = StoredFinding
        fields = ()


class FoundColumn(Column):
    """The words and what is wrong with them, with what to do in small print."""

    cell_template_name = "articles/reports/found_cell.html"


class FindingsView(EditorialReportView):
    """What is stored, after what has changed was checked anew, as far as there was time."""

    model = StoredFinding
    any_permission_required = EDITING
    page_title = _("Findings")
    header_icon = "glasses"
    index_url_name = "articles_findings:index"
    index_results_url_name = "articles_findings:results"
    results_template_name = "articles/reports/findings_results.html"
    filterset_class = FindingFilterSet
    is_searchable = True
    search_fields = ["version__page__title", "quote"]
    search_backend_name = None
    default_ordering = ("severity", "version__page__title", "version_id", "place")
    no_results_message = _("Nothing was found here.")
    export_filename = "findings"
    export_headings = {
        "page_id": _("Number"),
        "title": _("Article"),
        "locale": _("Language"),
        "live": _("Live"),
        "severity": _("Severity"),
        "rule": _("Rule"),
        "rule_title": _("What the rule asks"),
        "section_kind": _("Section"),
        "quote": _("Words"),
        "message": _("Finding"),
        "cure": _("What to do"),
        "overridden_until": _("Overridden until"),
        "link": _("Link"),
    }
    list_export = list(export_headings)

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(article_pages().model)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TagColumn(
                "severity",
                label=_("Severity"),
                accessor=lambda row: Severity(row.severity),
                tones=TONES,
                sort_key="severity",
            ),
            Column(
                "rule", label=_("Rule"), accessor=lambda row: rule_name(row.rule), sort_key="rule"
            ),
            FoundColumn("message", label=_("Finding"), classname="articles-found"),
            TitleColumn(
                "title",
                label=_("Article"),
                accessor=lambda row: row.version.page.title,
                sort_key="version__page__title",
                get_url=finding_path,
            ),
            Column("section", label=_("Section"), accessor=_section),
            Column(
                "locale",
                label=_("Language"),
                accessor=lambda row: locale_name(row.version.page.locale.language_code),
            ),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refreshed = refresh(seconds=SECONDS_FOR_EXPORT if self.is_export else SECONDS)
        return super().get(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_base_queryset(self) -> Any:
        mine = visible_to(self.request.user, article_pages()).order_by().values("pk")
        found = StoredFinding.objects.filter(version__page__in=mine)
        return found.select_related("version__page__locale")

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        if self.request.GET.get("text") != Text.DRAFT:
            return found.filter(version__live=True)
        only_live = Q(version__page__has_unpublished_changes=False)
        return found.filter(Q(version__live=False) | only_live)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "unfinished": _unfinished(self.refreshed)}

    def get_cell(self, item: Any, name: str) -> Any:
        if name in CELLS:
            return CELLS[name](item, self.request)
        return super().get_cell(item, name)


def finding_path(row: StoredFinding) -> str:
    """The editor, at the block where Wagtail has an anchor for one."""
    edit = reverse("wagtailadmin_pages:edit", args=[row.version.page_id])
    block = row.block or row.section
    return f"{edit}#block-{block}-section" if block else edit


def _unfinished(refreshed: Any) -> str:
    left = refreshed.left
    if not left:
        return ""
    return ngettext(
        "%(count)d article has changed and is not checked yet. Reload to go on.",
        "%(count)d articles have changed and are not checked yet. Reload to go on.",
        left,
    ) % {"count": left}


def _section(row: StoredFinding) -> str:
    return row.section_label or section_kind_name(row.section_kind)


CELLS: dict[str, Callable[[StoredFinding, HttpRequest], Any]] = {
    "page_id": lambda row, request: row.version.page_id,
    "title": lambda row, request: row.version.page.title,
    "locale": lambda row, request: row.version.page.locale.language_code,
    "live": lambda row, request: "yes" if row.version.live else "no",
    "severity": lambda row, request: row.severity,
    "rule_title": lambda row, request: rule_name(row.rule).partition(": ")[2],
    "overridden_until": lambda row, request: day(row.overridden_until),
    "link": lambda row, request: request.build_absolute_uri(finding_path(row)),
}
