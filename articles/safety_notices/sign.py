"""Signing a safety notice, which puts it on the live text in the same step."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.signals import page_published

from articles.models import NoticeRequest, SignOff
from articles.problems import SignOffRefused
from articles.review.policy import own_notices_may_be_signed
from articles.review.reading import content_hash_of_page, read_content
from articles.review.signing import CARRIED, clinician_of, credentials_problem
from articles.safety_notices.request import (
    close,
    is_reviewer,
    lock,
    may_decline,
    notice_problem,
    signing_role,
)

SIGNED = "articles.notice.sign"


def notice_signer_problem(request: NoticeRequest, user: Any) -> str:
    """Why this person may not sign this notice, in words for them; empty when they may."""
    if not signing_role():
        return "" if may_decline(user, request) else _("A publisher puts safety notices on.")
    if request.page is None or not is_reviewer(user, request.page):
        return _("A reviewer of this article signs its safety notices.")
    if request.requested_by_id == user.pk and not own_notices_may_be_signed():
        return _("You wrote this notice. Somebody else must sign it.")
    return credentials_problem(user, signing_role())


@transaction.atomic
def sign_notice(request: NoticeRequest, *, user: Any) -> SignOff | None:
    """Sign a notice and put it on: on the live text, and on the draft, which stays a draft.

    The sign-off of the rest goes on as it was, with its reviewer and its day; only the notice is
    signed now. Return the record; `None` where nobody has signed the rest. Raises SignOffRefused
    where this person may not sign it or it was decided, and PublishRefused where the rules refuse
    the notice.
    """
    current = NoticeRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    _refuse(current, user)
    page = lock(current.page_id or 0)
    problem = notice_problem(page)
    if problem:
        raise SignOffRefused(problem, "not_live", page_id=page.pk)
    draft_revision = page.get_latest_revision() if page.has_unpublished_changes else None
    rest = _holding(page)
    _put_on(page, current)
    page.correcting = True
    revision = page.save_revision(user=current.requested_by, clean=False)
    sign_off = _record(page, revision, rest, user) if rest is not None else None
    _publish(page, revision, keep_draft=draft_revision is not None)
    if draft_revision is not None:
        _carry(draft_revision, current)
    close(current, NoticeRequest.Decision.SIGNED, user, sign_off)
    data = {"text": current.text, "severity": current.severity}
    log(instance=page, action=SIGNED, user=user, data=data, revision=revision, content_changed=True)
    return sign_off


def _refuse(request: NoticeRequest, user: Any) -> None:
    if not request.is_open:
        message = _("This notice has been decided already.")
        raise SignOffRefused(message, "decided", page_id=request.page_id)
    problem = notice_signer_problem(request, user)
    if problem:
        raise SignOffRefused(problem, "signer", page_id=request.page_id)


def _holding(page: Any) -> SignOff | None:
    """The last word in the signing role about exactly the live text, where it approves."""
    decided = SignOff.objects.filter(
        page_id=page.pk, role=signing_role(), content_hash=content_hash_of_page(page)
    )
    last: SignOff | None = decided.order_by("-signed_at", "-pk").first()
    return last if last is not None and last.decision == SignOff.Decision.APPROVED else None


def _put_on(page: Any, request: NoticeRequest) -> None:
    page.safety_notice = request.text
    page.safety_notice_severity = request.severity
    page.safety_notice_at = timezone.now() if request.text else None


def _record(page: Any, revision: Any, rest: SignOff, user: Any) -> SignOff:
    clinician, of_text = clinician_of(user), rest.of_text
    name, day = of_text.reviewer_name, timezone.localdate(of_text.signed_at)
    comment = _("Only the safety notice. The rest was signed off by %(name)s on %(day)s.")
    return SignOff.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        title=page.title,
        content_hash=content_hash_of_page(page),
        content=read_content(page),
        revision=revision,
        reviewer=user,
        clinician=clinician,
        reviewer_name=clinician.name if clinician else user.get_full_name() or str(user),
        credentials=clinician.credentials if clinician else "",
        role=rest.role,
        decision=SignOff.Decision.APPROVED,
        comment=comment % {"name": name, "day": date_format(day, "DATE_FORMAT")},
        valid_until=rest.valid_until,
        rests_on=of_text,
    )


def _publish(page: Any, revision: Any, *, keep_draft: bool) -> None:
    """As Wagtail publishes, but a review of the draft that is under way goes on."""
    page.live_revision = revision
    page.last_published_at = timezone.now()
    page.has_unpublished_changes = keep_draft
    page.save(clean=False)
    page_published.send(sender=type(page), instance=page, revision=revision)
    page.update_aliases(revision=revision, _content=revision.content)


def _carry(draft_revision: Any, request: NoticeRequest) -> None:
    """Put the notice into the draft: publishing that later must not drop it.

    The log says which version it was made from: who wrote that one has a part in this one too.
    """
    draft = draft_revision.as_object()
    _put_on(draft, request)
    revision = draft.save_revision(user=request.requested_by, clean=False)
    log(
        instance=draft,
        action=CARRIED,
        user=request.requested_by,
        data={"revision": {"id": draft_revision.pk}},
        revision=revision,
    )
