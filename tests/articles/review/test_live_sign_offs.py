"""Whether what is live is what was signed."""

import datetime as dt
from typing import Any

import pytest

from articles.models import ArticlePage, SignOff
from articles.review.live_sign_offs import LiveSignOff, live_sign_off, read_live_sign_offs
from tests.articles.factories import ArticlePageFactory
from tests.articles.review.signed import make_draft, published

TODAY = dt.date(2026, 1, 1)
YESTERDAY = TODAY - dt.timedelta(days=1)


def record(content_hash: str = "a", decision: str = "approved", **kwargs: Any) -> SignOff:
    return SignOff(content_hash=content_hash, decision=decision, **kwargs)


@pytest.mark.parametrize(
    ("content_hash", "decided", "expected"),
    [
        (None, [record()], LiveSignOff.NOT_LIVE),
        ("a", [], LiveSignOff.MISSING),
        ("a", [record()], LiveSignOff.VALID),
        ("a", [record(valid_until=TODAY)], LiveSignOff.VALID),
        ("a", [record(valid_until=YESTERDAY)], LiveSignOff.ENDED),
        ("a", [record("b")], LiveSignOff.CHANGED),
        ("a", [record("b", "changes_requested"), record("a")], LiveSignOff.VALID),
        ("a", [record("a", "changes_requested"), record("a")], LiveSignOff.ENDED),
        ("a", [record("b", "changes_requested")], LiveSignOff.MISSING),
    ],
)
def test_the_last_word_on_the_live_text_counts(
    content_hash: str | None, decided: list[SignOff], expected: LiveSignOff
) -> None:
    decisions = {"clinical": decided}
    assert live_sign_off(content_hash, decisions, roles=["clinical"], today=TODAY) == expected


def test_every_role_must_have_signed() -> None:
    decisions = {"clinical": [record()], "legal": [record("b")]}
    roles = ["clinical", "legal"]
    state = live_sign_off("a", decisions, roles=roles, today=TODAY)
    assert state == LiveSignOff.CHANGED


@pytest.mark.django_db
def test_many_articles_take_two_queries(enforced: None, django_assert_num_queries: Any) -> None:
    signed, _reviewer = published()
    draft = make_draft()
    with django_assert_num_queries(2):
        states = read_live_sign_offs([signed.pk, draft.pk])
    assert states == {signed.pk: LiveSignOff.VALID, draft.pk: LiveSignOff.NOT_LIVE}


@pytest.mark.django_db
def test_what_goes_live_without_a_sign_off_is_seen() -> None:
    unsigned = ArticlePageFactory()
    signed, _reviewer = published()
    changed = ArticlePage.objects.get(pk=signed.pk)
    changed.summary = "Other words."
    changed.save()
    assert read_live_sign_offs([unsigned.pk, signed.pk]) == {
        unsigned.pk: LiveSignOff.MISSING,
        signed.pk: LiveSignOff.CHANGED,
    }
