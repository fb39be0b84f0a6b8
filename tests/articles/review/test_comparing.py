"""Contents compared with the names that the database has."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.review.comparing import compare_contents, read_names
from articles.review.reading import read_content
from tests.articles.every_block import every_section
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ImageFactory,
    TopicFactory,
    rich_text,
    section,
)

pytestmark = pytest.mark.django_db


def test_everything_an_article_refers_to_has_a_name() -> None:
    target = ArticlePageFactory(title="Triptans")
    image, citation, topic = ImageFactory(title="Nerve"), CitationFactory(), TopicFactory()
    linked = TopicFactory()
    links = (
        f'<a linktype="page" id="{target.pk}">them</a> <a linktype="topic" id="{linked.pk}">it</a>'
    )
    article = ArticlePageFactory(
        sections=every_section(image=image.pk, citation=citation.pk, topic=topic.pk, links=links),
        topics={"about": topic},
    )
    names = read_names(read_content(article))
    assert names.images == {image.pk: "Nerve"}
    assert names.citations == {citation.pk: str(citation)}
    assert names.topics == {topic.pk: topic.name, linked.pk: linked.name}
    assert names.pages == {target.pk: "Triptans"}


def test_a_source_that_was_deleted_keeps_what_identified_it() -> None:
    citation = CitationFactory(doi="10.1000/gone")
    article = ArticlePageFactory(
        sections=[
            section("overview", citations=[{"type": "item", "id": "1", "value": citation.pk}])
        ],
        live=False,
    )
    before = read_content(article)
    pk = citation.pk
    citation.delete()
    assert read_names(before).citation(pk) == "doi:10.1000/gone"


def queries_of(before: Any, after: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        compare_contents(before, after)
    return len(captured)


def test_the_number_of_queries_does_not_grow() -> None:
    def article(count: int) -> dict[str, Any]:
        sections = [
            section(
                "faq",
                rich_text(f'<p><a linktype="topic" id="{TopicFactory().pk}">it</a></p>'),
                citations=[{"type": "item", "id": "1", "value": CitationFactory().pk}],
            )
            for _ in range(count)
        ]
        return read_content(ArticlePageFactory(sections=sections, live=False))

    assert queries_of(article(1), article(1)) == queries_of(article(5), article(5)) == 2
