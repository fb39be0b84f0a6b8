"""An entry of the feed, as `/changes/` and webhooks give it."""

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from api.documents.schema import ChangeEntry
from api.models import TOMBSTONES
from api.reading.changes import ChangeRow

REMOVED = "article.removed"


def entry_of(row: ChangeRow, origin: str) -> ChangeEntry:
    """Return what front ends are told of `row`. ``origin``: scheme and host of the API."""
    kind = row.type if row.is_kept else REMOVED
    gone = kind in (REMOVED, *TOMBSTONES)
    article = row.article
    return ChangeEntry(
        sequence=row.sequence,
        type=kind,
        occurred_at=row.occurred_at,
        id=article.article_id if article else None,
        locale=article.locale if article else None,
        slug=None if gone else row.slug,
        kind=article.kind if article and not gone else None,
        version=article.version if article else None,
        etag=article.etag if article and not gone else None,
        severity=row.urgency.severity if row.urgency else None,
        must_refresh_by=row.urgency.must_refresh_by if row.urgency else None,
        withdrawal_id=_withdrawal_of(row, kind),
        href=_href(row, kind, origin),
    )


def _withdrawal_of(row: ChangeRow, kind: str) -> UUID | None:
    """What to acknowledge: also of an article that one clinic took back and that changed since."""
    if kind == REMOVED:
        return row.urgency.withdrawal_id if row.urgency else None
    return row.withdrawal_id


def _href(row: ChangeRow, kind: str, origin: str) -> str | None:
    if kind.endswith((".removed", ".unpublished")):
        return None
    if row.article:
        path = reverse("api:v1:article", args=[row.article.article_id])
        return f"{origin}{path}?{urlencode({'locale': row.article.locale})}"
    name, _dot, _what = kind.partition(".")
    return origin + reverse(f"api:v1:{name}", args=[row.slug])
