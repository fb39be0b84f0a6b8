from typing import Any

from django.urls import URLPattern, URLResolver, include, path

from articles.admin.reports.findings import FindingsView
from articles.admin.reports.health import HealthView
from articles.admin.reports.reviews import ReviewsView


def report_urls() -> list[URLPattern | URLResolver]:
    return [
        _report("findings", FindingsView),
        _report("reviews", ReviewsView),
        path("editorial-quality/health/", HealthView.as_view(), name="articles_health"),
    ]


def _report(name: str, view: Any) -> URLResolver:
    """A list, and the part of it that filters and pages replace."""
    own = [
        path("", view.as_view(), name="index"),
        path("results/", view.as_view(results_only=True), name="results"),
    ]
    return path(f"editorial-quality/{name}/", include((own, f"articles_{name}")))
