"""Edits at the same time leave the store as if they had come one after the other."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from api.documents import store
from api.models import DeliveryDocument
from articles.models import ArticlePage
from tests.api.documents import stored
from tests.articles.factories import (
    ArticlePageFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(*acts: Callable[[], Any]) -> None:
    """Run all acts in threads that start together; raise what any of them raised."""
    barrier = threading.Barrier(len(acts))
    errors: list[Exception] = []

    def run(act: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=10)
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not errors, errors


def publish_with_title(page: ArticlePage, title: str) -> Callable[[], Any]:
    def act() -> None:
        own = ArticlePage.objects.get(pk=page.pk)
        own.title = title
        own.save_revision().publish()

    return act


@pytest.mark.skipif(connection.vendor == "sqlite", reason="only on PostgreSQL: SQLite in memory")
def test_articles_that_refer_to_each_other_are_published_at_once() -> None:
    first = ArticlePageFactory(slug="first")
    link = rich_text(f'<p><a linktype="page" id="{first.pk}">first</a></p>')
    second = ArticlePageFactory(
        slug="second", sections=[*sections_for("lifestyle"), section("living_with", link)]
    )
    for page, other in ((first, second), (second, first)):
        page.related_articles.create(article=other)
        page.save_revision().publish()
    topic = TopicFactory()
    for number in range(8):
        topic.name = f"Topic {number}"
        at_once(
            publish_with_title(first, f"First {number}"),
            publish_with_title(second, f"Second {number}"),
            topic.save,
        )
        assert stored.document(first)["related"][0]["title"] == f"Second {number}"
        assert stored.document(second)["related"][0]["title"] == f"First {number}"
    assert store.differences(DeliveryDocument.objects.values_list("pk", flat=True)) == set()
