from django.urls import URLPattern, URLResolver, include, path

from articles.admin.placing.clinic_articles import ClinicArticlesView
from articles.admin.placing.exclusions import AllowView


def placing_urls() -> list[URLPattern | URLResolver]:
    """The articles of a clinic by its id, and the end of an exclusion by that one's."""
    own = [
        path("", ClinicArticlesView.as_view(), name="index"),
        path("results/", ClinicArticlesView.as_view(results_only=True), name="results"),
    ]
    return [
        path("clinics/<int:pk>/articles/", include((own, "articles_clinic_articles"))),
        path("placements/allow/<int:pk>/", AllowView.as_view(), name="articles_allow_clinic"),
    ]
