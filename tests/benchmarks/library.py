"""Fills an empty database with articles, in bulk. Runs inside Django.

    python -m tests.benchmarks.library SIZE

Prints a line of JSON: where some of the articles are, and how long their documents took.
"""

import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction

from tests.benchmarks.steps import answer, start_django

SEED = 2026
CHUNK = 500
IMAGES = 500
FIRST_DAY = datetime(2025, 1, 1, 8, tzinfo=UTC)
SAMPLE = 1000
CLINIC = "northside"
CLINICS, PLACED_AT = 50, 3
"""Clinics there are, and how many of them carry every article."""


def main() -> None:
    size = int(sys.argv[1])
    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    shelf = make_shelf()
    page_ids = add_articles(shelf, size)
    place_all()
    generated = time.perf_counter() - started
    print(f"  {size:,} articles made in {generated:.0f} s", file=sys.stderr)
    started = time.perf_counter()
    call_command("rebuild_documents", verbosity=0)
    built = time.perf_counter() - started
    make_plain_table()
    if connection.vendor == "postgresql":
        # What autovacuum would do a minute later.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    step = max(1, size // SAMPLE)
    answer(
        page_ids=page_ids[::step],
        slugs=[slug_of(number) for number in range(0, size, step)],
        built=built,
        sizes=document_sizes(),
    )


def make_shelf() -> Any:
    from articles.models import Citation, Clinician, Topic, TopicCode
    from tests.benchmarks.content import Shelf

    types = ("condition", "therapy", "drug")
    topics = Topic.objects.bulk_create(
        Topic(slug=f"topic-{n}", name=f"Topic number {n}", type=types[n % 3], synonyms="Other")
        for n in range(60)
    )
    TopicCode.objects.bulk_create(
        TopicCode(topic=topic, system="icd-10-cm", code=f"G43.{n}", display="Migraine")
        for n, topic in enumerate(topics)
    )
    clinicians = Clinician.objects.bulk_create(
        Clinician(
            name=f"Dr Ada Example {n}",
            credentials="MD, PhD",
            role="Consultant neurologist",
            bio="Has treated people with migraine for twenty years, and teaches it.",
        )
        for n in range(30)
    )
    citations = Citation.objects.bulk_create(
        Citation(
            title=f"A randomised trial of treatment number {n} in adults with migraine",
            authors="Etchison, Aaron\nBos, Lia\nRay, Meredith",
            container_title="Western Journal of Emergency Medicine",
            year=2000 + n % 25,
            volume=str(n % 40),
            pages="952-960",
            doi=f"10.5811/example.{n}",
            study_design="rct",
        )
        for n in range(300)
    )
    return Shelf(
        images=make_images(),
        topics=[topic.pk for topic in topics],
        clinicians=[clinician.pk for clinician in clinicians],
        citations=[citation.pk for citation in citations],
    )


def make_images() -> list[int]:
    """Many images, as the database knows them; they share the files of one."""
    from wagtail.images import get_image_model

    from api.documents.images import ensure_renditions
    from api.models import ImagePlaceholder
    from tests.api.documents.photographs import photograph

    model = get_image_model()
    file = ContentFile(photograph((1920, 1200), noise=0), name="photograph.jpg")
    first = model.objects.create(title="Photograph 0", file=file)
    ensure_renditions([(first.pk, "hero"), (first.pk, "card")])
    clones = [copy_of(first, title=f"Photograph {n}") for n in range(1, IMAGES)]
    model.objects.bulk_create(clones)
    placeholder = ImagePlaceholder.objects.get(image_id=first.pk)
    ImagePlaceholder.objects.bulk_create(
        ImagePlaceholder(
            image_id=image.pk, source=placeholder.source, data_uri=placeholder.data_uri
        )
        for image in clones
    )
    rows = list(first.renditions.all())
    rendition = model.get_rendition_model()
    rendition.objects.bulk_create(
        [copy_of(row, image_id=image.pk) for image in clones for row in rows], batch_size=CHUNK
    )
    return [first.pk, *(image.pk for image in clones)]


def copy_of(row: Any, **values: Any) -> Any:
    """An unsaved copy of a model instance, with these values instead."""
    own = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del own["id"]
    return row.__class__(**(own | values))


def slug_of(number: int) -> str:
    return f"how-does-treatment-number-{number}-help-with-migraine"


def add_articles(shelf: Any, size: int) -> list[int]:
    """Insert the rows that saving would make, in chunks; saving each takes twenty times longer."""
    from articles.models import ArticleIndexPage
    from tests.articles.factories import ArticleIndexPageFactory

    index = ArticleIndexPageFactory(title="Library", slug="library")
    page_ids: list[int] = []
    with transaction.atomic():
        for start in range(0, size, CHUNK):
            numbers = range(start, min(start + CHUNK, size))
            page_ids += _add_chunk(index, shelf, numbers, page_ids)
        ArticleIndexPage.objects.filter(pk=index.pk).update(numchild=size)
    return page_ids


def place_all() -> None:
    """Place every article at one clinic of several, as a statement does it."""
    from articles.clinics.opening_hours import DAYS
    from articles.models import ArticlePage, Placement
    from tests.articles.factories import ClinicFactory

    clinics = [
        ClinicFactory(
            slug=f"clinic-{n}" if n else CLINIC,
            booking_url=f"https://clinic-{n}.example.org/book/",
            street_address="1 Main Street",
            locality="Springfield",
            opening_hours={"week": {day: [["09:00", "17:00"]] for day in DAYS[:5]}, "special": []},
            disclaimer="This page gives general information.",
            call_to_action_label="Book a consultation",
        )
        for n in range(CLINICS)
    ]
    for clinic in clinics[:PLACED_AT]:
        Placement.objects.bulk_create(
            (
                Placement(article_id=pk, translation_key=key, clinic=clinic, campaign="spring")
                for pk, key in ArticlePage.objects.values_list("pk", "translation_key")
            ),
            batch_size=CHUNK,
        )


def _add_chunk(index: Any, shelf: Any, numbers: range, earlier: list[int]) -> list[int]:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from articles.models import ArticleAuthor, ArticlePage, ArticleTopic, RelatedArticle
    from tests.benchmarks.content import Writer

    content_type = ContentType.objects.get_for_model(ArticlePage)
    writers = [Writer(shelf, seed=SEED, number=number) for number in numbers]
    pages = [_base_page(index, writer, content_type) for writer in writers]
    Page.objects.bulk_create(pages)
    # bulk_create refuses models with a parent table; this is the statement below it.
    ArticlePage._base_manager._insert(
        [_article(writer, page) for writer, page in zip(writers, pages, strict=True)],
        fields=ArticlePage._meta.local_concrete_fields,
        using=connection.alias,
    )
    pairs = list(zip(writers, pages, strict=True))
    ArticleTopic.objects.bulk_create(
        ArticleTopic(page_id=page.pk, topic_id=topic, relation="about", sort_order=order)
        for writer, page in pairs
        for order, topic in enumerate(writer.topics)
    )
    ArticleAuthor.objects.bulk_create(
        ArticleAuthor(page_id=page.pk, clinician_id=writer.clinician(), sort_order=0)
        for writer, page in pairs
    )
    known = [*earlier[-50:], *(page.pk for page in pages)]
    RelatedArticle.objects.bulk_create(
        RelatedArticle(page_id=page.pk, article_id=other, sort_order=order)
        for writer, page in pairs
        for order, other in enumerate(writer.random.sample(known, min(2, len(known))))
        if other != page.pk
    )
    return [page.pk for page in pages]


def _base_page(index: Any, writer: Any, content_type: Any) -> Any:
    from wagtail.models import Page

    number, slug = writer.number, slug_of(writer.number)
    published = FIRST_DAY + timedelta(minutes=number * 7)
    title = f"How does treatment number {number} help with migraine?"
    return Page(
        path=Page._get_path(index.path, index.depth + 1, number + 1),
        depth=index.depth + 1,
        numchild=0,
        title=title,
        draft_title=title,
        slug=slug,
        url_path=f"{index.url_path}{slug}/",
        content_type=content_type,
        translation_key=writer.uuid(),
        locale_id=index.locale_id,
        live=True,
        search_description=writer.sentence(14),
        first_published_at=published,
        last_published_at=published,
        latest_revision_created_at=published,
    )


def _article(writer: Any, page: Any) -> Any:
    from articles.models import ArticlePage

    return ArticlePage(
        page_ptr_id=page.pk,
        kind=writer.kind,
        summary=writer.paragraph(2),
        hero_image_id=writer.image(),
        hero_alt_text=writer.sentence(7),
        sections=writer.sections(),
        disclosure=writer.sentence(10),
        funding=writer.sentence(6),
        last_reviewed_date=date(2026, 1, 1) + timedelta(days=writer.number % 300),
        next_review_date=date(2029, 1, 1),
        search_keywords="sick headache\nhemicrania",
        licence="CC BY 4.0",
    )


def make_plain_table() -> None:
    from tests.benchmarks.plainsite.models import PlainPage

    with connection.schema_editor() as editor:
        editor.create_model(PlainPage)


def document_sizes() -> list[int]:
    """The smallest, the middle and the largest article, in bytes of JSON."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(body) FROM api_deliverydocument WHERE state = 'public'")
        sizes = sorted(size for (size,) in cursor.fetchall())
    return [sizes[0], sizes[len(sizes) // 2], sizes[-1]]


if __name__ == "__main__":
    start_django()
    main()
