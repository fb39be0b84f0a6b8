"""How far a review has come, in Python and in SQL alike."""

from datetime import date, timedelta
from typing import Any

import pytest

from articles.review.library import article_pages
from articles.review.states import ReviewState, due_condition, due_soon_days, review_state
from tests.articles.factories import ArticlePageFactory

TODAY = date(2026, 1, 1)
DUE = {
    None: ReviewState.NONE,
    TODAY - timedelta(days=1): ReviewState.OVERDUE,
    TODAY: ReviewState.DUE_SOON,
    TODAY + timedelta(days=60): ReviewState.DUE_SOON,
    TODAY + timedelta(days=61): ReviewState.CURRENT,
}


@pytest.mark.parametrize(("due", "state"), DUE.items())
def test_states_of_a_review(due: date | None, state: ReviewState) -> None:
    assert review_state(due, TODAY) == state


@pytest.mark.django_db
def test_the_database_says_the_same() -> None:
    for due in DUE:
        ArticlePageFactory(next_review_date=due)
    for state in ReviewState:
        found = article_pages("next_review_date").filter(due_condition(state, TODAY))
        assert {page.next_review_date for page in found} == {
            due for due, expected in DUE.items() if expected == state
        }


def test_a_site_says_how_soon_is_soon(settings: Any) -> None:
    settings.CLINIC_CONTENT = {"CHECKS": {"V3": {"due_soon_days": 10}}}
    assert due_soon_days() == 10
    assert review_state(TODAY + timedelta(days=11), TODAY) == ReviewState.CURRENT
