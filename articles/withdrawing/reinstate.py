"""Reinstating: an article comes back once it has been signed off anew, after it was withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log

from articles.models import SignOff, SignOffRole, Withdrawal
from articles.problems import ReinstateRefused
from articles.review.policy import required_sign_offs
from articles.review.reading import content_hash_of_page
from articles.withdrawing.state import newest_of_each_place

REINSTATED = "articles.reinstate"


@dataclass(frozen=True, slots=True)
class Readiness:
    """What keeps a withdrawal from ending, in words; else what to publish, and who signed it."""

    problem: str = ""
    revision: Any = None
    sign_offs: list[SignOff] = field(default_factory=list)


def may_reinstate(user: Any, withdrawal: Withdrawal) -> bool:
    page = withdrawal.page
    return bool(page is not None and page.permissions_for_user(user).can_publish())


def read_readiness(withdrawal: Withdrawal) -> Readiness:
    """Whether this withdrawal can end now. One at a clinic is about the text that is live."""
    page = withdrawal.page
    if page is None:
        return Readiness(_("The page was deleted: the notice stays. Publish a new article."))
    if withdrawal.reinstated_at is not None:
        return Readiness(_("This withdrawal has ended already."))
    since = _same_place(withdrawal)[-1].withdrawn_at
    page = page.specific
    if withdrawal.is_everywhere:
        return _of_draft(page, since)
    if not page.live:
        return Readiness(_("The article is not live. Publish or reinstate it first."))
    missing, sign_offs = _signed(page, content_hash_of_page(page), since)
    return Readiness(missing, sign_offs=sign_offs)


@transaction.atomic
def reinstate(withdrawal: Withdrawal, *, user: Any = None, by: str = "") -> list[Withdrawal]:
    """End this withdrawal, and any earlier one in the same place; return those that ended.

    One that was everywhere publishes what was signed. Raises ReinstateRefused where nobody has
    signed it off since, PublishRefused where the publishing rules keep it from going live, and
    PermissionDenied where ``user`` may not publish it.
    """
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    pages.select_for_update(of=("self",)).filter(pk=withdrawal.page_id).first()
    withdrawal = Withdrawal.objects.select_for_update(of=("self",)).get(pk=withdrawal.pk)
    if user is not None and not may_reinstate(user, withdrawal):
        raise PermissionDenied
    ready = read_readiness(withdrawal)
    if ready.problem:
        raise ReinstateRefused(ready.problem, page_id=withdrawal.page_id)
    ended = _same_place(withdrawal)
    if ready.revision is not None:
        # Before the records are closed: front ends are told once, of an article that is there.
        _publish(ready.revision, user)
    now = timezone.now()
    for record in ended:
        record.reinstated_at, record.reinstated_by = now, user
        record.reinstated_by_name = by or (user.get_full_name() or user.get_username())
        record.save(update_fields=[*Withdrawal.closing_fields])
    page = pages.get(pk=withdrawal.page_id)
    log(instance=page, action=REINSTATED, user=user, data=_log_data(ended, ready))
    return ended


def _publish(revision: Any, user: Any) -> None:
    action = PublishPageRevisionAction(revision, user=user)
    action.object.reinstating = True
    action.execute(skip_permission_checks=True)


def _same_place(withdrawal: Withdrawal) -> list[Withdrawal]:
    """The open withdrawals of its page in its place, the newest last."""
    of_page: Any = Withdrawal.objects.filter(page=withdrawal.page)
    found = of_page.filter(clinic_slug=withdrawal.clinic_slug).open()
    return list(found.order_by("withdrawn_at", "pk"))


def _of_draft(page: Any, since: Any) -> Readiness:
    """The latest draft if its text is signed, else the version that was."""
    signed = SignOff.objects.filter(page_id=page.pk, signed_at__gt=since).exclude(revision=None)
    last = signed.select_related("revision").order_by("-signed_at", "-pk").first()
    candidates = [page.get_latest_revision(), last.revision if last else None]
    problem = ""
    for revision in candidates:
        if revision is not None:
            missing, sign_offs = _signed(page, content_hash_of_page(revision.as_object()), since)
            if not missing:
                return Readiness(revision=revision, sign_offs=sign_offs)
            problem = problem or missing
    return Readiness(problem)


def _signed(page: Any, content_hash: str, since: Any) -> tuple[str, list[SignOff]]:
    """What is missing, in words, and the sign-offs of this text since then."""
    found, missing = [], []
    for role in required_sign_offs():
        last = (
            SignOff.objects.filter(page_id=page.pk, role=role, content_hash=content_hash)
            .order_by("-signed_at", "-pk")
            .first()
        )
        if last is not None and _counts(last, since):
            found.append(last)
        else:
            missing.append(str(SignOffRole(role).label))
    if not missing:
        return "", found
    message = _(
        "Nobody has signed the text off since it was withdrawn (%(roles)s). Correct it, and submit "
        "it to review."
    )
    return message % {"roles": ", ".join(missing)}, []


def _counts(sign_off: SignOff, since: Any) -> bool:
    """Who signed a safety notice alone has not read the rest anew."""
    approved = sign_off.decision == SignOff.Decision.APPROVED
    return approved and sign_off.signed_at > since and sign_off.rests_on_id is None


def _log_data(ended: Sequence[Withdrawal], ready: Readiness) -> dict[str, Any]:
    first = newest_of_each_place(ended)[0]
    return {
        "clinic": first.clinic_name,
        "by": first.reinstated_by_name,
        "withdrawals": [record.pk for record in ended],
        "sign_offs": [sign_off.pk for sign_off in ready.sign_offs],
    }
