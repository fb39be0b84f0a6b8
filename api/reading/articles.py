"""One article by id or slug: a single indexed lookup of finished bytes."""

from datetime import date, datetime
from functools import cache
from typing import NamedTuple
from uuid import UUID

from api.documents.markup import with_json_ld
from api.documents.review import etag_with_lapse, stored_etag, with_lapse
from api.reading.public import LAPSE, PUBLIC, TABLE, VARIANTS, moment
from api.reading.query import Row, fetch

_SERVED = f"(({PUBLIC}) OR d.state = 'withdrawn')"
# Public before withdrawn, originals before aliases: only slugs can be ambiguous.
_ORDER = "d.state, d.is_alias, d.page_id LIMIT 1"


class Want(NamedTuple):
    """In what form an article is wanted."""

    rich_text: str = "html"
    json_ld: bool = False


HTML = Want()


class NotBuiltError(Exception):
    """A public document lacks the variant that is asked for: the store is to be rebuilt."""


class Statement(NamedTuple):
    """A SELECT, and how often it takes the ETag that the client knows."""

    sql: str
    takes_known: int


@cache
def _statement(column: str, want: Want, *, fallback: bool) -> Statement:
    """Return the one statement for a way of asking, so that databases can keep its plan."""
    alias, joins, markup = "d", "", "NULL"
    if want.rich_text != "html":
        alias, joins = "v", variant_join("v", want.rich_text)
    etag = f"{alias}.etag"
    if want.json_ld:
        joins += variant_join("l", "json_ld")
        etag = f"{etag} || SUBSTR(l.etag, 1, 16)"
        markup = f"CASE WHEN d.state <> 'public' OR {etag} = %s THEN NULL ELSE l.body END"
    # A withdrawn article's body is its notice, whatever variants are left of it.
    sql = (
        f"SELECT d.state, {etag}, {LAPSE}, d.changed_at, d.next_review_date, d.cache_tags,"  # noqa: S608
        f" CASE WHEN d.state <> 'public' THEN d.body WHEN {etag} = %s THEN NULL"
        f" ELSE {alias}.body END, {markup} FROM {TABLE} d{joins} WHERE d.{column} = %s"
    )
    if fallback:
        sql += (
            f" AND d.locale IN (%s, %s) AND {_SERVED}"
            f" ORDER BY CASE WHEN d.locale = %s THEN 0 ELSE 1 END, {_ORDER}"
        )
    else:
        sql += f" AND d.locale = %s AND {_SERVED} ORDER BY {_ORDER}"
    return Statement(sql, 2 if want.json_ld else 1)


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
    state, etag, lapse, changed_at, next_review_date, cache_tags, body, json_ld = row
    if etag is None and state == "public":
        raise NotBuiltError(f"{want} of {ref}")
    etag = etag_with_lapse(etag or "", lapse)
    if body is None and etag != known:
        # Same stored bytes, but the review has lapsed since the client read them.
        return get_article(ref, locale=locale, fallback=fallback, want=want)
    if body is not None:
        body = with_lapse(bytes(body), lapse)
        body = with_json_ld(body, bytes(json_ld)) if json_ld is not None else body
    return StoredArticle(
        withdrawn=state == "withdrawn",
        etag=etag,
        lapse=lapse,
        changed_at=changed_at,
        next_review_date=next_review_date,
        cache_tags=cache_tags,
        body=body,
    )


def _get_row(
    ref: str | UUID, *, locale: str, fallback: str | None, known: str, want: Want
) -> Row | None:
    at = moment()
    two = fallback is not None and fallback != locale
    is_id = isinstance(ref, UUID)
    statement = _statement("article_id" if is_id else "slug", want, fallback=two)
    # A UUID's hex digits are how SQLite stores it, and PostgreSQL reads them as well.
    key = ref.hex if isinstance(ref, UUID) else ref
    locales = (locale, fallback) if two else (locale,)
    known_twice = (known,) * statement.takes_known
    params = (at.today, at.due_soon, *known_twice, key, *locales, at.now, at.now)
    rows = fetch(statement.sql, (*params, locale) if two else params)
    return rows[0] if rows else None
