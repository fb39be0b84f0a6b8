"""Keeps the stored documents equal to what is public. The only writer of the store.

Every function that an edit calls runs in one transaction and takes the store's lock before it
reads anything: of two edits that touch one document, the later then builds on the earlier.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple
from uuid import UUID

import swapper
from django.db import transaction
from django.utils import timezone

from api.changes.documents import announce, announce_gone, opened
from api.changes.snippets import announce_topics
from api.documents import media
from api.documents.builder import build_card, build_document
from api.documents.formats import build_variants
from api.documents.images import ImageData, missing_files
from api.documents.references import Link, References, load_references
from api.documents.rows import (
    Built,
    closed_row,
    face,
    public_row,
    same_row,
    write,
    write_links,
    write_references,
)
from api.documents.schema import WithdrawalNotice
from api.documents.search.build import build_search
from api.documents.search.write import stored_digests
from api.documents.sources import ArticleSource, Reference, load_sources
from api.documents.topics import other_names
from api.documents.variants import etags_of, stored_etags
from api.documents.withdrawals import open_withdrawals
from api.models import DeliveryDocument, DocumentReference, StoreState
from api.models.documents import DocumentState

BATCH = 200
Prepare = Callable[[Collection[ArticleSource]], Mapping[int, ImageData]]


@dataclass(slots=True)
class Outcome:
    """What a refresh found: documents that differ now, and those that others show differently."""

    changed: set[int] = field(default_factory=set)
    faces: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    """All that are in the store now, changed or not."""

    def add(self, other: "Outcome") -> None:
        self.changed |= other.changed
        self.faces |= other.faces
        self.documents |= other.documents


def refresh(page_ids: Iterable[int], *, retired: bool = False) -> Outcome:
    """Bring the documents of these articles up to date, and those that show something of them.

    Ids of pages that are no articles are fine: documents that link to them are refreshed.
    ``retired``: the pages were taken out of sight before, so that nothing can be concluded
    from their own documents being as they were.
    """
    ids = set(page_ids)
    with transaction.atomic():
        StoreState.lock_for_edit()
        outcome = _write_all(ids, compare_faces=not retired)
        # Nothing that a document shows of another follows from a third one: one step is enough.
        touched = ids if retired else outcome.faces | (ids - outcome.documents)
        touched = _in_every_language(touched)
        followers = referring(("page", "section"), touched) - ids
        outcome.add(_write_all(followers | _translations(ids) - ids))
    return outcome


def refresh_referring(kind: str, object_ids: Iterable[int]) -> Outcome:
    """Bring the documents up to date that refer to these topics, citations, images ..."""
    with transaction.atomic():
        StoreState.lock_for_edit()
        return _write_all(referring((kind,), object_ids))


def refresh_notices(article_id: UUID, locale: str) -> None:
    """Bring the notices up to date that are told of this article though its page was deleted."""
    with transaction.atomic():
        StoreState.lock_for_edit()
        rows = DeliveryDocument.objects.filter(
            article_id=article_id, locale=locale, state=DocumentState.WITHDRAWN
        )
        _write_all(set(rows.values_list("pk", flat=True)))


def rebuild(page_ids: Iterable[int], *, prepare: Prepare | None = None) -> set[int]:
    """Bring just these documents up to date; return the ids of those that were not.

    For going through the whole library, where every document has its turn. They are built before
    the lock is taken, so that neither editors nor other processes that rebuild wait for it; after
    an edit in the meantime they are built once more. ``prepare`` is given what they are built
    from, makes the files of their images, and returns what it knows of these.
    """
    ids = set(page_ids)
    edits = StoreState.get_edits()
    batch = _build_batch(ids, prepare=prepare)
    with transaction.atomic():
        StoreState.lock()
        if StoreState.get_edits() != edits:
            batch = _build_batch(ids)
        changed = _write_batch(batch).changed
        if changed:
            StoreState.bump()
    return changed


def retire(page_ids: Iterable[int]) -> None:
    """Take these documents out of sight at once, without asking whether they are public still.

    For acts that take something back: what is hidden too early comes back with the next
    refresh, what is hidden too late has leaked.
    """
    with transaction.atomic():
        StoreState.lock_for_edit()
        now = timezone.now()
        rows = DeliveryDocument.objects.filter(pk__in=set(page_ids), state=DocumentState.PUBLIC)
        built = [Built(closed_row(row, None, now), before=row) for row in rows]
        if built:
            with opened() as log:
                write(built)
                announce(built, log)
            StoreState.bump()


def forget(page_ids: Iterable[int]) -> None:
    """Remove the documents of pages that were deleted. The notice of a withdrawn one stays."""
    ids = set(page_ids)
    with transaction.atomic():
        StoreState.lock_for_edit()
        rows = DeliveryDocument.objects.filter(pk__in=ids).exclude(state=DocumentState.WITHDRAWN)
        gone = list(rows.defer("body", "card"))
        topics = _topics_of(ids)
        shown = media.shown_by(ids)
        with opened() as log:
            rows.delete()
            announce_gone(gone, log)
            announce_topics(topics, log)
        media.retire(shown)
        StoreState.bump()
        refresh(ids, retired=True)


def differences(page_ids: Iterable[int]) -> set[int]:
    """Return the ids whose stored document is not what it should be. Changes nothing."""
    with transaction.atomic():
        return {item.row.pk for item in _build_batch(set(page_ids)).differing}


def referring(kinds: Sequence[str], object_ids: Iterable[int]) -> set[int]:
    """Return the ids of the pages whose documents refer to these things, in any of these ways."""
    ids = set(object_ids)
    if not ids:
        return set()
    found = DocumentReference.objects.filter(kind__in=kinds, object_id__in=ids)
    return set(found.values_list("document_id", flat=True))


def _write_all(page_ids: Collection[int], *, compare_faces: bool = False) -> Outcome:
    """Write what differs. `compare_faces`: find out as well what others show differently."""
    outcome = Outcome()
    incomplete: set[media.Use] = set()
    for ids in batches(page_ids):
        batch = _build_batch(ids)
        incomplete |= batch.incomplete
        outcome.add(_write_batch(batch, compare_faces=compare_faces))
    if incomplete:
        transaction.on_commit(partial(media.restore, incomplete, refresh_referring))
    if outcome.changed:
        StoreState.bump()
    return outcome


def batches(page_ids: Iterable[int], size: int = BATCH) -> Iterator[list[int]]:
    """Cut ids into lists of at most `size`, in ascending order."""
    ordered = sorted(page_ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


class _Batch(NamedTuple):
    """What some documents should be."""

    differing: list[Built]
    """Those that are not so in the store."""
    references: Mapping[int, Collection[Reference]]
    """Of all that have a row, by page id."""
    links: Mapping[int, Collection[Link]]
    """Of the same."""
    closed: Collection[int]
    """Those that are not public."""
    incomplete: set[media.Use]
    """Images that the public ones show and that lack files: they were public no more before."""


def _write_batch(batch: _Batch, *, compare_faces: bool = False) -> Outcome:
    shown = media.shown_by(batch.closed)
    if batch.differing:
        with opened() as log:
            write(batch.differing)
            announce(batch.differing, log)
            announce_topics(_exchange_topics(batch), log)
    elif topics := _exchange_topics(batch):
        with opened() as log:
            announce_topics(topics, log)
    if shown:
        media.retire(shown)
    faces = (item.row.pk for item in batch.differing if face(item.row) != face(item.before))
    return Outcome(
        changed={item.row.pk for item in batch.differing},
        faces=set(faces if compare_faces else ()),
        documents=set(batch.references),
    )


def _exchange_topics(batch: _Batch) -> set[int]:
    """Write what the documents refer to; return the topics that some did not, or do not now."""
    write_links(batch.links)
    exchanged = write_references(batch.references)
    return {object_id for kind, object_id in exchanged if kind == "topic"}


def _topics_of(page_ids: Collection[int]) -> set[int]:
    found = DocumentReference.objects.filter(kind="topic", document_id__in=page_ids)
    return set(found.values_list("object_id", flat=True))


def _build_batch(page_ids: Collection[int], *, prepare: Prepare | None = None) -> _Batch:
    sources = load_sources(page_ids)
    known_images = prepare(sources.values()) if prepare is not None else {}
    stored = {row.pk: row for row in DeliveryDocument.objects.filter(pk__in=page_ids)}
    etags, digests = stored_etags(stored), stored_digests(stored)
    references = load_references(sources.values(), known_images=known_images)
    closed = {*stored, *sources} - set(references.pages)
    deleted = {
        page_id: (stored[page_id].article_id, stored[page_id].locale)
        for page_id in closed - set(sources)
        if stored[page_id].state == DocumentState.WITHDRAWN
    }
    withdrawals = open_withdrawals(closed, deleted)
    built: list[Built] = []
    wanted: dict[int, set[Reference]] = {}
    links: dict[int, set[Link]] = {}
    for page_id in sorted({*sources, *stored}):
        source, before = sources.get(page_id), stored.get(page_id)
        if source is not None and page_id in references.pages:
            known = Known(before, etags.get(page_id, {}), digests.get(page_id))
            item = _public(source, references, known)
            wanted[page_id] = references.of(source)
            links[page_id] = references.links(source)
        else:
            known = Known(before, {}, digests.get(page_id))
            withdrawal = withdrawals.get(page_id)
            item = _closed(source, known, withdrawal.notice if withdrawal else None)
            wanted[page_id] = withdrawal.references if withdrawal else set()
            if before is None and item is None:
                del wanted[page_id]
        if item is not None:
            built.append(item)
    public = [source for page_id, source in sources.items() if page_id in references.pages]
    return _Batch(
        differing=built,
        references=wanted,
        links={page_id: links.get(page_id, ()) for page_id in wanted},
        closed=wanted.keys() - references.pages.keys(),
        incomplete=_incomplete(public, references),
    )


def _incomplete(sources: Iterable[ArticleSource], references: References) -> set[media.Use]:
    uses = {use for source in sources for use in source.image_uses()}
    photos = {each.photo_id for each in references.clinicians.values() if each.photo_id}
    uses |= {(photo, "portrait") for photo in photos}
    known = references.images
    return {use for use in uses if use[0] in known and missing_files(known[use[0]], use[1:])}


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored of a page: its row, its variants' ETags, its search rows' digest."""

    row: DeliveryDocument | None
    etags: Mapping[str, str]
    digest: str | None


def _public(source: ArticleSource, references: References, known: Known) -> Built | None:
    """Build the row and what goes with it; None where all of it is what is stored."""
    now = timezone.now()
    before = known.row
    version = before.version if before else 1
    document = build_document(source, references, version=version)
    row = public_row(source, document, build_card(source, document, references), now)
    search = build_search(
        document,
        other_names=other_names(source, references),
        live_from=row.live_from,
        expires_at=row.expires_at,
    )
    if before is not None and before.etag == row.etag and bytes(before.card) == row.card:
        variants = build_variants(document)
        if known.etags == etags_of(variants):
            if same_row(before, row) and known.digest == search.digest:
                return None
            row.changed_at = before.changed_at
            return Built(row, document, variants, search, before=before, digest=known.digest)
    if before is not None:
        document = document.model_copy(update={"version": version + 1})
        row = public_row(source, document, build_card(source, document, references), now)
    variants = build_variants(document)
    return Built(row, document, variants, search, before=before, digest=known.digest)


def _closed(
    source: ArticleSource | None, known: Known, notice: WithdrawalNotice | None
) -> Built | None:
    former = before = known.row
    if former is None:
        if notice is None or source is None:
            return None
        former = _blank_row(source)
    row = closed_row(former, notice, timezone.now())
    if not same_row(former, row):
        return Built(row, before=before)
    return None if known.digest is None else Built(former, before=before)


def _blank_row(source: ArticleSource) -> DeliveryDocument:
    """The row of an article that was withdrawn before the store knew of it."""
    page, now = source.page, timezone.now()
    return DeliveryDocument(
        page_id=page.pk,
        article_id=page.translation_key,
        locale=source.locale,
        slug=page.slug,
        is_alias=page.alias_of_id is not None,
        state=DocumentState.GONE,
        kind=page.kind,
        audience=page.audience,
        version=0,
        published_at=page.first_published_at or now,
        modified_at=page.last_published_at or now,
    )


def _in_every_language(page_ids: Collection[int]) -> set[int]:
    """These pages and their translations: who refers to one shows the one of its language."""
    if not page_ids:
        return set()
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    keys = pages.filter(pk__in=page_ids).values("translation_key")
    found = pages.filter(translation_key__in=keys).values_list("pk", flat=True)
    return {*page_ids, *found}


def _translations(page_ids: Collection[int]) -> set[int]:
    """The other languages of these articles: they say whether they have fallen behind."""
    pages = swapper.load_model("wagtailcore", "Page")._default_manager
    keys = pages.filter(pk__in=page_ids).values("translation_key")
    found = DeliveryDocument.objects.filter(article_id__in=keys)
    return set(found.values_list("page_id", flat=True))
