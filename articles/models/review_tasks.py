from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, TaskState

from articles.conf import get_setting
from articles.models.sign_offs import SignOffRole


class ReviewTask(AbstractGroupApprovalTask):
    """A step of a workflow in which a reviewer signs the exact text, or asks for changes.

    Only members of its groups act, superusers too. A step whose role the site does not ask for
    (`REQUIRED_SIGN_OFFS`) is skipped.
    """

    role = models.CharField(
        _("role"),
        max_length=10,
        choices=SignOffRole.choices,
        default=SignOffRole.CLINICAL,
        help_text=_("What the sign-off of this step is recorded as."),
    )

    admin_form_fields: ClassVar[list[str]] = [
        *AbstractGroupApprovalTask.admin_form_fields,
        "role",
    ]

    class Meta:
        verbose_name = _("review with sign-off")
        verbose_name_plural = _("reviews with sign-off")

    @classmethod
    def get_description(cls) -> Any:
        return _("Members of these groups sign the exact text off, or ask for changes")

    def start(self, workflow_state: Any, user: Any = None) -> TaskState:
        if self.role in get_setting("REQUIRED_SIGN_OFFS"):
            return super().start(workflow_state, user=user)
        return TaskState.objects.create(
            workflow_state=workflow_state,
            task=self,
            revision=workflow_state.content_object.get_latest_revision(),
            status=TaskState.STATUS_SKIPPED,
        )

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self._user_in_groups(user)  # type: ignore[no-any-return]

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not (user.is_superuser or self._user_in_groups(user))

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        if not self._user_in_groups(user):
            return []
        return [("reject", _("Request changes"), True), ("approve", _("Review and sign"), True)]

    def get_template_for_action(self, action: str) -> str:
        return "articles/review/open_review_screen.html" if action == "approve" else ""

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if self._user_in_groups(user):
            return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.none()

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Record the decision, then let the workflow go on; all or nothing.

        ``revision_id``, ``content_hash``: the version that the reviewer read, and its text. Raises
        SignOffRefused when it is not that text any more, or when this person may not sign it.
        """
        # Imported here: signing needs the models.
        from articles.review.signing import Read, decide

        read = Read(kwargs.pop("revision_id", None), kwargs.pop("content_hash", ""))
        if action_name in ("approve", "reject"):
            decide(
                task_state,
                user=user,
                approve=action_name == "approve",
                read=read,
                comment=kwargs.get("comment", ""),
            )
        super().on_action(task_state, user, action_name, **kwargs)
