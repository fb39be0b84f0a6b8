"""What publishing costs beside a plain Wagtail page of the same content. Runs inside Django.

    python -m tests.benchmarks.publishing ROUNDS

The two take turns. Timed is `revision.publish()`, as the editor's button, the schedule and the
bulk action call it, on a draft with one changed sentence and no new image.
"""

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.steps import answer, start_django

WARM_UP = 3
COPIED = ("title", "slug", "kind", "summary", "hero_image", "hero_alt_text", "disclosure")


def main() -> None:
    from articles.models import ArticlePage

    rounds = int(sys.argv[1]) + WARM_UP
    articles = list(ArticlePage.objects.order_by("-pk")[:rounds])
    shelf = _plain_index()
    ours, plain = [], []
    for place, article in enumerate(articles):
        twin = _twin(article, shelf)
        pair = [(ours, _publish(article)), (plain, _publish(twin))]
        for found, publish in pair if place % 2 else pair[::-1]:
            found.append(timed(publish))
    queries = {name: _queries(page) for name, page in (("ours", articles[0]), ("plain", twin))}
    answer(
        ours=[*_medians(ours[WARM_UP:]), queries["ours"]],
        plain=[*_medians(plain[WARM_UP:]), queries["plain"]],
        ratio=median(
            mine / theirs
            for (mine, _), (theirs, _) in zip(ours[WARM_UP:], plain[WARM_UP:], strict=True)
        ),
    )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that `work` takes: by the clock, and of this process's processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _plain_index() -> Any:
    from wagtail.models import Page

    home = Page.objects.get(depth=2)
    return home.add_child(instance=Page(title="Plain", slug="plain"))


def _twin(article: Any, parent: Any) -> Any:
    """A plain page with the content of `article`, its topics and authors included."""
    from tests.benchmarks.plainsite.models import PlainPage

    page = PlainPage(
        **{name: getattr(article, name) for name in COPIED},
        sections=list(article.sections.raw_data),
    )
    for relation in ("article_topics", "article_authors", "related_articles"):
        children = [child.__class__(**_own(child)) for child in getattr(article, relation).all()]
        setattr(page, relation, children)
    parent.add_child(instance=page)
    return page


def _own(child: Any) -> dict[str, Any]:
    left_out = ("id", "page")
    return {
        field.attname: getattr(child, field.attname)
        for field in child._meta.concrete_fields
        if field.name not in left_out
    }


def _publish(page: Any) -> Callable[[], object]:
    """The publishing of a fresh draft of `page`; only what this returns is to be timed."""
    page = page.specific_class.objects.get(pk=page.pk)
    raw = [dict(section) for section in page.sections.raw_data]
    raw[0]["value"]["body"][0]["value"] += f"<p>Changed at {time.time_ns()}.</p>"
    page.sections = raw
    revision_id = page.save_revision().pk
    revision = page.revisions.get(pk=revision_id)
    return revision.publish


def _queries(page: Any) -> int:
    publish = _publish(page)
    with CaptureQueriesContext(connection) as captured:
        publish()
    return len(captured)


def _medians(found: list[tuple[float, float]]) -> list[float]:
    return [median(column) for column in zip(*found, strict=True)]


if __name__ == "__main__":
    start_django()
    main()
