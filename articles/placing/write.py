"""Writes many placements in a few statements. Who calls tells of them: no signals are sent."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from django.db import router
from wagtail.models import ReferenceIndex

from articles.models import Placement

BATCH = 500
T = TypeVar("T")


def add(placements: Iterable[Placement]) -> None:
    Placement.objects.bulk_create(placements, batch_size=BATCH)


def change(placements: Sequence[Placement], fields: Collection[str]) -> None:
    """Write these fields of placements that have their primary keys, and are known to be there."""
    if placements:
        Placement.objects.bulk_update(placements, sorted(fields), batch_size=BATCH)


def remove(pks: Iterable[int]) -> None:
    """Delete placements without a signal for each of them, as `QuerySet.delete` would send."""
    using = router.db_for_write(Placement)
    for batch in batches(list(pks)):
        _references_of(batch).delete()
        Placement.objects.using(using).filter(pk__in=batch).order_by()._raw_delete(using)


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _references_of(pks: Iterable[int]) -> Any:
    content_type = ReferenceIndex._get_base_content_type(Placement)
    return ReferenceIndex.objects.filter(
        base_content_type=content_type, object_id__in=[str(pk) for pk in pks]
    )
