"""Reads what rules ask of articles and clinics: a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from articles.models import ArticleTopic, Clinic, ClinicOffer
from articles.placing.matching import ArticleFacts, ClinicFacts
from articles.review.library import article_pages

_COLUMNS = ("pk", "translation_key", "locale_id", "slug", "kind", "audience")


def read_pages(
    keys: Collection[UUID] | None, topic_ids: Collection[int], *, drafts: Iterable[Any] = ()
) -> list[ArticleFacts]:
    """Return the pages of these articles, or of all, that are live or have been.

    A page that was never published is not there yet: its topics are not decided.
    ``topic_ids``   the topics that anybody asks for
    ``drafts``      page instances that count as they are in memory, live or not
    """
    in_memory = {page.pk: of_page(page) for page in drafts}
    pages = article_pages("kind", "audience").filter(
        Q(live=True) | Q(first_published_at__isnull=False)
    )
    links = ArticleTopic.objects.filter(topic_id__in=topic_ids)
    if keys is not None:
        pages = pages.filter(translation_key__in=keys)
        links = links.filter(page__translation_key__in=keys)
    topics: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for page_id, topic_id, relation in links.values_list("page_id", "topic_id", "relation"):
        topics[page_id].append((topic_id, relation))
    found = {
        page.pk: ArticleFacts(
            page_id=page.pk,
            translation_key=page.translation_key,
            locale_id=page.locale_id,
            slug=page.slug,
            kind=page.kind,
            audience=page.audience,
            topics=topics.get(page.pk, ()),
        )
        for page in pages.order_by("pk").values_list(*_COLUMNS, named=True)
    }
    return [facts for _pk, facts in sorted((found | in_memory).items())]


def of_page(page: Any) -> ArticleFacts:
    """The facts of a page instance as it is in memory."""
    return ArticleFacts(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale_id=page.locale_id,
        slug=page.slug,
        kind=page.kind,
        audience=page.audience,
        topics=[(link.topic_id, link.relation) for link in page.article_topics.all()],
    )


def read_clinics(clinic_ids: Collection[int] | None = None) -> list[ClinicFacts]:
    """Return these clinics, or all, with their groups and offers."""
    parents = dict(Clinic.objects.order_by().values_list("pk", "parent_id"))
    offers: dict[int, set[int]] = defaultdict(set)
    for clinic_id, topic_id in ClinicOffer.objects.values_list("clinic_id", "topic_id"):
        offers[clinic_id].add(topic_id)
    return [
        ClinicFacts(clinic_id, _with_groups(clinic_id, parents), offers.get(clinic_id, set()))
        for clinic_id in parents
        if clinic_ids is None or clinic_id in clinic_ids
    ]


def with_members(clinic_id: int) -> set[int]:
    """A clinic and all clinics in it, at any depth."""
    parents = dict(Clinic.objects.order_by().values_list("pk", "parent_id"))
    return {pk for pk in parents if clinic_id in _with_groups(pk, parents)}


def _with_groups(clinic_id: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    found: set[int] = set()
    layer: int | None = clinic_id
    while layer is not None and layer not in found:
        found.add(layer)
        layer = parents.get(layer)
    return frozenset(found)
