"""The admin's "usage" of what articles choose, kept right by one update a save."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from articles.models import ArticlePage, Topic
from tests.articles.factories import ArticlePageFactory, TopicFactory

pytestmark = pytest.mark.django_db


def used_by(topic: Topic) -> set[int]:
    found = ReferenceIndex.get_references_to(topic)
    return {int(reference.object_id) for reference in found}


def test_usage_follows_a_save() -> None:
    migraine, aura = TopicFactory(slug="migraine"), TopicFactory(slug="aura")
    page = ArticlePageFactory(topics={"about": migraine})
    assert (used_by(migraine), used_by(aura)) == ({page.pk}, set())
    page.article_topics.all()[0].topic = aura
    page.article_topics = [page.article_topics.model(topic=aura, relation="about")]
    page.save_revision().publish()
    assert (used_by(migraine), used_by(aura)) == (set(), {page.pk})


def test_an_article_is_gone_through_once() -> None:
    topics = {name: TopicFactory(slug=name) for name in ("about", "treats")}
    page = ArticlePageFactory(topics=topics)
    with CaptureQueriesContext(connection) as captured:
        page.save()
    reads = [
        query
        for query in captured.captured_queries
        if query["sql"].startswith("SELECT") and 'FROM "wagtailcore_referenceindex"' in query["sql"]
    ]
    assert len(reads) == 1


def test_an_import_may_turn_it_off() -> None:
    topic = TopicFactory()
    page = ArticlePageFactory()
    page.article_topics = [page.article_topics.model(topic=topic, relation="about")]
    with disable_reference_index_auto_update():
        page.save()
        ArticlePage.objects.get(pk=page.pk).save()
    assert used_by(topic) == set()
    page.save()
    assert used_by(topic) == {page.pk}
