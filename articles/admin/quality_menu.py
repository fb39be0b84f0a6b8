"""The menu “Editorial quality”: what is found, what is due, overridden, withdrawn, how it goes."""

from collections.abc import Callable
from typing import Any

import swapper
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.permissions import policy_registry

from articles.review.library import EDITING

quality_menu = Menu(
    register_hook_name="register_editorial_quality_menu_item",
    construct_hook_name="construct_editorial_quality_menu",
)

Allowed = Callable[[Any], bool]


class PermittedMenuItem(MenuItem):
    """Shown to whom ``allowed`` says: it gets the user."""

    def __init__(self, *args: Any, allowed: Allowed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowed = allowed

    def is_shown(self, request: HttpRequest) -> bool:
        return self.allowed(request.user)


def works_on_pages(user: Any) -> bool:
    """Whether they add, change or publish pages somewhere: what reports show are those."""
    policy = policy_registry.get_by_type(swapper.load_model("wagtailcore", "Page"))
    return bool(policy.user_has_any_permission(user, EDITING))


def register_quality_menu() -> SubmenuMenuItem:
    return SubmenuMenuItem(
        _("Editorial quality"),
        quality_menu,
        name="editorial-quality",
        icon_name="clipboard-list",
        order=450,
    )


def findings_item() -> MenuItem:
    return PermittedMenuItem(
        _("Findings"),
        reverse_lazy("articles_findings:index"),
        name="findings",
        icon_name="glasses",
        order=100,
        allowed=works_on_pages,
    )


def reviews_item() -> MenuItem:
    return PermittedMenuItem(
        _("Reviews"),
        reverse_lazy("articles_reviews:index"),
        name="reviews",
        icon_name="calendar-check",
        order=200,
        allowed=works_on_pages,
    )


def health_item() -> MenuItem:
    return PermittedMenuItem(
        _("Library health"),
        reverse_lazy("articles_health"),
        name="library-health",
        icon_name="articles-chart",
        order=300,
        allowed=works_on_pages,
    )


def overrides_item() -> MenuItem:
    return PermittedMenuItem(
        _("Overrides"),
        reverse_lazy("articles_overrides:index"),
        name="overrides",
        icon_name="key",
        order=400,
        allowed=lambda user: user.has_perm("articles.view_ruleoverride"),
    )


def withdrawals_item() -> MenuItem:
    return PermittedMenuItem(
        _("Withdrawals"),
        reverse_lazy("articles_withdrawals:index"),
        name="withdrawals",
        icon_name="warning",
        order=500,
        allowed=lambda user: user.has_perm("articles.view_withdrawal"),
    )
