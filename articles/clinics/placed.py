"""The articles that clinics carry today, as their people see them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from articles.models import Clinic, Placement, Withdrawal
from articles.review.library import article_pages, with_last_review
from articles.review.states import ReviewState, review_state


@dataclass(frozen=True, slots=True)
class Placed:
    """A live article in one language, at the clinics among those asked for that carry it."""

    page: Any
    clinics: list[Clinic]
    review: ReviewState


def placed_articles(clinic_ids: Collection[int], *, pk: int | None = None) -> list[Placed]:
    """By title: what these clinics show their readers today. A fixed number of queries.

    ``pk``: only this page.
    """
    today = timezone.localdate()
    placements = Placement.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=today),
        Q(ends_on=None) | Q(ends_on__gte=today),
        clinic_id__in=clinic_ids,
    ).select_related("clinic")
    at: dict[Any, list[Clinic]] = {}
    for placement in placements.order_by("clinic__name"):
        at.setdefault(placement.translation_key, []).append(placement.clinic)
    gone = set(
        Withdrawal.objects.filter(translation_key__in=at, reinstated_at=None).values_list(
            "clinic_id", "translation_key", "locale"
        )
    )
    pages = with_last_review(article_pages("next_review_date", "last_reviewed_date")).filter(
        translation_key__in=at, live=True
    )
    if pk is not None:
        pages = pages.filter(pk=pk)
    found = []
    for page in pages.select_related("locale").order_by("title", "pk"):
        key, language = page.translation_key, page.locale.language_code
        if (None, key, language) in gone:
            continue
        clinics = [each for each in at[key] if (each.pk, key, language) not in gone]
        if clinics:
            found.append(Placed(page, clinics, review_state(page.next_review_date, today)))
    return found
