"""What a site lets become of articles whose review is overdue."""

import datetime as dt
import logging
from typing import Any

import pytest
from django.core import mail
from wagtail.models import PageLogEntry

from articles.models import ArticlePage, Publication
from articles.review.overdue import apply_overdue_policy
from tests.articles.factories import ArticlePageFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def unpublishing(settings: Any) -> None:
    own = {"ENFORCE_CHECKS": False, "OVERDUE_ACTION": "unpublish", "OVERDUE_GRACE_DAYS": 30}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": own}


def late(days: int, **kwargs: Any) -> ArticlePage:
    kwargs.setdefault("owner", UserFactory(group="Editors"))
    return ArticlePageFactory(next_review_date=TODAY - dt.timedelta(days=days), **kwargs)


def is_live(page: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


def test_by_default_an_article_stays_live() -> None:
    page = late(1000)
    assert apply_overdue_policy(TODAY).done == 0
    assert is_live(page)
    assert mail.outbox == []


@pytest.mark.usefixtures("unpublishing")
def test_an_article_comes_down_when_its_days_of_grace_have_passed() -> None:
    due, over = late(30), late(31)
    assert apply_overdue_policy(TODAY).done == 1
    assert is_live(due)
    assert not is_live(over)
    entry = PageLogEntry.objects.get(action="articles.unpublish.overdue")
    assert entry.page_id == over.pk
    assert "overdue" in entry.formatter.format_message(entry)
    assert not Publication.objects.filter(page_id=over.pk, live_until=None).exists()


@pytest.mark.usefixtures("unpublishing")
def test_its_owner_is_told_once_in_one_mail() -> None:
    owner = UserFactory(group="Editors")
    pages = [late(50, owner=owner, title=title) for title in ("On <sleep>", "On pain")]
    apply_overdue_policy(TODAY)
    apply_overdue_policy(TODAY)
    (sent,) = mail.outbox
    assert sent.to == [owner.email]
    assert sent.subject == "2 articles were taken down"
    for page in pages:
        assert page.title in sent.body
        assert f"http://testserver/admin/pages/{page.pk}/edit/" in sent.body


@pytest.mark.usefixtures("unpublishing")
def test_articles_without_a_date_stay() -> None:
    page = ArticlePageFactory(next_review_date=None)
    assert apply_overdue_policy(TODAY).done == 0
    assert is_live(page)


@pytest.mark.usefixtures("unpublishing")
def test_one_that_fails_keeps_no_other(caplog: Any) -> None:
    from wagtail.signals import page_unpublished

    poisoned, healthy = late(60), late(50)

    def fail(instance: Any, **kwargs: Any) -> None:
        if instance.pk == poisoned.pk:
            raise RuntimeError("no")

    page_unpublished.connect(fail)
    try:
        with caplog.at_level(logging.ERROR):
            outcome = apply_overdue_policy(TODAY)
    finally:
        page_unpublished.disconnect(fail)
    assert (outcome.done, outcome.failed) == (1, 1)
    assert is_live(poisoned)
    assert not is_live(healthy)
    assert f"page {poisoned.pk}" in caplog.text
    assert [sent.to for sent in mail.outbox] == [[healthy.owner.email]]
