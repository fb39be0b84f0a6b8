"""How the live library stands, day by day."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import CheckedVersion, LibraryHealth, StoredFinding
from articles.review.library import article_pages
from articles.review.outcome import Outcome
from articles.review.states import ReviewState, review_state
from articles.review.stored_findings import refresh

COUNTS = (
    "articles",
    "without_findings",
    "with_warnings",
    "with_blocking",
    "review_due_soon",
    "review_overdue",
)


@dataclass(slots=True)
class Standing:
    """What one day's row says of a language."""

    counts: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)


def take_snapshot(today: dt.date | None = None) -> Outcome:
    """Check what has changed, and write the day's row of each language; a later run writes over it.

    Articles that could not be checked count as articles, and in no other number of findings.
    """
    today = today or timezone.localdate()
    refreshed = refresh(live_only=True)
    standing = read_standing(today)
    # A language that lost its last article gets a row of zeros, not the look of a missing day.
    for locale in LibraryHealth.objects.values_list("locale", flat=True).distinct():
        standing[locale]
    with transaction.atomic():
        for locale, stands in standing.items():
            LibraryHealth.objects.update_or_create(
                date=today,
                locale=locale,
                defaults={
                    **{name: stands.counts[name] for name in COUNTS},
                    "by_rule": dict(sorted(stands.by_rule.items())),
                },
            )
    return Outcome(done=sum(stands.counts["articles"] for stands in standing.values()),
                   failed=refreshed.failed)  # fmt: skip


def read_standing(today: dt.date) -> defaultdict[str, Standing]:
    """By language, from what is stored of the rules' findings. Three queries."""
    standing: defaultdict[str, Standing] = defaultdict(Standing)
    checked = {
        row.page_id: row for row in CheckedVersion.objects.filter(live=True).only(
            "page_id", "blocking", "warnings"
        )
    }  # fmt: skip
    locales = {}
    live = article_pages("next_review_date").filter(live=True)
    for pk, locale, due in live.values_list("pk", "locale__language_code", "next_review_date"):
        locales[pk] = locale
        standing[locale].counts.update(_counts(checked.get(pk), review_state(due, today)))
    for pk, rule in _broken_rules():
        if pk in locales:
            standing[locales[pk]].by_rule[rule] += 1
    return standing


def _broken_rules() -> Iterable[tuple[int, str]]:
    found = StoredFinding.objects.filter(version__live=True, overridden_until=None)
    rows: Iterable[tuple[int, str]] = (
        found.order_by().values_list("version__page_id", "rule").distinct()
    )
    return rows


def _counts(checked: Any, state: ReviewState) -> list[str]:
    names = ["articles"]
    if checked is not None and checked.blocking:
        names.append("with_blocking")
    elif checked is not None:
        names.append("with_warnings" if checked.warnings else "without_findings")
    if state in (ReviewState.DUE_SOON, ReviewState.OVERDUE):
        names.append(f"review_{state.value}")
    return names
