"""The way to the review screen from the editor: one button instead of Wagtail's own."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem

from articles.models import ReviewTask


class ReviewMenuItem(ActionMenuItem):
    """Leads to where the text is read, changes are seen, and it is signed or sent back."""

    label = _("Review and sign")
    name = "articles-review"
    icon_name = "clipboard-list"

    def __init__(self, task_state_id: int, order: int | None = None) -> None:
        super().__init__(order=order)
        self.task_state_id = task_state_id

    def get_url(self, parent_context: Any) -> str:
        return reverse("articles_review", args=[self.task_state_id])


def offer_review_screen(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Wagtail's `construct_page_action_menu` hook."""
    page = context.get("page")
    state = getattr(page, "current_workflow_task_state", None)
    task = state.task.specific if state else None
    if state is None or not isinstance(task, ReviewTask):
        return
    mine = [item for item in menu_items if isinstance(item, WorkflowMenuItem)]
    for item in mine:
        menu_items.remove(item)
    if task.get_actions(page, request.user):
        menu_items.insert(0, ReviewMenuItem(state.pk))
