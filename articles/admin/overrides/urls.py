from django.urls import URLPattern, URLResolver, include, path

from articles.admin.overrides.listing import OverridesView
from articles.admin.overrides.views import OverrideAddView, OverrideEndView


def override_urls() -> list[URLPattern | URLResolver]:
    """`articles_overrides:add` takes the page's id, and ``?rule=`` the id of a rule."""
    own = [
        path("", OverridesView.as_view(), name="index"),
        path("results/", OverridesView.as_view(results_only=True), name="results"),
        path("add/<int:page_id>/", OverrideAddView.as_view(), name="add"),
        path("<int:pk>/end/", OverrideEndView.as_view(), name="end"),
    ]
    return [path("editorial-quality/overrides/", include((own, "articles_overrides")))]
