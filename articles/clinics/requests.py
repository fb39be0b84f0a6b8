"""Asking the central team for an article or a change, and answering: who may, who is told.

Every step is logged with who took it, in the transaction of the step; mails go after it.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from articles.clinics.membership import EDIT_OWN, own_clinic_ids, people_of, works_for
from articles.mail import admin_url, reachable, send_to
from articles.models import Clinic, ClinicRequest

logger = logging.getLogger("articles.clinics")

ANSWER = "articles.change_clinicrequest"
VIEW = "articles.view_clinicrequest"
ASKED, ASSIGNED, ANSWERED, TAKEN_BACK = (
    f"articles.clinic_request.{step}" for step in ("ask", "assign", "answer", "take_back")
)


def may_ask(user: Any, clinic: Clinic) -> bool:
    """The people of the clinic who may edit it."""
    return user.has_perm(EDIT_OWN) and works_for(user, clinic)


def may_see(user: Any, request: ClinicRequest) -> bool:
    return user.has_perm(VIEW) or user.has_perm(ANSWER) or may_ask(user, request.clinic)


def may_answer(user: Any) -> bool:
    return bool(user.has_perm(ANSWER))


def requests_of(user: Any) -> QuerySet[ClinicRequest]:
    """The requests of their own clinics, whoever of their colleagues asked."""
    return ClinicRequest.objects.filter(clinic__in=own_clinic_ids(user))


def open_requests() -> QuerySet[ClinicRequest]:
    return ClinicRequest.objects.filter(state=ClinicRequest.State.OPEN)


@transaction.atomic
def ask(request: ClinicRequest, *, user: Any) -> ClinicRequest:
    """Keep a request that somebody filled in, and tell the central team.

    Raises ValidationError by field, and PermissionDenied.
    """
    if not may_ask(user, request.clinic):
        raise PermissionDenied
    request.state = ClinicRequest.State.OPEN
    request.requested_by, request.requested_by_name = user, _name(user)
    request.full_clean(exclude=["requested_by"])
    request.save()
    log(instance=request, action=ASKED, user=user)
    _after(request, "clinic_asked", _team())
    return request


@transaction.atomic
def assign(request: ClinicRequest, *, to: Any, user: Any) -> None:
    """Say who of the central team works on it; nobody any more where `to` is nothing."""
    current = _open(request, user)
    if to is not None and not may_answer(to):
        raise ValidationError(_("Choose somebody who may answer requests."))
    if current.assigned_to_id == getattr(to, "pk", None):
        return
    current.assigned_to = to
    current.save(update_fields=["assigned_to"])
    log(instance=current, action=ASSIGNED, user=user, data={"to": _name(to)})
    if to is not None and to.pk != user.pk:
        _after(current, "clinic_request_assigned", [to])


@transaction.atomic
def answer(
    request: ClinicRequest, *, state: str, text: str, article: Any = None, user: Any
) -> None:
    """Accept or decline a request, and tell who asked and their colleagues.

    Raises ValidationError where it was answered already, or is declined without a reason.
    """
    current = _open(request, user)
    if state not in (ClinicRequest.State.ACCEPTED, ClinicRequest.State.DECLINED):
        raise ValidationError({"state": _("Accept the request or decline it.")})
    if state == ClinicRequest.State.DECLINED and not text.strip():
        raise ValidationError({"text": _("Write why, so that the clinic understands.")})
    current.state, current.answer = state, text.strip()
    current.answer_article = article if state == ClinicRequest.State.ACCEPTED else None
    _close(current, user)
    log(
        instance=current,
        action=ANSWERED,
        user=user,
        data={"state": state, "answer": current.answer},
    )
    _after(current, "clinic_answered", _askers(current))


@transaction.atomic
def take_back(request: ClinicRequest, *, user: Any) -> None:
    """The clinic does not want it any more."""
    current = _locked(request)
    if not may_ask(user, current.clinic):
        raise PermissionDenied
    _refuse_closed(current)
    current.state = ClinicRequest.State.TAKEN_BACK
    _close(current, user)
    log(instance=current, action=TAKEN_BACK, user=user)


def answerers() -> list[Any]:
    """Who may answer requests: accounts in use."""
    policy = policy_registry.get_by_type(ClinicRequest)
    return list(policy.users_with_permission("change").filter(is_active=True).order_by("pk"))


def _team() -> list[Any]:
    """Those told of a new request: who may answer by their group, not every superuser."""
    return [user for user in answerers() if not user.is_superuser or user.groups.exists()]


def _askers(request: ClinicRequest) -> list[Any]:
    """Who asked, while they still work there; else the others of the clinic."""
    asker = request.requested_by
    if asker is not None and may_ask(asker, request.clinic):
        return [asker]
    return [user for user in people_of([request.clinic_id]) if user.has_perm(EDIT_OWN)]


def _open(request: ClinicRequest, user: Any) -> ClinicRequest:
    if not may_answer(user):
        raise PermissionDenied
    current = _locked(request)
    _refuse_closed(current)
    return current


def _locked(request: ClinicRequest) -> ClinicRequest:
    found: ClinicRequest = ClinicRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    return found


def _refuse_closed(request: ClinicRequest) -> None:
    if not request.is_open:
        state = request.get_state_display()
        raise ValidationError(
            _("This request is closed already: %(state)s.") % {"state": state.lower()},
            code="closed",
        )


def _close(request: ClinicRequest, user: Any) -> None:
    request.answered_at, request.answered_by = timezone.now(), user
    request.answered_by_name = _name(user)
    request.save()


def _after(request: ClinicRequest, template: str, people: Iterable[Any]) -> None:
    """Mail once the step stands. A mail that fails undoes no step."""
    recipients = reachable(people)
    pk = request.pk
    transaction.on_commit(lambda: _mail(pk, template, recipients), robust=True)


def _mail(pk: int, template: str, recipients: list[Any]) -> None:
    request = ClinicRequest.objects.select_related("clinic", "article", "answer_article").get(pk=pk)
    url = admin_url("articles_clinic_requests:detail", pk)
    for user in recipients:
        try:
            send_to(user, template, {"request": request, "url": url})
        except Exception:
            logger.exception("Mail %s not sent to user %s", template, user.pk)


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
