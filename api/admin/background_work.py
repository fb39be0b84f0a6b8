"""The report on what is done in the background: who works, on what, and what is left."""

from typing import Any

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from api.admin.delivery_views import ANY
from api.admin.failed_schedules import describe
from api.admin.webhook_states import Shown
from api.models import WebhookEndpoint
from api.worker.status import DutyState, Summary, WorkerStatus, worker_status
from articles.admin.quality_menu import PermittedMenuItem

DUTIES = {
    "schedule": _("Publish and take down on schedule"),
    "settle": _("Notice what changes by time alone"),
    "webhooks": _("Queue webhooks"),
    "purge": _("Have caches in front drop what changed"),
    "purge_again": _("Have them drop once more what was taken back"),
    "files": _("Delete the files of what is not public any more"),
    "daily_review": _("Daily review: reminders, overdue articles, figures"),
    "tidy": _("Forget what is old enough"),
}
SUMMARIES = {
    Summary.OK: Shown(_("Everything is being done."), "positive"),
    Summary.NO_WORKER: Shown(
        _(
            "No worker is running: nothing is sent, published or taken down on schedule. Ask"
            " whoever runs this site to start “manage.py run_worker”."
        ),
        "critical",
    ),
    Summary.FAILING: Shown(_("Something fails: see the duties below."), "warning"),
}


def may_see(user: Any) -> bool:
    """Whoever may see webhooks, administrators among them."""
    policy = policy_registry.get_by_type(WebhookEndpoint)
    return bool(policy.user_has_any_permission(user, ANY))


class BackgroundWorkView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = WebhookEndpoint
    any_permission_required = ANY
    page_title = _("Background work")
    header_icon = "cogs"
    template_name = "api/background_work.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        status = worker_status()
        return super().get_context_data(
            status=status,
            summary=SUMMARIES[status.summary],
            duties=[(duty, *_described(duty, status)) for duty in status.duties],
            schedules=describe(status.schedule_failures, self.request.user),
            **kwargs,
        )


def _described(duty: DutyState, status: WorkerStatus) -> tuple[Any, Shown]:
    """The duty's name for people, and how it is doing."""
    if duty.failing_since:
        shown = Shown(_("failing"), "critical")
    elif duty.is_late:
        shown = Shown(_("left undone"), "critical")
    elif duty.holder is None:
        shown = Shown(_("nobody does it") if not status.workers else _("to be taken"), "warning")
    else:
        shown = Shown(_("in order"), "positive")
    return DUTIES.get(duty.name, duty.name), shown


def background_work_urls() -> list[URLPattern]:
    return [path("reports/background-work/", BackgroundWorkView.as_view(), name="background_work")]


def background_work_item() -> MenuItem:
    return PermittedMenuItem(
        _("Background work"),
        reverse_lazy("background_work"),
        name="background-work",
        icon_name="cogs",
        order=1200,
        allowed=may_see,
    )
