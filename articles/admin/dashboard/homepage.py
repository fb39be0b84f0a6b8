"""Which panels a person's dashboard has."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, IntegerField, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.admin.views.home import (
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import TaskState, WorkflowState

from articles.admin.dashboard.clinic_panels import CLINIC_PANELS
from articles.admin.dashboard.panels import PANELS
from articles.checks.reading import article_models
from articles.models import ReviewTask
from articles.review.library import article_pages


def offer_duties(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's `construct_homepage_panels` hook.

    Wagtail's own panels say the same of articles. They stay only for whom they say more: of other
    pages and of snippets.
    """
    user = request.user
    panels += [panel(user) for panel in (*CLINIC_PANELS, *PANELS)]
    unneeded: list[type] = []
    if not _reviews_other_things(user):
        unneeded.append(WorkflowObjectsToModeratePanel)
    if not _submitted_other_things(user):
        unneeded.append(UserObjectsInWorkflowModerationPanel)
    panels[:] = [panel for panel in panels if type(panel) not in unneeded]


def _reviews_other_things(user: Any) -> bool:
    own = ReviewTask.objects.values("pk")
    others = TaskState.objects.reviewable_by(user).exclude(
        task__in=own, workflow_state__content_type__in=_article_types()
    )
    return bool(others.exists())


def _submitted_other_things(user: Any) -> bool:
    pages = article_pages().model._default_manager.filter(
        owner=user, pk=Cast(OuterRef("object_id"), IntegerField())
    )
    page_type = ContentType.objects.get_for_model(pages.model)
    owned = Q(base_content_type=page_type) & Exists(pages)
    others = WorkflowState.objects.active().exclude(content_type__in=_article_types())
    return bool(others.filter(owned | Q(requested_by=user)).exists())


def _article_types() -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*article_models()).values())
