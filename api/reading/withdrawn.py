"""What is withdrawn now, as the feed's snapshot names it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from api.conf import get_setting
from api.models import ChangeType, DeliveryDocument
from api.models.documents import DocumentState
from api.reading.changes import ArticleRow, ChangeRow, Urgency
from articles.models import Withdrawal


def get_withdrawn(
    after: UUID | None, *, clinic: str | None, locale: str | None, limit: int
) -> list[ChangeRow]:
    """Return up to `limit` open withdrawals that count, with an id above `after`.

    Those of everywhere, and for a clinic's feed its own: to it such an article is removed.
    """
    documents = DeliveryDocument.objects.filter(
        article_id=OuterRef("translation_key"), locale=OuterRef("locale")
    )
    version = documents.order_by().values("article_id").annotate(last=Max("version"))
    found = _counting(clinic).annotate(
        is_public=Exists(documents.filter(state=DocumentState.PUBLIC)),
        version=Subquery(version.values("last")),
    )
    # Another page may have taken a deleted one's place, in all clinics.
    found = found.filter(Q(is_public=False) | ~Q(clinic_slug=""))
    if locale is not None:
        found = found.filter(locale=locale)
    if after is not None:
        found = found.filter(uuid__gt=after)
    return [_row(record) for record in found.order_by("uuid")[:limit]]


def _counting(clinic: str | None) -> "QuerySet[Any]":
    """Of several open ones in the same place the newest."""
    places = Q(clinic_slug="") if clinic is None else Q(clinic_slug="") | Q(clinic__slug=clinic)
    newest: QuerySet[Any] = Withdrawal.objects.open().with_newer().filter(places, has_newer=False)
    return newest


def _row(record: Any) -> ChangeRow:
    within = timedelta(seconds=get_setting("REFRESH_WITHIN")[record.severity])
    return ChangeRow(
        sequence=None,
        type=ChangeType.ARTICLE_WITHDRAWN.value,
        occurred_at=record.withdrawn_at,
        article=ArticleRow(
            page_id=record.page_id or 0,
            article_id=record.translation_key,
            locale=record.locale,
            kind="",
            version=record.version or 0,
            etag="",
        ),
        slug=record.slug,
        withdrawal_id=record.uuid,
        urgency=Urgency(record.severity, record.withdrawn_at + within, record.uuid),
        is_kept=record.is_everywhere,
    )
