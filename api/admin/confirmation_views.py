"""The screens of confirmations: every withdrawal in a list, and its front ends on a page."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permissions import policy_registry

from api.models import ApiClient
from api.withdrawals.confirmations import Confirmations, Standing, read_confirmations
from articles.admin.reports.choices import locale_name
from articles.admin.reports.columns import TagColumn
from articles.admin.reports.export import EditorialReportView
from articles.models import Withdrawal
from articles.models.withdrawals import Severity
from articles.review.library import article_pages, publishable_by

INDEX = "api_confirmations:index"
DETAIL = "api_confirmations:detail"
TONES = {
    Standing.LATE: "critical",
    Standing.WAITING: "warning",
    Standing.CONFIRMED: "positive",
    Severity.CRITICAL: "critical",
    Severity.URGENT: "warning",
}


class State(models.TextChoices):
    OPEN = "open", _("Withdrawn")
    OVER = "over", _("Reinstated")


class Only(models.TextChoices):
    LATE = "late", _("Late only")


def moment(value: Any) -> str:
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT") if value else ""


def withdrawals_for(user: Any) -> Any:
    """Those of pages that the user may publish, and those whose page was deleted."""
    mine = publishable_by(user, article_pages()).order_by().values("pk")
    found = Withdrawal.objects.filter(Q(page=None) | Q(page__in=mine))
    return found.select_related("clinic")


def _late(withdrawals: Any) -> Any:
    is_open = list(withdrawals.filter(reinstated_at=None))
    found = read_confirmations(is_open)
    late = [pk for pk, each in found.items() if each.count(Standing.LATE)]
    return withdrawals.filter(pk__in=late)


class ConfirmationView(EditorialReportView):
    """For those who publish articles: who withdraws one has to know that it is gone."""

    any_permission_required = ("publish",)
    header_icon = "check"
    is_searchable = True
    search_backend_name = None

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(article_pages().model)

    def get_cell(self, item: Any, name: str) -> Any:
        cells: dict[str, Callable[[Any], Any]] = self.cells
        return cells[name](item)


class WithdrawalFilterSet(WagtailFilterSet):
    late = django_filters.ChoiceFilter(
        label=_("Front ends"),
        choices=Only.choices,
        method=lambda withdrawals, name, value: _late(withdrawals),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=State.choices,
        method=lambda withdrawals, name, value: withdrawals.filter(
            reinstated_at__isnull=value == State.OPEN
        ),
    )
    severity = django_filters.ChoiceFilter(label=_("Severity"), choices=Severity.choices)

    class Meta:
        model = Withdrawal
        fields = ()


class WithdrawalsView(ConfirmationView):
    """Every withdrawal, with how many front ends have confirmed it."""

    model = Withdrawal
    page_title = _("Withdrawals: confirmations")
    index_url_name = INDEX
    index_results_url_name = "api_confirmations:index_results"
    filterset_class = WithdrawalFilterSet
    search_fields = ["title", "slug"]
    default_ordering = "-withdrawn_at"
    no_results_message = _("No article was withdrawn.")
    explanation = _(
        "A front end confirms with its API key that it shows the article no more. Open a withdrawal"
        " to see which have, and whom to ask."
    )
    export_filename = "confirmations"
    cells: dict[str, Callable[[Any], Any]] = {
        "title": lambda row: row.title,
        "locale": lambda row: row.locale,
        "clinic": lambda row: row.clinic.name if row.clinic else "",
        "severity": lambda row: row.severity,
        "withdrawn_at": lambda row: row.withdrawn_at,
        "reinstated_at": lambda row: row.reinstated_at,
        "deadline": lambda row: row.confirmations.deadline,
        "expected": lambda row: len(row.confirmations.clients),
        "confirmed": lambda row: row.confirmations.count(Standing.CONFIRMED),
        "waiting": lambda row: row.confirmations.count(Standing.WAITING),
        "late": lambda row: row.confirmations.count(Standing.LATE),
        "missed": lambda row: row.confirmations.count(Standing.MISSED),
        "uuid": lambda row: str(row.uuid),
    }
    export_headings = {
        "title": _("Article"),
        "locale": _("Language"),
        "clinic": _("Clinic"),
        "severity": _("Severity"),
        "withdrawn_at": _("Withdrawn"),
        "reinstated_at": _("Reinstated"),
        "deadline": _("To be gone by"),
        "expected": _("Front ends"),
        "confirmed": _("Confirmed"),
        "waiting": _("Waiting"),
        "late": _("Late"),
        "missed": _("Never confirmed"),
        "uuid": _("Number"),
    }
    list_export = list(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Article"),
                sort_key="title",
                get_url=lambda row: reverse(DETAIL, args=[row.pk]),
            ),
            Column("locale", label=_("Language"), accessor=lambda row: locale_name(row.locale)),
            Column("clinic", label=_("Clinic"), accessor=_clinic_of),
            TagColumn(
                "severity",
                label=_("Severity"),
                accessor=lambda row: Severity(row.severity),
                tones=TONES,
            ),
            Column(
                "withdrawn_at",
                label=_("Withdrawn"),
                accessor=lambda row: moment(row.withdrawn_at),
                sort_key="withdrawn_at",
            ),
            Column("confirmed", label=_("Confirmed"), accessor=_confirmed_of),
            TagColumn("standing", label=_("State"), accessor=_worst, tones=TONES),
        ]

    def get_base_queryset(self) -> Any:
        return withdrawals_for(self.request.user)

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        rows = list(object_list)
        found = read_confirmations(rows)
        for row in rows:
            row.confirmations = found[row.pk]
        return rows


class ClientFilterSet(WagtailFilterSet):
    late = django_filters.ChoiceFilter(
        label=_("Front ends"),
        choices=Only.choices,
        # Which ones are late is known of the withdrawal: see `ClientsView.filter_queryset`.
        method=lambda clients, name, value: clients,
    )

    class Meta:
        model = ApiClient
        fields = ()


class ClientsView(ConfirmationView):
    """The front ends of one withdrawal: who has confirmed, and whom to ask."""

    model = ApiClient
    filterset_class = ClientFilterSet
    search_fields = ["name", "contact", "clinic__name"]
    default_ordering = "name"
    no_results_message = _("No front end is expected to confirm.")
    cells: dict[str, Callable[[Any], Any]] = {
        "client": lambda row: row.name,
        "clinic": lambda row: row.clinic.name if row.clinic else "",
        "contact": lambda row: row.contact,
        "standing": lambda row: str(row.confirmation.standing.label),
        "acknowledged_at": lambda row: _acknowledged(row, "acknowledged_at"),
        "deadline": lambda row: row.deadline,
        "note": lambda row: _acknowledged(row, "note"),
        "key": lambda row: _key_of(row),
    }
    export_headings = {
        "client": _("Front end"),
        "clinic": _("Clinic"),
        "contact": _("Contact"),
        "standing": _("State"),
        "acknowledged_at": _("Confirmed"),
        "deadline": _("To be gone by"),
        "note": _("Note"),
        "key": _("Key"),
    }
    list_export = list(export_headings)

    @cached_property
    def withdrawal(self) -> Withdrawal:
        found: Withdrawal = get_object_or_404(
            withdrawals_for(self.request.user), pk=self.kwargs["pk"]
        )
        return found

    @cached_property
    def confirmations(self) -> Confirmations:
        return read_confirmations([self.withdrawal])[self.withdrawal.pk]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("name", label=_("Front end"), sort_key="name"),
            Column("clinic", label=_("Clinic"), accessor=_clinic_of, sort_key="clinic__name"),
            Column("contact", label=_("Contact")),
            TagColumn(
                "standing",
                label=_("State"),
                accessor=lambda row: row.confirmation.standing,
                tones=TONES,
            ),
            Column(
                "acknowledged_at",
                label=_("Confirmed"),
                accessor=lambda row: moment(_acknowledged(row, "acknowledged_at")),
            ),
            Column("note", label=_("Note"), accessor=lambda row: _acknowledged(row, "note")),
        ]

    @property
    def explanation(self) -> str:
        withdrawal = self.withdrawal
        return str(
            _("%(severity)s. Withdrawn %(withdrawn)s; to be gone by %(deadline)s. %(reason)s")
        ) % {
            "severity": withdrawal.get_severity_display(),
            "withdrawn": moment(withdrawal.withdrawn_at),
            "deadline": moment(self.confirmations.deadline),
            "reason": withdrawal.reason,
        }

    @property
    def export_filename(self) -> str:
        return f"confirmations-{self.withdrawal.uuid}"

    def get_page_title(self) -> str:
        return self.withdrawal.title

    def get_page_subtitle(self) -> str:
        return locale_name(self.withdrawal.locale)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *before, here = super().get_breadcrumbs_items()
        parent = {"url": reverse(INDEX), "label": capfirst(WithdrawalsView.page_title)}
        return [*before, parent, here]

    def get_index_url(self) -> str:
        return reverse(DETAIL, args=[self.withdrawal.pk])

    def get_index_results_url(self) -> str:
        return reverse("api_confirmations:detail_results", args=[self.withdrawal.pk])

    def get_base_queryset(self) -> Any:
        ids = [each.client.pk for each in self.confirmations.clients]
        return ApiClient.objects.filter(pk__in=ids).select_related("clinic")

    def filter_queryset(self, queryset: Any) -> Any:
        found = super().filter_queryset(queryset)
        if self.request.GET.get("late") != Only.LATE:
            return found
        of_clients = self.confirmations.clients
        return found.filter(
            pk__in=[each.client.pk for each in of_clients if each.standing == Standing.LATE]
        )

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        by_client = {each.client.pk: each for each in self.confirmations.clients}
        rows = list(object_list)
        for row in rows:
            row.confirmation = by_client[row.pk]
            row.deadline = self.confirmations.deadline
        return rows


def _clinic_of(row: Any) -> str:
    return str(row.clinic or "")


def _confirmed_of(row: Any) -> str:
    found: Confirmations = row.confirmations
    return str(_("%(confirmed)d of %(expected)d")) % {
        "confirmed": found.count(Standing.CONFIRMED),
        "expected": len(found.clients),
    }


def _worst(row: Any) -> Standing | str:
    """What has to be seen first; nothing where nobody is expected to confirm."""
    return next((each for each in Standing if row.confirmations.count(each)), "")


def _acknowledged(row: Any, name: str) -> Any:
    made = row.confirmation.acknowledgement
    return getattr(made, name) if made else ""


def _key_of(row: Any) -> str:
    made = row.confirmation.acknowledgement
    return f"ca_{made.key_prefix}" if made else ""
