"""Withdrawing: what may be withdrawn, what is recorded, what becomes of the page."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import swapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from articles.models import AbstractArticlePage, Clinic, Publication, Severity, Withdrawal
from articles.review.publication_record import record_end
from articles.withdrawing.state import withdrawn_everywhere

WITHDRAWN = "articles.withdraw"


def may_withdraw(user: Any, page: Any) -> bool:
    return bool(page.permissions_for_user(user).can_publish())


def withdrawable_problem(page: Any) -> str:
    """Why there is nothing of a page to withdraw; empty where there is.

    One that is withdrawn can be withdrawn again: for another reason, as more severe, or with a
    replacement that is there now.
    """
    if not isinstance(page.specific_deferred, AbstractArticlePage):
        return _("Only articles can be withdrawn.")
    if page.alias_of_id:
        return _("This page shows another article. Withdraw that one: its aliases go with it.")
    if not page.live and withdrawn_everywhere(page) is None:
        return _("The article is not live in this language: there is nothing to withdraw.")
    return ""


@transaction.atomic
def withdraw(
    pages: Sequence[Any],
    *,
    severity: str,
    reason: str,
    clinics: Collection[Clinic] | None = None,
    replacement: Any = None,
    user: Any = None,
    by: str = "",
) -> list[Withdrawal]:
    """Take articles back, everywhere or only at ``clinics``. From the commit on nobody gets them.

    ``pages``        languages of one article, each by its page
    ``replacement``  a live article that readers are led to instead, in their language if it can be
    ``by``           who acts, where that is no ``user``

    Raises ValidationError, by field, and changes nothing, where something is missing or wrong;
    PermissionDenied where ``user`` may not publish one of the pages.
    """
    locked = _lock(pages)
    if user is not None and not all(may_withdraw(user, page) for page in locked):
        raise PermissionDenied
    _check(locked, severity=severity, reason=reason, clinics=clinics, replacement=replacement)
    now = timezone.now()
    made = []
    for page in locked:
        records = [
            Withdrawal.objects.create(
                page_id=page.pk,
                translation_key=page.translation_key,
                locale=page.locale.language_code,
                slug=page.slug,
                title=page.title,
                clinic=clinic,
                severity=severity,
                reason=reason.strip(),
                replaced_by_id=_in_language_of(page, replacement),
                withdrawn_at=now,
                withdrawn_by=user,
                withdrawn_by_name=by,
            )
            for clinic in ([None] if clinics is None else clinics)
        ]
        log(instance=page, action=WITHDRAWN, user=user, data=_log_data(records))
        if clinics is None and page.live:
            _take_down(page, user)
        made += records
    return made


def _lock(pages: Iterable[Any]) -> list[Any]:
    """As they are now: nobody publishes one of them before this is done."""
    ids = [page.pk for page in pages]
    base = swapper.load_model("wagtailcore", "Page")._default_manager
    list(base.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
    return list(base.filter(pk__in=ids).order_by("pk").select_related("locale"))


def _take_down(page: Any, user: Any) -> None:
    """Wagtail's own pages, its search and whatever a host adds ask whether a page is live."""
    record_end([page.pk], Publication.End.WITHDRAWN)
    page.specific.unpublish(user=user, log_action=False)


def _check(pages: Sequence[Any], **asked: Any) -> None:
    problems = {
        None: _pages_problem(pages),
        "severity": "" if asked["severity"] in Severity.values else _("Choose how urgent it is."),
        "reason": "" if asked["reason"].strip() else _("Say why: readers are told."),
        "clinics": "" if asked["clinics"] != [] else _("Choose at least one clinic."),
        "replacement": _replacement_problem(pages, asked["replacement"]),
    }
    found = {field or "__all__": text for field, text in problems.items() if text}
    if found:
        raise ValidationError(found)


def _pages_problem(pages: Sequence[Any]) -> str:
    if not pages:
        return _("Choose at least one language.")
    return next((problem for page in pages if (problem := withdrawable_problem(page))), "")


def _replacement_problem(pages: Sequence[Any], replacement: Any) -> str:
    if replacement is None:
        return ""
    if not isinstance(replacement.specific_deferred, AbstractArticlePage):
        return _("Choose an article.")
    if replacement.translation_key in {page.translation_key for page in pages}:
        return _("An article cannot replace itself. Choose another one, or none.")
    if not replacement.live or withdrawn_everywhere(replacement) is not None:
        return _("The article that replaces it must be live. Choose another one, or none.")
    return ""


def _in_language_of(page: Any, replacement: Any) -> int | None:
    if replacement is None:
        return None
    same = type(replacement)._default_manager.filter(
        translation_key=replacement.translation_key,
        locale_id=page.locale_id,
        live=True,
        alias_of=None,
    )
    return int(same.values_list("pk", flat=True).first() or replacement.pk)


def _log_data(records: Sequence[Withdrawal]) -> dict[str, Any]:
    first = records[0]
    return {
        "severity": first.severity,
        "reason": first.reason,
        "by": first.withdrawn_by_name,
        "clinics": [record.clinic_name for record in records if record.clinic_slug],
        "withdrawals": [record.pk for record in records],
    }
