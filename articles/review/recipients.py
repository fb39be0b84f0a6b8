"""Who is told about an article's review: those who must act."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model

from articles.mail import reachable
from articles.models import ReviewTask
from articles.review.library import article_pages, with_last_review

FALLBACK_GROUP = "Publishers"


def read_recipients(page_ids: Collection[int]) -> dict[int, list[Any]]:
    """By page: its owner, and its last reviewer while they are one; else the publishers.

    Only people with an address and an account in use. A constant number of queries.
    """
    users = get_user_model()._default_manager
    pages = with_last_review(article_pages()).filter(pk__in=page_ids)
    wanted = {page.pk: (page.owner_id, page.reviewer_id) for page in pages}
    keys = {key for pair in wanted.values() for key in pair if key}
    accounts = users.in_bulk(keys)
    reviewers = set(
        users.filter(pk__in=keys, groups__in=_reviewing_groups()).values_list("pk", flat=True)
    )
    publishers = reachable(users.filter(groups__name=FALLBACK_GROUP).distinct().order_by("pk"))
    found = {}
    for pk, (owner, reviewer) in wanted.items():
        chosen = dict.fromkeys([owner, reviewer if reviewer in reviewers else None])
        found[pk] = reachable(accounts.get(key) for key in chosen if key) or publishers
    return found


def by_person(recipients: dict[int, list[Any]]) -> dict[Any, list[int]]:
    """The pages of each person, in the order in which pages are given."""
    found: dict[Any, list[int]] = defaultdict(list)
    for pk, people in recipients.items():
        for user in people:
            found[user].append(pk)
    return found


def _reviewing_groups() -> Any:
    return ReviewTask.groups.through.objects.filter(
        reviewtask__in=ReviewTask.objects.filter(active=True)
    ).values("group_id")
