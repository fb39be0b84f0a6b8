"""The library's health over time: a page for a meeting."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from articles.admin.reports.chart import Series, build_lines, build_stack
from articles.admin.reports.choices import locale_name, rule_name
from articles.models import LibraryHealth
from articles.review.health import COUNTS
from articles.review.library import EDITING, article_pages

RANGES = (30, 90, 365)
MOST_RULES = 8


@dataclass(frozen=True, slots=True)
class Day:
    """What one day says, of one language or of all."""

    date: dt.date
    counts: Counter[str]
    by_rule: Counter[str]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the last day, and by how much it has changed since the first."""

    label: str
    value: int
    tone: str
    change: int | None
    share: int | None = None


def build_days(rows: Sequence[LibraryHealth]) -> list[Day]:
    """One entry a day, with the languages added up."""
    counts: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    by_rule: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[row.date].update({name: getattr(row, name) for name in COUNTS})
        by_rule[row.date].update(row.by_rule)
    return [Day(date, counts[date], by_rule[date]) for date in sorted(counts)]


class HealthView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = article_pages().model
    any_permission_required = EDITING
    template_name = "articles/reports/health.html"
    page_title = gettext_lazy("Library health")
    header_icon = "articles-chart"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @cached_property
    def range(self) -> int:
        wanted = self.request.GET.get("days", "")
        return int(wanted) if wanted in map(str, RANGES) else RANGES[1]

    @cached_property
    def locale(self) -> str:
        wanted = self.request.GET.get("locale", "")
        return wanted if wanted in dict(self.locales) else ""

    @cached_property
    def locales(self) -> list[tuple[str, str]]:
        codes = LibraryHealth.objects.order_by("locale").values_list("locale", flat=True)
        return [(code, locale_name(code)) for code in codes.distinct()]

    @cached_property
    def days(self) -> list[Day]:
        since = timezone.localdate() - dt.timedelta(days=self.range - 1)
        rows = LibraryHealth.objects.filter(date__gte=since)
        return build_days(list(rows.filter(locale=self.locale) if self.locale else rows))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(ranges=RANGES, days=self.days, **kwargs)
        if self.days:
            last = self.days[-1]
            context |= {
                "first": self.days[0].date,
                "last": last.date,
                "began": LibraryHealth.objects.aggregate(day=Min("date"))["day"],
                "figures": build_figures(self.days),
                "findings_chart": self.findings_chart(),
                "reviews_chart": self.reviews_chart(),
                "rules": build_rules(last),
                "language": dict(self.locales).get(self.locale, _("all languages")),
            }
        return context

    def findings_chart(self) -> SafeString:
        return build_stack(
            [day.date for day in self.days],
            self._series(
                ("without", "without_findings", _("without findings")),
                ("warning", "with_warnings", _("with warnings only")),
                ("blocking", "with_blocking", _("with blocking findings")),
            ),
            height=320,
            title=_("Live articles by what the rules find in them"),
            text=self._said("without_findings", "with_warnings", "with_blocking"),
        )

    def reviews_chart(self) -> SafeString:
        return build_lines(
            [day.date for day in self.days],
            self._series(
                ("overdue", "review_overdue", _("review overdue")),
                ("soon", "review_due_soon", _("review due soon")),
            ),
            height=200,
            title=_("Live articles whose review is due soon or overdue"),
            text=self._said("review_overdue", "review_due_soon"),
        )

    def _series(self, *names: tuple[str, str, str]) -> list[Series]:
        return [
            Series(key, label, [day.counts[name] for day in self.days])
            for key, name, label in names
        ]

    def _said(self, *names: str) -> str:
        """The last day's figures in words, for who does not see the picture."""
        last = self.days[-1]
        meta: Any = LibraryHealth._meta
        figures = ", ".join(
            f"{meta.get_field(name).verbose_name}: {last.counts[name]}" for name in names
        )
        return f"{date_format(last.date, 'DATE_FORMAT')}: {figures}"


def build_figures(days: Sequence[Day]) -> list[Figure]:
    """The numbers to begin with. ``change`` is `None` where there is one day only."""
    first, last = days[0].counts, days[-1].counts
    total = last["articles"]
    shown = (
        (_("live articles"), "articles", ""),
        (_("without findings"), "without_findings", "positive"),
        (_("with blocking findings"), "with_blocking", "critical"),
        (_("with an overdue review"), "review_overdue", "warning"),
    )
    return [
        Figure(
            label=label,
            value=last[name],
            tone=tone,
            change=last[name] - first[name] if len(days) > 1 else None,
            share=round(100 * last[name] / total) if total and name != "articles" else None,
        )
        for label, name, tone in shown
    ]


def build_rules(day: Day) -> list[dict[str, Any]]:
    """The rules that most articles break, the most frequent first."""
    report = reverse("articles_findings:index")
    most = day.by_rule.most_common(MOST_RULES)
    return [
        {
            "name": rule_name(rule),
            "count": count,
            "share": round(100 * count / (day.counts["articles"] or 1)),
            "url": f"{report}?rule={rule}",
        }
        for rule, count in most
    ]
