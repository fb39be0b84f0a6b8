"""What articles refer to, looked up for a whole batch of articles at once.

Only what is public is here: a page that is a draft, private, scheduled or expired is not
found, so that nothing of it can get into another article's document.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import swapper
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

from api.documents import images
from api.documents.anchors import section_anchors
from api.documents.public_pages import PublicPage, public_pages
from api.documents.sources import ArticleSource, Reference, article_models
from articles.models import Citation, Clinician, SignOff, Topic

T = TypeVar("T")

Link = tuple[UUID, str]
"""An article's id and the language that it is linked to in."""

# The kinds of reference that lead to a page.
_PAGES = frozenset({"page", "section"})


@dataclass(frozen=True, slots=True)
class References:
    """Everything a batch of articles refers to, by primary key."""

    topics: Mapping[int, Topic] = field(default_factory=dict)
    citations: Mapping[int, Citation] = field(default_factory=dict)
    clinicians: Mapping[int, Clinician] = field(default_factory=dict)
    pages: Mapping[int, PublicPage] = field(default_factory=dict)
    anchors: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    documents: Mapping[int, str] = field(default_factory=dict)
    images: Mapping[int, Any] = field(default_factory=dict)
    translations: Mapping[UUID, Sequence[PublicPage]] = field(default_factory=dict)
    localized: Mapping[tuple[int, str], PublicPage] = field(default_factory=dict)
    sign_offs: Mapping[int, Sequence[SignOff]] = field(default_factory=dict)
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Make what is the same in several documents of the batch for the first of them only."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def page(self, page_id: int, locale: str) -> PublicPage | None:
        """The page in a language where it is public in that, otherwise as it was chosen.

        A translated article refers to the pages its source refers to.
        """
        return self.localized.get((page_id, locale)) or self.pages.get(page_id)

    def links(self, source: ArticleSource) -> set[Link]:
        """The public articles that this one leads to."""
        found = (
            self.page(key, source.locale) for kind, key in source.references() if kind in _PAGES
        )
        return {(page.translation_key, page.locale) for page in found if page and page.is_article}

    def of(self, source: ArticleSource) -> set[Reference]:
        """What this article's document depends on: its references, and theirs."""
        found = source.references()
        for kind, key in list(found):
            clinician = self.clinicians.get(key) if kind == "clinician" else None
            if clinician is not None and clinician.photo_id:
                found.add(("image", clinician.photo_id))
            localized = self.localized.get((key, source.locale)) if kind in _PAGES else None
            if localized is not None:
                found.add(("page", localized.pk))
        return found


def load_references(
    sources: Collection[ArticleSource],
    *,
    known_images: Mapping[int, images.ImageData] | None = None,
) -> References:
    """Look up what these articles refer to, in a constant number of queries.

    `known_images` were read a moment ago and need not be again.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for source in sources:
        for kind, key in source.references():
            wanted[kind].add(key)
    clinicians = {
        clinician.pk: clinician
        for clinician in Clinician.objects.filter(pk__in=wanted["clinician"]).prefetch_related(
            "texts__locale"
        )
    }
    photos = {clinician.photo_id for clinician in clinicians.values() if clinician.photo_id}
    keys = {source.page.translation_key for source in sources}
    wanted_pages = wanted["page"] | wanted["section"]
    wanted_keys = _translation_keys(wanted_pages)
    pages = public_pages(
        Q(pk__in=wanted_pages) | Q(translation_key__in=keys | set(wanted_keys.values()))
    )
    localized = _localized(wanted_keys, pages.values())
    translations: dict[UUID, list[PublicPage]] = defaultdict(list)
    for page in pages.values():
        if page.translation_key in keys and page.is_article and not page.is_alias:
            translations[page.translation_key].append(page)
    return References(
        topics={
            topic.pk: topic
            for topic in Topic.objects.filter(pk__in=wanted["topic"]).prefetch_related(
                "codes", "texts__locale"
            )
        },
        citations=Citation.objects.in_bulk(wanted["citation"]),
        clinicians=clinicians,
        pages=pages,
        anchors=_anchors(
            wanted["section"]
            | {page.pk for (key, _locale), page in localized.items() if key in wanted["section"]}
        ),
        documents=_document_urls(wanted["document"]),
        images=_images(wanted["image"] | photos, known_images or {}),
        translations=translations,
        localized=localized,
        sign_offs=_sign_offs(source.page.pk for source in sources),
    )


def _images(
    image_ids: Collection[int], known: Mapping[int, images.ImageData]
) -> dict[int, images.ImageData]:
    return {**known, **images.load_image_data(set(image_ids) - known.keys())}


def _translation_keys(page_ids: Collection[int]) -> dict[int, UUID]:
    if not page_ids:
        return {}
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    return dict(pages.filter(pk__in=page_ids).values_list("pk", "translation_key"))


def _localized(
    keys: Mapping[int, UUID], pages: Iterable[PublicPage]
) -> dict[tuple[int, str], PublicPage]:
    """The public translations of these pages, by page id and language."""
    by_key: dict[UUID, list[PublicPage]] = defaultdict(list)
    for page in pages:
        if not page.is_alias:
            by_key[page.translation_key].append(page)
    return {(pk, page.locale): page for pk, key in keys.items() for page in by_key[key]}


def _anchors(page_ids: Collection[int]) -> dict[int, dict[str, str]]:
    if not page_ids:
        return {}
    return {
        page.pk: section_anchors(list(page.sections.raw_data))
        for model in article_models()
        for page in model._default_manager.filter(pk__in=page_ids).only("pk", "sections")
    }


def _document_urls(document_ids: Collection[int]) -> dict[int, str]:
    """Addresses of the documents that anybody may read, by id."""
    if not document_ids:
        return {}
    private = Q(pk__in=())
    for restriction in CollectionViewRestriction.objects.select_related("collection"):
        private |= Q(collection__path__startswith=restriction.collection.path)
    public = get_document_model().objects.filter(pk__in=document_ids).exclude(private)
    return {document.pk: document.url for document in public}


def _sign_offs(page_ids: Iterable[int]) -> dict[int, list[SignOff]]:
    found: dict[int, list[SignOff]] = defaultdict(list)
    decided = SignOff.objects.filter(page_id__in=list(page_ids)).select_related(
        "clinician", "rests_on__clinician"
    )
    for sign_off in decided.order_by("signed_at", "pk"):
        found[sign_off.page_id or 0].append(sign_off)
    return found
