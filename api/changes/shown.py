"""What front ends see of a stored document at an instant, and a change that says so."""

import datetime
from typing import NamedTuple

from api.conf import get_setting
from api.documents.review import Lapse, etag_with_lapse
from api.models import Change, ChangeType, DeliveryDocument
from api.models.documents import DocumentState


class Shown(NamedTuple):
    """What is seen of a row. Two that are equal make no difference to a front end."""

    state: str
    """Public, withdrawn, or gone: also where there is no row, or its time has not come."""
    etag: str = ""
    place: tuple[str, str] = ("", "")


NOTHING = Shown(DocumentState.GONE)


def shown(row: DeliveryDocument | None, now: datetime.datetime) -> Shown:
    """Return what is seen of `row`, of which neither body nor card are read."""
    if row is None or row.state == DocumentState.GONE:
        return NOTHING
    if row.state == DocumentState.WITHDRAWN:
        return Shown(row.state, row.etag)
    if (row.live_from and row.live_from > now) or (row.expires_at and row.expires_at <= now):
        return NOTHING
    return Shown(row.state, etag_with_lapse(row.etag, _lapse(row, now)), (row.slug, row.path))


def due_soon() -> datetime.timedelta:
    """Return how long before the next review an article counts as due soon."""
    return datetime.timedelta(days=get_setting("REVIEW_DUE_SOON_DAYS"))


def article_change(kind: ChangeType, row: DeliveryDocument, etag: str) -> Change:
    """Return an entry about the article of this row. It has no number yet."""
    return Change(
        type=kind,
        subject=f"article {row.article_id} {row.locale}",
        page_id=row.pk,
        article_id=row.article_id,
        locale=row.locale,
        slug=row.slug,
        kind=row.kind,
        version=row.version,
        etag=etag,
    )


def _lapse(row: DeliveryDocument, now: datetime.datetime) -> Lapse:
    """As `api.reading.public.LAPSE` says it in SQL."""
    if row.last_reviewed_date is None or row.next_review_date is None:
        return Lapse.NONE
    today = now.astimezone(datetime.UTC).date()
    if row.next_review_date < today:
        return Lapse.OVERDUE
    return Lapse.DUE_SOON if row.next_review_date <= today + due_soon() else Lapse.NONE
