"""What of an article is withdrawn at the moment."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from articles.models import Withdrawal
from articles.problems import Problem


def current_withdrawals(page: Any) -> list[Withdrawal]:
    """The open withdrawals of a page that count: the newest everywhere, and of each clinic.

    Those that are prefetched are not read again.
    """
    return newest_of_each_place(
        record for record in page.withdrawals.all() if record.reinstated_at is None
    )


def newest_of_each_place(records: Iterable[Withdrawal]) -> list[Withdrawal]:
    """Everywhere first, then by clinic; ``records``: open ones of one page."""
    found: dict[str, Withdrawal] = {}
    for record in sorted(records, key=lambda each: (each.withdrawn_at, each.pk)):
        if record.is_everywhere or record.clinic_id is not None:
            found[record.clinic_slug] = record
    return [found[slug] for slug in sorted(found)]


def withdrawn_everywhere(page: Any) -> Withdrawal | None:
    """The withdrawal that keeps a page from all readers; never of a page that is not saved."""
    if not page.pk:
        return None
    found: Withdrawal | None = (
        Withdrawal.objects.filter(page_id=page.pk)
        .open()
        .everywhere()
        .order_by("-withdrawn_at", "-pk")
        .first()
    )
    return found


def withdrawal_problems(page: Any) -> list[Problem]:
    """Why a page cannot go live: it is withdrawn, and this is not the act that ends that."""
    if page.reinstating or withdrawn_everywhere(page) is None:
        return []
    return [
        Problem(
            NON_FIELD_ERRORS,
            _(
                "The article is withdrawn. Submit it to review; once it has been signed off again, "
                "choose “Reinstate” in the menu at its title."
            ),
            "withdrawn",
        )
    ]
