"""Keeps the record of which text of an article was live from when to when."""

from collections.abc import Collection
from typing import Any

import swapper
from django.utils import timezone

from articles.models import Publication
from articles.review.content import source_identity
from articles.review.reading import content_hash_of_page, read_content


def record_live(page: Any) -> None:
    """Begin a publication where the text of a live article is new. Call in its transaction."""
    current = content_hash_of_page(page)
    open_one = Publication.objects.filter(page_id=page.pk, live_until=None).first()
    if open_one is not None and open_one.content_hash == current:
        return
    now = timezone.now()
    if open_one is not None:
        _close(open_one, Publication.End.REPLACED, now)
    Publication.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        slug=page.slug,
        title=page.title,
        content_hash=current,
        content=read_content(page),
        live_from=now,
    )


def record_users_of(citation: Any, page_ids: Collection[int]) -> None:
    """Begin a publication of each live article whose text a changed source makes another one.

    ``page_ids``: articles that may cite it. A source is part of the text that was signed.
    """
    open_ones = Publication.objects.filter(page_id__in=page_ids, live_until=None)
    key, identity = str(citation.pk), source_identity(citation)
    changed = [
        page_id
        for page_id, sources in open_ones.values_list("page_id", "content__sources")
        if sources.get(key) != identity
    ]
    _record_again(changed)


def record_users_of_deleted(citation: Any) -> None:
    """The same, once a source is gone."""
    open_ones = Publication.objects.filter(live_until=None)
    citing = open_ones.filter(content__sources__has_key=str(citation.pk))
    _record_again(list(citing.values_list("page_id", flat=True)))


def _record_again(page_ids: list[int]) -> None:
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    for page in pages.filter(pk__in=page_ids, live=True).specific():
        record_live(page)


def record_end(page_ids: list[int], how: str) -> None:
    """End what is open of these pages."""
    for open_one in Publication.objects.filter(page_id__in=page_ids, live_until=None):
        _close(open_one, how, timezone.now())


def end_stale() -> int:
    """End the publications of pages that are not live any more; return how many.

    Wagtail announces an unpublished page after its transaction: a crash in between leaves one.
    """
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    live = pages.filter(live=True).values("pk")
    stale = list(Publication.objects.filter(live_until=None).exclude(page_id__in=live))
    for open_one in stale:
        deleted = open_one.page_id is None
        end = Publication.End.DELETED if deleted else Publication.End.UNPUBLISHED
        _close(open_one, end, timezone.now())
    return len(stale)


def _close(publication: Publication, how: str, when: Any) -> None:
    publication.live_until, publication.ended_by = when, how
    publication.save(update_fields=["live_until", "ended_by"])
