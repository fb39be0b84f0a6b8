"""The list of all withdrawals, of those that have ended too."""

from typing import Any

import django_filters
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from articles.admin.reports.choices import locale_choices, locale_name
from articles.admin.reports.columns import TagColumn
from articles.admin.reports.export import EditorialReportView, day
from articles.models import Clinic, Severity, Withdrawal
from articles.withdrawing.reinstate import may_reinstate


class State(models.TextChoices):
    OPEN = "open", _("withdrawn")
    SUPERSEDED = "superseded", _("replaced by a newer notice")
    ENDED = "ended", _("reinstated")


def state_of(withdrawal: Any) -> State:
    if withdrawal.reinstated_at is not None:
        return State.ENDED
    return State.SUPERSEDED if withdrawal.has_newer else State.OPEN


def in_state(withdrawals: Any, state: str) -> Any:
    if state == State.ENDED:
        return withdrawals.exclude(reinstated_at=None)
    return withdrawals.filter(reinstated_at=None, has_newer=state == State.SUPERSEDED)


def clinics_concerned(request: Any) -> Any:
    return Clinic.objects.filter(Exists(Withdrawal.objects.filter(clinic=OuterRef("pk"))))


class WithdrawalFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=State.choices,
        method=lambda found, name, value: in_state(found, value),
    )
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=Severity.choices)
    locale = django_filters.ChoiceFilter(label=_("Language"), choices=locale_choices)
    clinic = django_filters.ModelChoiceFilter(label=_("Clinic"), queryset=clinics_concerned)

    class Meta:
        model = Withdrawal
        fields = ()


class ActionColumn(Column):
    cell_template_name = "articles/withdrawals/action_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        user = context["request"].user
        is_open = state_of(instance) == State.OPEN
        context["may_reinstate"] = is_open and may_reinstate(user, instance)
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
    Column("clinic_name", label=_("Where"), accessor=lambda row: place_of(row)),
    TagColumn(
        "severity",
        label=_("Severity"),
        accessor=lambda row: Severity(row.severity),
        tones={Severity.CRITICAL: "critical", Severity.URGENT: "warning"},
        sort_key="severity",
    ),
    Column("reason", label=_("Reason"), classname="articles-overrides__reason"),
    Column("withdrawn_by_name", label=_("By"), sort_key="withdrawn_by_name"),
    Column(
        "withdrawn_at",
        label=_("Since"),
        accessor=lambda row: day(row.withdrawn_at),
        sort_key="withdrawn_at",
    ),
    TagColumn("state", label=_("State"), accessor=state_of, tones={State.OPEN: "critical"}),
    ActionColumn("action", label=_("Action")),
]


def place_of(withdrawal: Withdrawal) -> str:
    return withdrawal.clinic_name or str(_("Everywhere"))


class WithdrawalsView(EditorialReportView):
    """Who withdrew what, where, why, and whether it is back.

    Apps add what they know by two hooks: `construct_withdrawal_columns` gets the list of columns
    to change in place, and `construct_withdrawal_rows` the withdrawals on the page that is shown,
    to look up for all of them at once what the columns say. Both get the request besides.
    """

    model = Withdrawal
    permission_required = "view"
    page_title = _("Withdrawals")
    header_icon = "warning"
    index_url_name = "articles_withdrawals:index"
    index_results_url_name = "articles_withdrawals:results"
    filterset_class = WithdrawalFilterSet
    is_searchable = True
    search_fields = ["title", "slug", "reason", "withdrawn_by_name"]
    search_backend_name = None
    default_ordering = "-withdrawn_at"
    no_results_message = _("Nothing is or was withdrawn here.")
    explanation = _(
        "A withdrawn article answers every front end with its reason instead of its text. It comes "
        "back when it has been signed off again and a publisher reinstates it. Nothing here is "
        "ever changed or deleted."
    )
    export_filename = "withdrawals"
    export_headings = {
        "title": _("Article"),
        "translation_key": _("Article's id"),
        "locale": _("Language"),
        "slug": _("Slug"),
        "clinic_name": _("Where"),
        "severity": _("Severity"),
        "reason": _("Reason"),
        "withdrawn_by_name": _("By"),
        "withdrawn_at": _("Since"),
        "reinstated_at": _("Reinstated"),
        "reinstated_by_name": _("Reinstated by"),
        "state": _("State"),
    }
    list_export = list(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        columns = list(COLUMNS)
        for hook in hooks.get_hooks("construct_withdrawal_columns"):
            hook(columns, self.request)
        return columns

    def get_base_queryset(self) -> Any:
        return Withdrawal.objects.with_newer().select_related("page", "clinic")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        rows = list(object_list)
        for hook in hooks.get_hooks("construct_withdrawal_rows"):
            hook(rows, self.request)
        return rows

    def get_cell(self, item: Any, name: str) -> Any:
        if name == "state":
            return str(state_of(item).label)
        return place_of(item) if name == "clinic_name" else super().get_cell(item, name)
