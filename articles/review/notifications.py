"""Mails of the workflow of articles, in place of Wagtail's.

Wagtail's say that a page was "submitted for approval to moderation stage", lead to the editor, go
to people who cannot sign, and are sent inside the transaction of a decision. For everything that
is no article under a review with sign-off, Wagtail's own are sent.
"""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from wagtail.admin import mail
from wagtail.models import Comment, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from articles.mail import admin_url, send_to
from articles.models import AbstractArticlePage, ReviewTask, SignOff
from articles.review.signing import last_approval, writers_since_sign_off
from articles.withdrawing.state import withdrawn_everywhere

logger = logging.getLogger("articles.review")


def connect() -> None:
    """Take the place of Wagtail's notifiers, whichever app is ready first.

    A receiver with an id keeps out a later one with the same id.
    """
    for signal, notifier, sender, uid in (
        (task_submitted, ReviewRequested(), TaskState, "group_approval_task_submitted"),
        (workflow_submitted, Submitted(), WorkflowState, "workflow_state_submitted"),
        (workflow_rejected, SentBack(), WorkflowState, "workflow_state_rejected"),
        (workflow_approved, SignedOff(), WorkflowState, "workflow_state_approved"),
    ):
        name = f"{uid}_email_notification"
        signal.disconnect(sender=sender, dispatch_uid=name)
        signal.connect(notifier, sender=sender, dispatch_uid=name, weak=False)


class ReviewMail:
    """A notifier of Wagtail whose mails about articles are ours, sent once the decision stands."""

    template = ""
    """Of the mail; without one nothing is sent about articles."""

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        if not _is_review(instance):
            return bool(super().__call__(instance, **kwargs))  # type: ignore[misc]
        if self.template:
            transaction.on_commit(lambda: self.send(instance, **kwargs), robust=True)
        return True

    def send(self, instance: Any, **kwargs: Any) -> None:
        recipients = self.get_valid_recipients(instance, **kwargs)  # type: ignore[attr-defined]
        context = self.build_context(instance) if recipients else {}
        for user in recipients:
            try:
                send_to(user, self.template, context)
            except Exception:
                logger.exception("Mail %s not sent to user %s", self.template, user.pk)

    def build_context(self, instance: Any) -> dict[str, Any]:
        raise NotImplementedError


class ReviewRequested(ReviewMail, mail.GroupApprovalTaskStateSubmissionEmailNotifier):
    """To the members of the step's groups who may sign: not to those who wrote the text."""

    template = "review_requested"

    def get_recipient_users(self, task_state: Any, **kwargs: Any) -> Any:
        if not _is_review(task_state):
            return super().get_recipient_users(task_state, **kwargs)
        task = task_state.task.specific
        members = get_user_model()._default_manager.filter(groups__in=task.groups.all())
        page = task_state.workflow_state.content_object
        writers = writers_since_sign_off(page, task_state.revision, task.role)
        return members.exclude(pk__in=writers).distinct()

    def build_context(self, instance: Any) -> dict[str, Any]:
        task, requested_by = instance.task.specific, instance.workflow_state.requested_by
        page = instance.workflow_state.content_object.specific
        return {
            "page": page,
            "task": task,
            "requested_by": _name(requested_by),
            "last_sign_off": last_approval(page, task.role),
            "review_url": admin_url("articles_review", instance.pk),
        }


class Submitted(ReviewMail, mail.WorkflowStateSubmissionEmailNotifier):
    """Wagtail tells superusers of every submission; of articles those hear who must act."""


class SentBack(ReviewMail, mail.WorkflowStateRejectionEmailNotifier):
    """To who submitted the article."""

    template = "sent_back"

    def build_context(self, instance: Any) -> dict[str, Any]:
        page, state = instance.content_object.specific, instance.current_task_state.specific
        remarks = Comment.objects.filter(
            page_id=page.pk,
            user=state.finished_by,
            resolved_at=None,
            revision_created=state.revision,
        )
        return {
            "page": page,
            "reviewer": _reviewer(page, state),
            "comment": state.get_comment(),
            "remarks": remarks.count() if state.finished_by else 0,
            "edit_url": admin_url("wagtailadmin_pages:edit", page.pk),
        }


class SignedOff(ReviewMail, mail.WorkflowStateApprovalEmailNotifier):
    """To who submitted the article."""

    template = "signed_off"

    def build_context(self, instance: Any) -> dict[str, Any]:
        page = type(instance.content_object.specific)._default_manager.get(
            pk=instance.content_object.pk
        )
        approved = instance.task_states.filter(status=TaskState.STATUS_APPROVED)
        sign_offs = SignOff.objects.filter(
            page_id=page.pk,
            decision=SignOff.Decision.APPROVED,
            revision__in=approved.values("revision"),
        )
        return {
            "page": page,
            "sign_offs": sign_offs.order_by("signed_at"),
            "withdrawn": withdrawn_everywhere(page) is not None,
            "edit_url": admin_url("wagtailadmin_pages:edit", page.pk),
        }


def _is_review(instance: Any) -> bool:
    """Whether it is of an article under a review with sign-off: a task's state, or a workflow's."""
    of_workflow = isinstance(instance, WorkflowState)
    state = instance.current_task_state if of_workflow else instance
    workflow_state = instance if of_workflow else instance.workflow_state
    if state is None or not isinstance(state.task.specific, ReviewTask):
        return False
    content = workflow_state.content_object
    return isinstance(getattr(content, "specific_deferred", None), AbstractArticlePage)


def _reviewer(page: Any, state: Any) -> str:
    """As whom they signed, else as they are known here."""
    record = SignOff.objects.filter(page_id=page.pk, revision=state.revision_id).first()
    return record.reviewer_name if record else _name(state.finished_by)


def _name(user: Any) -> str:
    return user.get_full_name() or user.get_username() if user else ""
