"""Two acts at once, neither of which sees what the other does before it is committed."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from articles.models import ArticlePage, ArticleTopic, Clinic, ClinicOffer, Placement
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementRuleFactory,
    TopicFactory,
)

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="only on PostgreSQL: SQLite in memory"
    ),
]


def in_a_thread(act: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_new_offer_and_a_publication_find_each_other() -> None:
    """Neither the clinic's transaction sees the topic, nor the article's the offer."""
    topic = TopicFactory()
    page, clinic = ArticlePageFactory(), ClinicFactory()
    PlacementRuleFactory(topic=topic, where="offering", offer=topic)

    def publish() -> None:
        article = ArticlePage.objects.get(pk=page.pk)
        article.article_topics = [ArticleTopic(topic=topic)]
        article.save_revision().publish()

    with transaction.atomic():
        offering = Clinic.objects.get(pk=clinic.pk)
        offering.offers = [ClinicOffer(topic=topic)]
        offering.save()
        publishing = in_a_thread(publish)
        publishing.join(timeout=3)
        assert publishing.is_alive(), "it waits for the clinic"
    publishing.join(timeout=30)
    assert not publishing.is_alive()
    placed = Placement.objects.get()
    assert (placed.translation_key, placed.clinic) == (page.translation_key, clinic)
