"""The menu items of clinics' people and of those who answer them, and what histories say."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import LinkMenuItemComponent, MenuItem
from wagtail.log_actions import LogActionRegistry, LogFormatter

from articles.admin.quality_menu import PermittedMenuItem
from articles.clinics.membership import sees_own_clinics
from articles.clinics.requests import ANSWERED, ASKED, ASSIGNED, TAKEN_BACK, VIEW, open_requests
from articles.models import ClinicRequest


class CountedMenuItem(PermittedMenuItem):
    """Says how many requests wait."""

    def render_component(self, request: HttpRequest) -> LinkMenuItemComponent:
        component = super().render_component(request)
        if count := open_requests().count():
            component.label = f"{self.label} ({count})"
        return component


def our_clinic_item() -> MenuItem:
    return PermittedMenuItem(
        gettext_lazy("Our clinic"),
        reverse_lazy("articles_our_clinic:index"),
        name="our-clinic",
        icon_name="home",
        order=90,
        allowed=sees_own_clinics,
    )


def clinic_requests_item() -> MenuItem:
    return CountedMenuItem(
        gettext_lazy("Clinic requests"),
        reverse_lazy("articles_clinic_requests:index"),
        name="clinic-requests",
        icon_name="mail",
        order=160,
        allowed=lambda user: user.has_perm(VIEW),
    )


class Assigned(LogFormatter):
    label = gettext_lazy("Assign a request")

    def format_message(self, log_entry: Any) -> str:
        to = log_entry.data["to"]
        return _("Assigned to %(name)s") % {"name": to} if to else _("Assigned to nobody")


class Answered(LogFormatter):
    label = gettext_lazy("Answer a request")

    def format_message(self, log_entry: Any) -> str:
        state = log_entry.data["state"]
        return str(dict(ClinicRequest.State.choices).get(state, state))

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data["answer"])


def register_request_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ASKED, gettext_lazy("Ask for something"), gettext_lazy("Asked"))
    actions.register_action(ASSIGNED)(Assigned)
    actions.register_action(ANSWERED)(Answered)
    actions.register_action(
        TAKEN_BACK, gettext_lazy("Take a request back"), gettext_lazy("Taken back")
    )
