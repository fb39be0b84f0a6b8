"""Confirmations of withdrawals in the menu “Editorial quality”."""

from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.permissions import policy_registry

from api.admin.confirmation_views import INDEX, ClientsView, WithdrawalsView
from articles.admin.quality_menu import PermittedMenuItem
from articles.review.library import article_pages


def confirmation_urls() -> list[URLPattern | URLResolver]:
    own = [
        path("", WithdrawalsView.as_view(), name="index"),
        path("results/", WithdrawalsView.as_view(results_only=True), name="index_results"),
        path("<int:pk>/", ClientsView.as_view(), name="detail"),
        path("<int:pk>/results/", ClientsView.as_view(results_only=True), name="detail_results"),
    ]
    return [path("withdrawals/confirmations/", include((own, "api_confirmations")))]


def confirmations_item() -> MenuItem:
    return PermittedMenuItem(
        _("Withdrawals: confirmations"),
        reverse_lazy(INDEX),
        name="withdrawal-confirmations",
        icon_name="check",
        order=500,
        allowed=publishes_articles,
    )


def publishes_articles(user: Any) -> bool:
    policy = policy_registry.get_by_type(article_pages().model)
    return bool(policy.user_has_any_permission(user, ["publish"]))
