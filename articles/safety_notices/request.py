"""Asking for a safety notice: who may, what is recorded, who is told."""

import logging
from typing import Any

import swapper
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from articles.mail import admin_url, reachable, send_to
from articles.models import AbstractArticlePage, NoticeRequest, ReviewTask, Severity
from articles.review.policy import own_notices_may_be_signed, required_sign_offs
from articles.withdrawing.state import withdrawn_everywhere

logger = logging.getLogger("articles.review")

REQUESTED, DECLINED = "articles.notice.request", "articles.notice.decline"


def signing_role() -> str:
    """The role that signs notices, the first that articles need; empty where they need none."""
    return next(iter(required_sign_offs()), "")


def signing_groups(page: Any) -> set[int]:
    """The groups that sign this article's text in that role, by its workflow."""
    workflow = page.get_workflow()
    tasks = [task.specific for task in workflow.tasks] if workflow else []
    return {
        group_id
        for task in tasks
        if isinstance(task, ReviewTask) and task.active and task.role == signing_role()
        for group_id in task.groups.values_list("pk", flat=True)
    }


def is_reviewer(user: Any, page: Any) -> bool:
    return bool(user.groups.filter(pk__in=signing_groups(page)).exists())


def may_request(user: Any, page: Any) -> bool:
    """Those who may publish the article, and its reviewers."""
    return bool(page.permissions_for_user(user).can_publish()) or is_reviewer(user, page)


def may_decline(user: Any, request: NoticeRequest) -> bool:
    return request.page is not None and may_request(user, request.page)


def notice_problem(page: Any) -> str:
    """Why no notice can be put on a page, in words; empty where one can."""
    if not isinstance(page.specific_deferred, AbstractArticlePage) or page.alias_of_id:
        return _("Only articles have safety notices. An alias shows that of its original.")
    if withdrawn_everywhere(page) is not None:
        return _("The article is withdrawn: nobody reads it. Its reason is what readers see.")
    if not page.live:
        return _("The article is not live: nobody reads it. Correct its text instead.")
    return ""


def open_request(page: Any) -> NoticeRequest | None:
    return NoticeRequest.objects.filter(page_id=page.pk, decision="").first()


@transaction.atomic
def request_notice(page: Any, *, text: str, severity: str, user: Any) -> NoticeRequest:
    """Ask for this notice on a live article; with no ``text``, that the one it has is removed.

    It takes the place of an earlier request that nobody has decided. Reviewers are told by mail.
    Raises ValidationError, by field, and PermissionDenied.
    """
    if not may_request(user, page):
        raise PermissionDenied
    page = lock(page.pk)
    text = text.strip()
    severity = severity if text else ""
    _check(page, text, severity)
    earlier = open_request(page)
    if earlier is not None:
        close(earlier, NoticeRequest.Decision.DECLINED, user)
    made: NoticeRequest = NoticeRequest.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        title=page.title,
        text=text,
        severity=severity,
        requested_by=user,
        requested_by_name=user.get_full_name() or user.get_username(),
    )
    log(instance=page, action=REQUESTED, user=user, data={"text": text, "severity": severity})
    transaction.on_commit(lambda: _tell(made.pk), robust=True)
    return made


@transaction.atomic
def decline_notice(request: NoticeRequest, *, user: Any) -> bool:
    """Not put it on. False, and nothing is written, where it was decided already."""
    current = NoticeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if not may_decline(user, current):
        raise PermissionDenied
    if not current.is_open:
        return False
    close(current, NoticeRequest.Decision.DECLINED, user)
    log(instance=current.page, action=DECLINED, user=user, data={"text": current.text})
    return True


def close(request: NoticeRequest, decision: str, user: Any, sign_off: Any = None) -> None:
    request.decided_at, request.decided_by = timezone.now(), user
    request.decided_by_name = user.get_full_name() or user.get_username()
    request.decision, request.sign_off = decision, sign_off
    request.save(update_fields=[*NoticeRequest.closing_fields])


def lock(page_id: int) -> Any:
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    pages.select_for_update(of=("self",)).get(pk=page_id)
    return pages.select_related("locale").get(pk=page_id).specific


def _check(page: Any, text: str, severity: str) -> None:
    problem = notice_problem(page)
    if problem:
        raise ValidationError(problem)
    if text and severity not in Severity.values:
        raise ValidationError({"severity": _("Choose how urgent the notice is.")})
    if not text and not page.safety_notice:
        raise ValidationError({"text": _("Write the notice. There is none that could go.")})
    if (text, severity) == (page.safety_notice, page.safety_notice_severity):
        raise ValidationError({"text": _("Readers see exactly this notice already.")})


def _tell(request_id: int) -> None:
    """Mail those who may sign it."""
    request = NoticeRequest.objects.select_related("page").get(pk=request_id)
    page = request.page.specific if request.page else None
    if page is None:
        return
    members = get_user_model()._default_manager.filter(groups__in=signing_groups(page)).distinct()
    if not own_notices_may_be_signed():
        members = members.exclude(pk=request.requested_by_id or 0)
    url = admin_url("articles_safety_notice", page.pk)
    for user in reachable(members):
        try:
            send_to(user, "notice_requested", {"page": page, "notice": request, "url": url})
        except Exception:
            logger.exception("Mail notice_requested not sent to user %s", user.pk)
