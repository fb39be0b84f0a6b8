"""The articles of one clinic: how each came there, and where its review stands."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from articles.admin.placements import Origin
from articles.admin.placing.bulk import PLACE_ARTICLES, TAKE, bulk_url
from articles.admin.reports.choices import kind_choices, locale_name
from articles.admin.reports.columns import TagColumn
from articles.admin.reports.export import EditorialReportView, day
from articles.admin.reports.filters import LanguageFilter, Status, TopicFilter, in_status
from articles.models import Clinic, Placement, Withdrawal
from articles.placing.by_hand import may_place
from articles.review.library import EDITING, article_pages, visible_to
from articles.review.states import ReviewState, due_condition, review_state

INDEX = "articles_clinic_articles:index"


class Review(models.TextChoices):
    """Where a review stands, as the API says it of a document."""

    CURRENT = "current", _("current")
    DUE_SOON = "due_soon", _("due soon")
    OVERDUE = "overdue", _("overdue")
    UNREVIEWED = "unreviewed", _("unreviewed")


TONES = {
    Review.OVERDUE: "critical",
    Review.UNREVIEWED: "critical",
    Review.DUE_SOON: "warning",
    Review.CURRENT: "positive",
}


def review_of(page: Any) -> Review:
    if page.last_reviewed_date is None:
        return Review.UNREVIEWED
    state = review_state(page.next_review_date, timezone.localdate())
    return Review.CURRENT if state == ReviewState.NONE else Review(state.value)


def in_review(value: str) -> Q:
    """`review_of` for the database."""
    if value == Review.UNREVIEWED:
        return Q(last_reviewed_date=None)
    today = timezone.localdate()
    found = due_condition(value, today)
    if value == Review.CURRENT:
        found |= due_condition(ReviewState.NONE, today)
    return Q(last_reviewed_date__isnull=False) & found


class ClinicArticleFilterSet(WagtailFilterSet):
    review = django_filters.ChoiceFilter(
        label=_("State of the review"),
        choices=Review.choices,
        method=lambda pages, name, value: pages.filter(in_review(value)),
    )
    origin = django_filters.ChoiceFilter(
        label=_("Placed by"),
        choices=Origin.choices,
        method=lambda pages, name, value: pages.filter(rule_name__isnull=value == Origin.HAND),
    )
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Status.choices, method=in_status
    )
    locale = LanguageFilter()
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=kind_choices)
    topic = TopicFilter()

    class Meta:
        model = article_pages().model
        fields = ()


class ClinicArticlesView(EditorialReportView):
    """A row for each language of an article. Apps add what they know by two hooks.

    `construct_clinic_article_columns` gets the list of columns to change in place, and
    `construct_clinic_article_rows` the pages that are shown, to look up for all of them at once
    what the columns say. Both get the request besides.
    """

    model = article_pages().model
    any_permission_required = EDITING
    page_title = _("Articles")
    header_icon = "home"
    filterset_class = ClinicArticleFilterSet
    is_searchable = True
    search_fields = ["title", "draft_title"]
    search_backend_name = None
    default_ordering = "next_review_date"
    no_results_message = _("This clinic carries no such article.")
    export_headings = {
        "title": _("Article"),
        "locale": _("Language"),
        "kind": _("Kind"),
        "origin": _("Placed by"),
        "starts_on": _("From"),
        "ends_on": _("Until"),
        "status": _("Status"),
        "review": _("State of the review"),
        "last_reviewed_date": _("Last reviewed"),
        "next_review_date": _("Next review"),
    }
    list_export = list(export_headings)

    @cached_property
    def clinic(self) -> Clinic:
        return get_object_or_404(Clinic, pk=self.kwargs["pk"])

    @property
    def export_filename(self) -> str:
        return f"articles-of-{self.clinic.slug}"

    @property
    def explanation(self) -> str:
        """How many there are, and how many of them in which state of review."""
        counts = self.get_base_queryset().aggregate(
            all=Count("pk"), **{each.value: Count("pk", filter=in_review(each)) for each in Review}
        )
        states = [f"{counts[each.value]} {each.label}" for each in Review if counts[each.value]]
        total = str(_("Articles and their translations: %(count)d")) % {"count": counts["all"]}
        return f"{total} ({', '.join(states)})" if states else total

    def get_page_title(self) -> str:
        return str(self.clinic.name)

    def get_page_subtitle(self) -> str:
        return str(self.page_title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = Clinic.snippet_viewset
        return [
            *self.breadcrumbs_items,
            {"url": reverse(viewset.get_url_name("list")), "label": _("Clinics")},
            {"url": "", "label": self.clinic.name, "sublabel": self.page_title},
        ]

    def get_index_url(self) -> str:
        return reverse(INDEX, args=[self.clinic.pk])

    def get_index_results_url(self) -> str:
        return reverse("articles_clinic_articles:results", args=[self.clinic.pk])

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons = list(super().header_buttons)
        if may_place(self.request.user):
            names = ["articles", "clinic", PLACE_ARTICLES]
            url = reverse("wagtail_bulk_action", args=names)
            here = f"?id={self.clinic.pk}&next={self.get_index_url()}"
            buttons.append(HeaderButton(_("Place articles"), url=url + here, icon_name="plus"))
        return buttons

    @cached_property
    def columns(self) -> list[Column]:
        columns = [
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
            Column("origin", label=_("Placed by"), accessor=_origin, sort_key="rule_name"),
            Column("period", label=_("Period"), accessor=_period, sort_key="starts_on"),
            Column("status", label=_("Status"), accessor=_status, sort_key="live"),
            TagColumn("review", label=_("Review"), accessor=review_of, tones=TONES),
            Column(
                "next_review_date",
                label=_("Next review"),
                accessor=lambda page: day(page.next_review_date),
                sort_key="next_review_date",
            ),
        ]
        if may_place(self.request.user):
            columns.append(TakeOffColumn("action", label=_("Action"), clinic_id=self.clinic.pk))
        for hook in hooks.get_hooks("construct_clinic_article_columns"):
            hook(columns, self.request)
        return columns

    def get_base_queryset(self) -> Any:
        placed = Placement.objects.filter(clinic=self.clinic)
        here = placed.filter(translation_key=OuterRef("translation_key")).order_by()
        pages = article_pages("kind", "last_reviewed_date", "next_review_date").filter(
            translation_key__in=placed.order_by().values("translation_key")
        )
        pages = pages.annotate(
            rule_name=Subquery(here.values("rule__name")[:1]),
            starts_on=Subquery(here.values("starts_on")[:1]),
            ends_on=Subquery(here.values("ends_on")[:1]),
        )
        return visible_to(self.request.user, pages).select_related("locale")

    def order_queryset(self, queryset: Any) -> Any:
        """Rows without the value come last, whatever the database makes of them."""
        name = self.ordering.lstrip("-")
        if self.ordering.startswith("-"):
            return queryset.order_by(F(name).desc(nulls_last=True), "pk")
        return queryset.order_by(F(name).asc(nulls_last=True), "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        rows = list(object_list)
        taken_back = set(
            Withdrawal.objects.filter(
                clinic=self.clinic, reinstated_at=None, page__in=[row.pk for row in rows]
            ).values_list("page_id", flat=True)
        )
        for row in rows:
            row.is_withdrawn_here = row.pk in taken_back
        for hook in hooks.get_hooks("construct_clinic_article_rows"):
            hook(rows, self.request)
        return rows

    def get_cell(self, item: Any, name: str) -> Any:
        return CELLS[name](item) if name in CELLS else super().get_cell(item, name)


class TakeOffColumn(Column):
    cell_template_name = "articles/placing/take_off_cell.html"

    def __init__(self, *args: Any, clinic_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clinic_id = clinic_id

    def get_value(self, instance: Any) -> str:
        here = reverse(INDEX, args=[self.clinic_id])
        return bulk_url(TAKE, [instance], clinic=self.clinic_id, next=here)


def _origin(page: Any) -> str:
    if page.rule_name is None:
        return str(Origin.HAND.label)
    return str(_("Rule: %(rule)s")) % {"rule": page.rule_name}


def _period(page: Any) -> str:
    if page.starts_on is None and page.ends_on is None:
        return str(_("Always"))
    return f"{day(page.starts_on)} – {day(page.ends_on)}"


def _status(page: Any) -> str:
    if getattr(page, "is_withdrawn_here", False):
        return str(_("withdrawn here"))
    if not page.live:
        return str(Status.DRAFT.label)
    return str(Status.CHANGED.label if page.has_unpublished_changes else Status.LIVE.label)


def _kind(page: Any) -> str:
    return str(dict(kind_choices()).get(page.kind, page.kind))


CELLS: dict[str, Callable[[Any], Any]] = {
    "locale": lambda page: page.locale.language_code,
    "kind": _kind,
    "origin": _origin,
    "status": _status,
    "review": lambda page: str(review_of(page).label),
}
