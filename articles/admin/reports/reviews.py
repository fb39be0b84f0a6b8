"""The report on reviews: when each article was read last, and when it must be again."""

from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from articles.admin.reports.choices import kind_choices, locale_name
from articles.admin.reports.columns import TagColumn
from articles.admin.reports.export import EditorialReportView, day
from articles.admin.reports.filters import (
    LanguageFilter,
    Status,
    TopicFilter,
    in_status,
    owners,
    reviewers,
)
from articles.review.library import EDITING, article_pages, visible_to, with_last_review
from articles.review.live_sign_offs import LiveSignOff, read_live_sign_offs
from articles.review.states import ReviewState, due_condition, review_state

TONES = {
    ReviewState.OVERDUE: "critical",
    ReviewState.DUE_SOON: "warning",
    ReviewState.CURRENT: "positive",
    LiveSignOff.VALID: "positive",
    LiveSignOff.CHANGED: "critical",
    LiveSignOff.MISSING: "critical",
    LiveSignOff.ENDED: "warning",
}


class ReviewFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State of the review"),
        choices=ReviewState.choices,
        method=lambda pages, name, value: pages.filter(due_condition(value, timezone.localdate())),
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Status.choices, method=in_status
    )
    locale = LanguageFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_choices)
    topic = TopicFilter()
    reviewer = django_filters.ModelChoiceFilter(
        label=_("Last reviewer"),
        field_name="reviewer_clinician_id",
        queryset=reviewers,
        widget=forms.Select,
        method=lambda pages, name, value: pages.filter(reviewer_clinician_id=value.pk),
    )
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=owners, widget=forms.Select)
    due = django_filters.DateFromToRangeFilter(
        label=_("Review due"), field_name="next_review_date", widget=DateRangePickerWidget
    )

    class Meta:
        model = article_pages().model
        fields = ()


class ReviewsView(EditorialReportView):
    model = article_pages().model
    any_permission_required = EDITING
    page_title = _("Reviews")
    header_icon = "calendar-check"
    index_url_name = "articles_reviews:index"
    index_results_url_name = "articles_reviews:results"
    filterset_class = ReviewFilterSet
    is_searchable = True
    search_fields = ["title", "draft_title"]
    search_backend_name = None
    default_ordering = "next_review_date"
    no_results_message = _("There are no articles here.")
    export_filename = "reviews"
    export_headings = {
        "pk": _("Number"),
        "title": _("Article"),
        "locale": _("Language"),
        "kind": _("Kind"),
        "live": _("Live"),
        "owner": _("Owner"),
        "last_reviewed_date": _("Last reviewed"),
        "next_review_date": _("Next review"),
        "state": _("State of the review"),
        "reviewer_name": _("Last reviewer"),
        "sign_off": _("Sign-off of the live text"),
    }
    list_export = list(export_headings)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "title",
                label=_("Article"),
                accessor=lambda page: page.draft_title or page.title,
                sort_key="title",
                get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk]),
            ),
            Column(
                "locale",
                label=_("Language"),
                accessor=lambda page: locale_name(page.locale.language_code),
                sort_key="locale__language_code",
            ),
            Column("kind", label=_("Kind"), accessor=_kind, classname="articles-kind"),
            Column(
                "last_reviewed_date",
                label=_("Last reviewed"),
                accessor=lambda page: day(page.last_reviewed_date),
                sort_key="last_reviewed_date",
            ),
            Column("reviewer_name", label=_("Last reviewer"), sort_key="reviewer_name"),
            Column(
                "next_review_date",
                label=_("Next review"),
                accessor=lambda page: day(page.next_review_date),
                sort_key="next_review_date",
            ),
            TagColumn("state", label=_("State"), accessor=_state, tones=TONES),
            TagColumn(
                "sign_off",
                label=_("Sign-off of the live text"),
                accessor=lambda page: page.sign_off,
                tones=TONES,
            ),
        ]

    def get_base_queryset(self) -> Any:
        pages = article_pages("kind", "last_reviewed_date", "next_review_date")
        return visible_to(self.request.user, with_last_review(pages)).select_related(
            "locale", "owner"
        )

    def order_queryset(self, queryset: Any) -> Any:
        """Rows without the value come last, whatever the database makes of them."""
        name = self.ordering.lstrip("-")
        if self.ordering.startswith("-"):
            return queryset.order_by(F(name).desc(nulls_last=True), "pk")
        return queryset.order_by(F(name).asc(nulls_last=True), "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        pages = list(object_list)
        signed = read_live_sign_offs([page.pk for page in pages])
        for page in pages:
            page.sign_off = signed[page.pk]
        return pages

    def get_cell(self, item: Any, name: str) -> Any:
        if name in CELLS:
            return CELLS[name](item)
        return super().get_cell(item, name)


def _kind(page: Any) -> str:
    return str(dict(kind_choices()).get(page.kind, page.kind))


def _state(page: Any) -> ReviewState:
    return review_state(page.next_review_date, timezone.localdate())


CELLS: dict[str, Callable[[Any], Any]] = {
    "locale": lambda page: page.locale.language_code,
    "kind": _kind,
    "live": lambda page: "yes" if page.live else "no",
    "owner": lambda page: page.owner.get_username() if page.owner else "",
    "state": lambda page: str(_state(page).label),
    "sign_off": lambda page: str(page.sign_off.label),
}
