"""What waits for one person: to write, to review, and what is due of what is theirs.

Each is a query; nothing here grows with the number of articles.
"""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from articles.models import NoticeRequest, ReviewTask, Withdrawal
from articles.review.library import article_pages, publishable_by, with_last_review
from articles.review.policy import required_sign_offs
from articles.review.states import ReviewState, due_condition

_IN_REVIEW, _SENT_BACK = WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES


def to_write(user: Any) -> Any:
    """Their drafts: those sent back first, those that wait for a reviewer last.

    Theirs is what they own, have submitted, or were the last to write at while it was with nobody
    else. Annotated with the workflow's ``review_status`` and the name of its present step.
    """
    pages = _with_workflow(article_pages())
    unfinished = Q(live=False) | Q(has_unpublished_changes=True)
    last_writer = Q(latest_revision__user=user) & (
        Q(review_status=None) | Q(review_status=_SENT_BACK)
    )
    return (
        pages.filter(unfinished | Q(review_status__isnull=False))
        .filter(Q(owner=user) | Q(review_requested_by=user.pk) | last_writer)
        .annotate(
            place=Case(
                When(review_status=_SENT_BACK, then=0),
                When(review_status=_IN_REVIEW, then=2),
                default=1,
                output_field=IntegerField(),
            )
        )
        .order_by("place", "-latest_revision_created_at", "pk")
    )


def to_review(user: Any) -> Any:
    """Steps of articles that wait for a sign-off by a group of theirs, the oldest first."""
    tasks = ReviewTask.objects.filter(active=True, groups__in=user.groups.all())
    of_articles = article_pages().annotate(key=Cast("pk", CharField())).values("key")
    return (
        TaskState.objects.filter(
            task__in=tasks.values("pk"),
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=_page_type(),
            workflow_state__object_id__in=of_articles,
        )
        .select_related("task", "workflow_state", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )


def due(user: Any, state: ReviewState, today: dt.date | None = None) -> Any:
    """Live articles whose review is due soon or overdue, and that are theirs to care for.

    That is: they own it, they signed it last, or they may publish it. The most urgent first.
    """
    today = today or timezone.localdate()
    live = with_last_review(article_pages("next_review_date").filter(live=True))
    pages = live.filter(due_condition(state, today))
    if not user.is_superuser:
        publishable = publishable_by(user, article_pages()).values("pk")
        pages = pages.filter(Q(owner=user) | Q(reviewer_id=user.pk) | Q(pk__in=publishable))
    return pages.order_by("next_review_date", "pk")


def notices_to_sign(user: Any) -> Any:
    """Safety notices that wait for a signature in their role, the oldest first."""
    tasks = ReviewTask.objects.filter(
        active=True, role__in=required_sign_offs()[:1], groups__in=user.groups.all()
    )
    return (
        NoticeRequest.objects.filter(decision="", page__live=True)
        .filter(Exists(tasks))
        .select_related("page__locale")
        .order_by("requested_at", "pk")
    )


def withdrawn(user: Any) -> Any:
    """What is withdrawn of the pages that they own or may publish, the newest first."""
    found = Withdrawal.objects.open().with_newer().filter(has_newer=False, page__isnull=False)
    if not user.is_superuser:
        publishable = publishable_by(user, article_pages()).values("pk")
        found = found.filter(Q(page__owner=user) | Q(page__in=publishable))
    return found.select_related("page__locale").order_by("-withdrawn_at", "-pk")


def _with_workflow(pages: Any) -> Any:
    states = WorkflowState.objects.filter(
        base_content_type=_page_type(),
        object_id=Cast(OuterRef("pk"), CharField()),
        status__in=(_IN_REVIEW, _SENT_BACK),
    )
    return pages.annotate(
        review_status=Subquery(states.values("status")[:1]),
        review_step=Subquery(states.values("current_task_state__task__name")[:1]),
        review_requested_by=Subquery(states.values("requested_by_id")[:1]),
    )


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(article_pages().model)
