"""Fills an empty database with what a search reads, and nothing else. Runs inside Django.

    python -m tests.benchmarks.search_library SIZE

Whole articles of this number would take most of an hour. Cards are as long as real ones, the
search's rows are built and written by the real code; bodies, which no search reads, are empty.
"""

import random
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.db import connection, transaction

from tests.benchmarks.steps import answer, start_django
from tests.benchmarks.vocabulary import some_words

CHUNK = 1_000
SECTIONS = 6
WORDS_A_SECTION = 100
FIRST_DAY = datetime(2025, 1, 1, 8, tzinfo=UTC)


def main() -> None:
    size = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    from tests.articles.factories import ArticleIndexPageFactory

    index = ArticleIndexPageFactory(title="Library", slug="library")
    for start in range(0, size, CHUNK):
        with transaction.atomic():
            add_chunk(index, range(start, min(start + CHUNK, size)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    answer(built=time.perf_counter() - started)


def add_chunk(index: Any, numbers: range) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from api.documents.columns import columns_of
    from api.documents.search.build import build_search
    from api.documents.search.write import write_search
    from api.models import DeliveryDocument, StoreState
    from api.v1.examples import CARD
    from articles.models import ArticlePage

    content_type = ContentType.objects.get_for_model(ArticlePage)
    documents = [make_document(number) for number in numbers]
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(index.path, index.depth + 1, number + 1),
            depth=index.depth + 1,
            title=document.title,
            slug=document.slug,
            url_path=f"{index.url_path}{document.slug}/",
            content_type=content_type,
            translation_key=document.id,
            locale_id=index.locale_id,
        )
        for number, document in zip(numbers, documents, strict=True)
    )
    rows = []
    for page, document in zip(pages, documents, strict=True):
        shared = ("id", "slug", "title", "summary", "published_at", "modified_at")
        card = CARD.model_copy(update={name: getattr(document, name) for name in shared})
        columns = {**columns_of(document, card), "body": b"{}"}
        rows.append(DeliveryDocument(page_id=page.pk, **columns))
    DeliveryDocument.objects.bulk_create(rows, batch_size=100)
    found = {page.pk: build_search(doc) for page, doc in zip(pages, documents, strict=True)}
    ids = list(found)
    for start in range(0, len(ids), 100):
        write_search({page_id: found[page_id] for page_id in ids[start : start + 100]})
    StoreState.bump()


def make_document(number: int) -> Any:
    from api.documents.schema import RichTextBlock
    from api.v1.examples import ARTICLE

    chooser = random.Random(number)
    first, second = some_words(chooser, 2)
    sections = [
        section.model_copy(
            update={
                "heading": " ".join(some_words(chooser, 4)),
                "body": [RichTextBlock(id="text", html=paragraph(chooser))],
                "claims": [],
            }
        )
        for section in (ARTICLE.sections * SECTIONS)[:SECTIONS]
    ]
    published = FIRST_DAY + timedelta(minutes=number)
    return ARTICLE.model_copy(
        update={
            "id": UUID(int=chooser.getrandbits(128), version=4),
            "slug": f"article-{number}",
            "title": f"How does {first} help with {second}?",
            "summary": " ".join(some_words(chooser, 30)),
            "sections": sections,
            "search_keywords": [],
            "topics": [],
            "published_at": published,
            "modified_at": published,
        }
    )


def paragraph(chooser: random.Random) -> Any:
    """Text as the builder leaves it: it knows its words, and nothing parses it again."""
    from api.documents.rich_text import FormattedText

    words = " ".join(some_words(chooser, WORDS_A_SECTION))
    text = FormattedText(f"<p>{words}</p>")
    text.plain, text.portable_text = words, []
    return text


if __name__ == "__main__":
    start_django()
    main()
