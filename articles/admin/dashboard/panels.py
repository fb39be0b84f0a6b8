"""The dashboard's panels of what waits for the person who looks at it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.template.defaultfilters import date as format_day
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.coreutils import get_locales_display_names
from wagtail.models import WorkflowState

from articles.models import Severity
from articles.review import duties
from articles.review.library import article_pages
from articles.review.states import ReviewState

MOST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One article in a panel. ``tone``: "critical", "warning" or nothing."""

    title: str
    url: str
    language: str
    status: str
    tone: str = ""
    note: str = ""


class DutyPanel(Component):
    """Up to ten lines, how many there are in all, and the way to the rest. Silent where empty."""

    template_name = "articles/dashboard/panel.html"
    id = ""
    heading: Any = ""
    icon = ""
    more_label: Any = gettext_lazy("Open the report")

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_items(self) -> Any:
        """What there is, as a query."""
        raise NotImplementedError

    def count(self, items: Any) -> int:
        count: int = items.count()
        return count

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        raise NotImplementedError

    def get_more_url(self) -> str:
        """Where all of it is listed; empty where nothing lists it."""
        return ""

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        items = self.get_items()
        count = self.count(items)
        lines = self.build_lines(list(items[:MOST]))
        more = count - len(lines)
        return {
            "panel": self,
            "count": count,
            "lines": lines,
            "more": more,
            "more_url": self.get_more_url(),
        }


class ToWritePanel(DutyPanel):
    id = "yours-to-write"
    heading = gettext_lazy("Yours to write")
    icon = "edit"
    order = 100

    def get_items(self) -> Any:
        return duties.to_write(self.user)

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        return [
            Line(
                title=page.draft_title or page.title,
                url=_edit_url(page),
                language=_language(page),
                status=_writing_status(page),
                tone="warning" if page.place == 0 else "",
                note=_edited(page),
            )
            for page in items
        ]

    def get_more_url(self) -> str:
        return _report({"owner": self.user.pk})


class ToReviewPanel(DutyPanel):
    id = "yours-to-review"
    heading = gettext_lazy("Yours to review")
    icon = "clipboard-list"
    order = 110

    def get_items(self) -> Any:
        return duties.to_review(self.user)

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        states = list(items)
        pages = article_pages().in_bulk([int(state.workflow_state.object_id) for state in states])
        lines = []
        for state in states:
            page = pages[int(state.workflow_state.object_id)]
            since = format_day(state.started_at, "SHORT_DATE_FORMAT")
            lines.append(
                Line(
                    title=page.draft_title or page.title,
                    url=reverse("articles_review", args=[state.pk]),
                    language=_language(page),
                    status=state.task.name,
                    note=_submitted(state.workflow_state.requested_by, since),
                )
            )
        return lines

    def get_more_url(self) -> str:
        return reverse("wagtailadmin_reports:workflow_tasks")


class DuePanel(DutyPanel):
    state = ReviewState.DUE_SOON
    tone = "warning"
    icon = "calendar-alt"

    def get_items(self) -> Any:
        return duties.due(self.user, self.state)

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        return [
            Line(
                title=page.title,
                url=_edit_url(page),
                language=_language(page),
                status=format_day(page.next_review_date, "SHORT_DATE_FORMAT"),
                tone=self.tone,
                note=_last_reviewer(page.reviewer_name),
            )
            for page in items
        ]

    def get_more_url(self) -> str:
        return _report({"state": self.state.value, "status": "live"})


class DueSoonPanel(DuePanel):
    id = "review-due-soon"
    heading = gettext_lazy("Review due soon")
    order = 130


class OverduePanel(DuePanel):
    id = "review-overdue"
    heading = gettext_lazy("Review overdue")
    state = ReviewState.OVERDUE
    tone = "critical"
    icon = "warning"
    order = 120


class NoticesPanel(DutyPanel):
    id = "notices-to-sign"
    heading = gettext_lazy("Safety notices to sign")
    icon = "warning"
    order = 90

    def get_items(self) -> Any:
        return duties.notices_to_sign(self.user)

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        return [
            Line(
                title=notice.title,
                url=reverse("articles_safety_notice", args=[notice.page_id]),
                language=_language(notice.page),
                status=notice.get_severity_display() or _("To be removed"),
                tone="critical" if notice.severity == Severity.CRITICAL else "warning",
                note=_submitted(
                    notice.requested_by, format_day(notice.requested_at, "SHORT_DATE_FORMAT")
                ),
            )
            for notice in items
        ]


class WithdrawnPanel(DutyPanel):
    id = "withdrawn"
    heading = gettext_lazy("Withdrawn")
    icon = "warning"
    order = 95

    def get_items(self) -> Any:
        return duties.withdrawn(self.user)

    def build_lines(self, items: Iterable[Any]) -> list[Line]:
        return [
            Line(
                title=record.title,
                url=_edit_url(record.page),
                language=_language(record.page),
                status=record.get_severity_display(),
                tone="critical" if record.severity == Severity.CRITICAL else "warning",
                note=_withdrawn_since(record),
            )
            for record in items
        ]

    def get_more_url(self) -> str:
        return f"{reverse('articles_withdrawals:index')}?state=open"


PANELS = (NoticesPanel, WithdrawnPanel, ToWritePanel, ToReviewPanel, OverduePanel, DueSoonPanel)


def _writing_status(page: Any) -> str:
    if page.review_status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _("Changes requested")
    if page.review_status == WorkflowState.STATUS_IN_PROGRESS:
        return _("Waits for: %(step)s") % {"step": page.review_step or ""}
    return _("Draft of a live article") if page.live else _("Draft")


def _edited(page: Any) -> str:
    if page.latest_revision_created_at is None:
        return ""
    when = format_day(page.latest_revision_created_at, "SHORT_DATE_FORMAT")
    return _("Edited on %(date)s") % {"date": when}


def _submitted(user: Any, since: str) -> str:
    if user is None:
        return _("Submitted on %(date)s") % {"date": since}
    name = user.get_full_name() or user.get_username()
    return _("Submitted on %(date)s by %(name)s") % {"date": since, "name": name}


def _withdrawn_since(record: Any) -> str:
    day = format_day(record.withdrawn_at, "SHORT_DATE_FORMAT")
    if record.clinic_slug:
        return _("Since %(date)s at %(clinic)s") % {"date": day, "clinic": record.clinic_name}
    return _("Since %(date)s everywhere") % {"date": day}


def _last_reviewer(name: str | None) -> str:
    return _("Last reviewed by %(name)s") % {"name": name} if name else _("Never reviewed")


def _language(page: Any) -> str:
    return str(get_locales_display_names().get(page.locale_id, ""))


def _edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _report(query: Mapping[str, Any]) -> str:
    return f"{reverse('articles_reviews:index')}?{urlencode(query)}"
