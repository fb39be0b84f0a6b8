"""What happens when a workflow has been approved: `WAGTAIL_FINISH_WORKFLOW_ACTION`.

Nothing of the app's models is imported before it runs: Wagtail loads it with its own models.
"""

from typing import Any

from wagtail.workflows import publish_workflow_state


def publish_signed(workflow_state: Any, user: Any = None) -> None:
    """Publish exactly the version that was signed, however the draft has moved on meanwhile.

    The clinician's signature is what an article needs to go live, so the signer needs no
    permission to publish. The publish gate compares the text with the signature. Anything that is
    no article is published as Wagtail does. A withdrawn article stays withdrawn: a publisher
    reinstates it.
    """
    from wagtail.models import TaskState

    from articles.models import AbstractArticlePage, ReviewTask
    from articles.withdrawing.state import withdrawn_everywhere

    approved = workflow_state.task_states.filter(
        task__in=ReviewTask.objects.all(), status=TaskState.STATUS_APPROVED
    )
    last = approved.order_by("-finished_at", "-pk").first()
    article = isinstance(workflow_state.content_object.specific_deferred, AbstractArticlePage)
    if last is None or not article:
        publish_workflow_state(workflow_state, user=user)
        return
    if withdrawn_everywhere(workflow_state.content_object) is None:
        last.revision.publish(user=user, skip_permission_checks=True)
