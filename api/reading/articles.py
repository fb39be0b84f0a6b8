"""One article by id or slug: a single indexed lookup of finished bytes.

For a clinic the same statement looks up the clinic's facts and its placement as well; they are laid
over the bytes. What the clinic does not carry is not there.
"""

from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

from api.documents.clinic_values.values import etag_at_clinic
from api.documents.columns import etag_of
from api.documents.markup import with_json_ld
from api.documents.review import etag_with_lapse, stored_etag, with_lapse
from api.reading.clinics import (
    JOINS,
    TAKEN_BACK,
    Found,
    columns,
    day_params,
    get_notice,
    join_params,
    notice_at,
)
from api.reading.public import LAPSE, PUBLIC, TABLE, VARIANTS, moment
from api.reading.query import Row, fetch

_SERVED = f"(({PUBLIC}) OR d.state = 'withdrawn')"
# Public before withdrawn, originals before aliases: only slugs can be ambiguous.
_ORDER = "d.state, d.is_alias, d.page_id LIMIT 1"


class Want(NamedTuple):
    """In what form an article is wanted."""

    rich_text: str = "html"
    json_ld: bool = False
    clinic: str | None = None
    """Slug of the clinic that it is for."""


HTML = Want()


class NotBuiltError(Exception):
    """A public document lacks the variant that is asked for: the store is to be rebuilt."""


class Statement(NamedTuple):
    """A SELECT, and how often it takes the ETag that the client knows."""

    sql: str
    takes_known: int


@cache
def _statement(
    column: str, rich_text: str, *, json_ld: bool, fallback: bool, clinic: bool, ordered: bool
) -> Statement:
    """Return the one statement for a way of asking, so that databases can keep its plan.

    ``ordered``: the first of its rows is the article. Else it has two rows where that has to be
    asked; to order the usual one row takes SQLite as long as half of finding it, body and all.
    """
    alias, joins, markup = "d", "", "NULL"
    if rich_text != "html":
        alias, joins = "v", variant_join("v", rich_text)
    etag = f"{alias}.etag"
    if json_ld:
        joins += variant_join("l", "json_ld")
        etag = f"{etag} || SUBSTR(l.etag, 1, 16)"
        markup = f"CASE WHEN d.state <> 'public' OR {etag} = %s THEN NULL ELSE l.body END"
    # A withdrawn article's body is its notice, whatever variants are left of it.
    sql = (
        f"SELECT d.state, {etag}, {LAPSE}, d.changed_at, d.next_review_date, d.cache_tags,"
        f" CASE WHEN d.state <> 'public' THEN d.body WHEN {etag} = %s THEN NULL"
        f" ELSE {alias}.body END, {markup}"
    )
    order = _ORDER if ordered else "LIMIT 2"
    if clinic:
        markup_slots = "l.slots" if json_ld else "NULL"
        sql += f", d.article_id, d.locale, {alias}.slots, {markup_slots}, {TAKEN_BACK}, {columns()}"
        joins += JOINS
        # A slug may be of several articles: the one that the clinic carries, or took back.
        if ordered:
            order = (
                f"CASE WHEN d.state = 'public' AND p.id IS NULL AND NOT {TAKEN_BACK}"
                f" THEN 1 ELSE 0 END, {order}"
            )
    locales = "IN (%s, %s)" if fallback else "= %s"
    if ordered:
        first = "CASE WHEN d.locale = %s THEN 0 ELSE 1 END, " if fallback else ""
        order = f"ORDER BY {first}{order}"
    sql += (
        f" FROM {TABLE} d{joins} WHERE d.{column} = %s AND d.locale {locales} AND {_SERVED} {order}"
    )
    return Statement(sql, 2 if json_ld else 1)


def variant_join(alias: str, variant: str) -> str:
    """Return the JOIN that adds a variant of each document `d`, or NULLs where it is not built."""
    return (
        f" LEFT JOIN {VARIANTS} {alias}"
        f" ON {alias}.document_id = d.page_id AND {alias}.name = '{variant}'"
    )


class StoredArticle(NamedTuple):
    """An article as it is to be served."""

    withdrawn: bool
    etag: str
    """Without quotes; true for the bytes in `body`."""
    lapse: int
    changed_at: str | datetime
    next_review_date: str | date | None
    """Both as the driver returns them."""
    cache_tags: str
    body: bytes | None
    """None where the client already has it."""


def get_article(
    ref: str | UUID,
    *,
    locale: str,
    fallback: str | None = None,
    known: str = "",
    want: Want = HTML,
) -> StoredArticle | None:
    """Return the article `ref` (id or slug) that is public or withdrawn, else None.

    `fallback` is the locale to answer in where `locale` has nothing; a withdrawal in `locale`
    is never hidden by it. `known` is an ETag the client has: its bytes are not read again.
    """
    row = _get_row(ref, locale=locale, fallback=fallback, known=stored_etag(known), want=want)
    if row is None:
        return None
    state, etag, lapse, changed_at, next_review_date, cache_tags, body, json_ld = row[:8]
    is_public = state == "public"
    if etag is None and is_public:
        raise NotBuiltError(f"{want} of {ref}")
    at_clinic = _AtClinic.read(row[8:]) if want.clinic is not None else None
    if at_clinic is not None and is_public:
        if at_clinic.taken_back:
            return at_clinic.withdrawn(changed_at, cache_tags)
        if not at_clinic.found.is_placed:
            return None
        if not at_clinic.slots:
            raise NotBuiltError(f"clinic values of {ref}")
    etag = etag_with_lapse(etag or "", lapse)
    overlay = None
    if at_clinic is not None and is_public:
        overlay = at_clinic.found.overlay(at_clinic.locale)
        etag = etag_at_clinic(etag, overlay)
    if body is None and etag != known:
        # Same stored bytes, but the review has lapsed or the clinic has changed since the client
        # read them.
        return get_article(ref, locale=locale, fallback=fallback, want=want)
    if body is not None:
        body, json_ld = bytes(body), None if json_ld is None else bytes(json_ld)
        if at_clinic is not None and overlay is not None:
            body = overlay.over(body, at_clinic.slots)
            if json_ld is not None:
                json_ld = overlay.over(json_ld, at_clinic.json_ld_slots or "[]")
        body = with_lapse(body, lapse)
        body = with_json_ld(body, json_ld) if json_ld is not None else body
        if at_clinic is not None and not is_public:
            body = notice_at(at_clinic.found.clinic_id, body, moment())
    return StoredArticle(
        withdrawn=state == "withdrawn",
        etag=etag,
        lapse=lapse,
        changed_at=changed_at,
        next_review_date=next_review_date,
        cache_tags=cache_tags,
        body=body,
    )


class _AtClinic(NamedTuple):
    """What the statement says of an article at a clinic."""

    article_id: UUID | str
    """As the driver returns it."""
    locale: str
    slots: str
    json_ld_slots: str | None
    taken_back: bool
    found: Found

    @classmethod
    def read(cls, columns: Row) -> "_AtClinic":
        return cls._make((*columns[:5], Found.read(columns[5:])))

    def withdrawn(self, changed_at: str | datetime, cache_tags: str) -> StoredArticle:
        """The article as the clinic that took it back tells of it."""
        key = self.article_id
        article_id = key if isinstance(key, UUID) else UUID(key)
        notice = get_notice(self.found.clinic_id, article_id, self.locale, moment())
        return StoredArticle(
            withdrawn=True,
            etag=etag_of(notice),
            lapse=0,
            changed_at=changed_at,
            next_review_date=None,
            cache_tags=cache_tags,
            body=notice,
        )


def _get_row(
    ref: str | UUID, *, locale: str, fallback: str | None, known: str, want: Want
) -> Row | None:
    at = moment()
    two = fallback is not None and fallback != locale
    is_id = isinstance(ref, UUID)
    way = partial(
        _statement,
        "article_id" if is_id else "slug",
        want.rich_text,
        json_ld=want.json_ld,
        fallback=two,
        clinic=want.clinic is not None,
    )
    statement = way(ordered=two)
    # A UUID's hex digits are how SQLite stores it, and PostgreSQL reads them as well.
    key = ref.hex if isinstance(ref, UUID) else ref
    locales = (locale, fallback) if two else (locale,)
    known_twice = (known,) * statement.takes_known
    joined: tuple[str, ...] = ()
    if want.clinic is not None:
        joined = (*day_params(at), *join_params(want.clinic, at))
    params = (at.today, at.due_soon, *known_twice, *joined, key, *locales, at.now, at.now)
    rows = fetch(statement.sql, (*params, locale) if two else params)
    if len(rows) > 1 and not two:
        rows = fetch(way(ordered=True).sql, params)
    return rows[0] if rows else None
