"""Topics, clinics and placements: built when they are read, so compared with what was last told."""

import datetime
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from wagtail.coreutils import get_content_languages

from api.changes.clinic_facts import build_all, keep_facts
from api.changes.log import Log
from api.changes.shown import NOTHING, article_change, shown
from api.documents import images
from api.documents.clinic_values.values import Placing
from api.documents.profiles import build_topic, clinic_images
from api.models import Announced, Change, ChangeType, DeliveryDocument, DocumentReference
from api.models.documents import DocumentState
from api.reading.public import moment
from api.reading.snippets import shown_ids
from articles.models import Clinic, Placement, Topic, Withdrawal

_TOPIC, _CLINIC, _PLACEMENTS = "topic", "clinic", "placements"
_TYPES = {
    _TOPIC: (ChangeType.TOPIC_UPDATED, ChangeType.TOPIC_REMOVED),
    _CLINIC: (ChangeType.CLINIC_UPDATED, ChangeType.CLINIC_REMOVED),
}
_BATCH = 500
Profiles = Mapping[str, tuple[str, str]]
"""Slug and digest of what is shown, by primary key as text."""


def announce_topics(ids: Iterable[int], log: Log) -> None:
    """Append what differs in these topics from what front ends were last told of them."""
    wanted = set(ids)
    if not wanted:
        return
    topics = Topic.objects.filter(pk__in=shown_ids(Topic, "topic", wanted, moment()))
    profiles = {
        str(topic.pk): (
            topic.slug,
            _digest(
                build_topic(topic, locale, article_count=0, articles="").model_dump_json()
                for locale in get_content_languages()
            ),
        )
        for topic in topics.prefetch_related("codes", "texts__locale")
    }
    _compare(_TOPIC, profiles, log, keys=[str(pk) for pk in wanted])


def announce_clinics(log: Log) -> None:
    """Append what differs in the clinics from what front ends were last told of them.

    All of them are compared: they are few, and each may show something of its groups.
    """
    clinics = Clinic.objects.prefetch_related("texts__locale").in_bulk()
    pictures = images.load_image_data(pk for pk, _role in clinic_images(clinics.values()))
    built = build_all(clinics, pictures=pictures)
    keep_facts(built)
    profiles = {
        str(pk): (
            clinics[pk].slug,
            _digest(profile.model_dump_json() for profile in of_locales.values()),
        )
        for pk, of_locales in built.items()
    }
    _compare(_CLINIC, profiles, log)


def announce_placements(
    article_ids: Collection[UUID],
    log: Log,
    *,
    always: bool = False,
    withdrawal: Withdrawal | None = None,
) -> None:
    """Append which of these articles are at other clinics than front ends were last told, or at
    one in another way. With them those that lead to one of them: they do so only at clinics that
    carry it.

    ``always``: they are known to be, because a placement began or ended with the day.
    ``withdrawal``: why they are, where one clinic takes an article back.
    """
    if not article_ids:
        return
    known = _known(_PLACEMENTS, [key.hex for key in article_ids])
    digests = _placement_digests(article_ids)
    other = {key for key in digests if known.get(key.hex, ("", ""))[1] != digests[key]}
    _remember(_PLACEMENTS, {key.hex: ("", digests[key]) for key in other})
    differing = set(article_ids) if always else other
    rows = DeliveryDocument.objects.filter(
        Q(article_id__in=differing) | Q(pk__in=_leading_to(differing)), state=DocumentState.PUBLIC
    )
    seen = ((row, shown(row, log.now)) for row in rows.defer("body", "card").order_by("pk"))
    changes = [
        article_change(ChangeType.ARTICLE_PLACED, row, each.etag)
        for row, each in seen
        if each != NOTHING
    ]
    if withdrawal is not None:
        for change in changes:
            own = change.article_id == withdrawal.translation_key
            if own and change.locale == withdrawal.locale:
                change.severity, change.withdrawal_id = withdrawal.severity, withdrawal.uuid
    log.append(changes)


def _leading_to(article_ids: Collection[UUID]) -> Any:
    """The documents at any clinic that refer to these articles."""
    pages = DeliveryDocument.objects.filter(article_id__in=article_ids)
    references = DocumentReference.objects.filter(
        kind__in=("page", "section"),
        object_id__in=pages.values("pk"),
        document__article_id__in=Placement.objects.values("translation_key"),
    )
    return references.values("document_id")


def placements_between(first: datetime.date, last: datetime.date) -> set[UUID]:
    """Return the articles with a placement that began or ended after `first`, until `last`."""
    found = Placement.objects.filter(
        Q(starts_on__gt=first, starts_on__lte=last) | Q(ends_on__gte=first, ends_on__lt=last)
    )
    return set(found.values_list("translation_key", flat=True))


def _placement_digests(article_ids: Collection[UUID]) -> dict[UUID, str]:
    """What decides at which clinics each article is, and how; blank for one that is at none."""
    facts: dict[UUID, list[str]] = {key: [] for key in article_ids}
    for key, *placing in Placement.objects.filter(translation_key__in=article_ids).values_list(
        "translation_key", "clinic_id", "starts_on", "ends_on", *Placing._fields
    ):
        facts[key].append(json.dumps(placing, default=str))
    for key, *taken_back in Withdrawal.objects.filter(
        translation_key__in=article_ids, reinstated_at=None, clinic__isnull=False
    ).values_list("translation_key", "locale", "clinic_id"):
        facts[key].append(json.dumps(taken_back))
    return {key: _digest(sorted(found)) if found else "" for key, found in facts.items()}


def _compare(
    kind: str,
    profiles: Profiles,
    log: Log,
    *,
    keys: Collection[str] | None = None,
) -> None:
    """Append and remember the differences; ``keys``: those that may differ, all by default."""
    updated, removed = _TYPES[kind]
    changes = []
    known = _known(kind, keys)
    for key, (slug, _digest_then) in known.items():
        if profiles.get(key, ("", ""))[0] != slug:
            changes.append(Change(type=removed, subject=f"{kind} {slug}", slug=slug))
        if key not in profiles:
            Announced.objects.filter(kind=kind, key=key).delete()
    other = {key: profile for key, profile in profiles.items() if known.get(key) != profile}
    for slug, digest in other.values():
        changes.append(Change(type=updated, subject=f"{kind} {slug}", slug=slug, etag=digest))
    _remember(kind, other)
    log.append(changes)


def _known(kind: str, keys: Collection[str] | None) -> dict[str, tuple[str, str]]:
    found = Announced.objects.filter(kind=kind)
    if keys is not None:
        found = found.filter(key__in=keys)
    return {key: (slug, digest) for key, slug, digest in found.values_list("key", "slug", "digest")}


def _remember(kind: str, profiles: Profiles) -> None:
    rows = [
        Announced(kind=kind, key=key, slug=slug, digest=d) for key, (slug, d) in profiles.items()
    ]
    Announced.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["slug", "digest"],
        batch_size=_BATCH,
    )


def _digest(parts: Iterable[str]) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
