"""One article by id or slug: a single indexed lookup of finished bytes.

For a clinic the same statement looks up the clinic's facts and its placement as well, unless they
are remembered; they are laid over the bytes. What the clinic does not carry is not there.
"""

from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from typing import NamedTuple
from uuid import UUID

from api.documents.clinic_values.values import etag_at_clinic
from api.documents.columns import etag_of
from api.documents.markup import with_json_ld
from api.documents.review import etag_with_lapse, stored_etag, with_lapse
from api.reading.at_clinic import AtClinic, Laid, columns_at_clinic, recall, remember
from api.reading.clinics import JOINS, TAKEN_BACK, day_params, join_params, notice_at
from api.reading.lists import GENERATION
from api.reading.public import LAPSE, PUBLIC, TABLE, VARIANTS, Moment, moment
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


class _Also(Enum):
    """What is looked up beside the article."""

    NOTHING = 0
    GENERATION = 1
    """That of the store, which says whether what is remembered of a clinic still holds."""
    CLINIC = 2


class NotBuiltError(Exception):
    """A public document lacks the variant that is asked for: the store is to be rebuilt."""


class Statement(NamedTuple):
    """A SELECT, and how often it takes the ETag that the client knows."""

    sql: str
    takes_known: int


@cache
def _statement(
    column: str, rich_text: str, *, json_ld: bool, fallback: bool, also: _Also, ordered: bool
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
    if also == _Also.GENERATION:
        sql += f", {GENERATION}"
    if also == _Also.CLINIC:
        sql += f", {columns_at_clinic(f'{alias}.slots', 'l.slots' if json_ld else 'NULL')}"
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
    question = _Question(ref, locale, None if fallback == locale else fallback, want)
    return _answer(question, known)


class _Question(NamedTuple):
    """Which article is wanted, and how."""

    ref: str | UUID
    locale: str
    fallback: str | None
    """Another language to answer in, if any."""
    want: Want


def _answer(question: _Question, known: str) -> StoredArticle | None:
    at = moment()
    clinic = question.want.clinic
    laid: Laid | None = None
    if clinic is None:
        row = _get_row(question, known, at, _Also.NOTHING)
    else:
        row, laid = _get_remembered(question, known, at)
        if laid is None:
            row = _get_row(question, known, at, _Also.CLINIC)
    if row is None:
        return None
    state, etag, lapse, changed_at, next_review_date, cache_tags, body, json_ld = row[:8]
    is_public = state == "public"
    if etag is None and is_public:
        raise NotBuiltError(f"{question.want} of {question.ref}")
    if clinic is not None and laid is None:
        at_clinic = AtClinic.read(row[8:])
        if not is_public:
            body = notice_at(at_clinic.found.clinic_id, bytes(body), at)
        elif at_clinic.taken_back:
            return _withdrawn(at_clinic.get_notice(), changed_at, cache_tags)
        elif not at_clinic.found.is_placed:
            return None
        elif not at_clinic.slots:
            raise NotBuiltError(f"clinic values of {question.ref}")
        else:
            laid = Laid(etag, at_clinic, at)
            remember(question, laid)
    etag = etag_with_lapse(etag or "", lapse)
    if laid is not None:
        etag = etag_at_clinic(etag, laid.overlay)
    if body is None and etag != known:
        # Same stored bytes, but the review has lapsed or the clinic has changed since the client
        # read them.
        return _answer(question, "")
    if body is not None:
        body, json_ld = bytes(body), None if json_ld is None else bytes(json_ld)
        if laid is not None:
            body = laid.over(body)
            json_ld = None if json_ld is None else laid.over_json_ld(json_ld)
        body = with_lapse(body, lapse)
        body = with_json_ld(body, json_ld) if json_ld is not None else body
    return StoredArticle(
        withdrawn=state == "withdrawn",
        etag=etag,
        lapse=lapse,
        changed_at=changed_at,
        next_review_date=next_review_date,
        cache_tags=cache_tags,
        body=body,
    )


def _withdrawn(notice: bytes, changed_at: str | datetime, cache_tags: str) -> StoredArticle:
    """The article as the clinic that took it back tells of it."""
    return StoredArticle(
        withdrawn=True,
        etag=etag_of(notice),
        lapse=0,
        changed_at=changed_at,
        next_review_date=None,
        cache_tags=cache_tags,
        body=notice,
    )


def _get_remembered(question: _Question, known: str, at: Moment) -> tuple[Row | None, Laid | None]:
    """Return the article and what is laid over it at the clinic, where that is remembered."""
    laid = recall(question)
    row = None if laid is None else _get_row(question, known, at, _Also.GENERATION)
    if laid is None or row is None or row[0] != "public" or not laid.holds(row[1], row[8], at):
        return None, None
    return row, laid


def _get_row(question: _Question, known: str, at: Moment, also: _Also) -> Row | None:
    ref, locale, fallback, want = question
    is_id = isinstance(ref, UUID)
    way = partial(
        _statement,
        "article_id" if is_id else "slug",
        want.rich_text,
        json_ld=want.json_ld,
        fallback=fallback is not None,
        also=also,
    )
    statement = way(ordered=fallback is not None)
    # A UUID's hex digits are how SQLite stores it, and PostgreSQL reads them as well.
    key = ref.hex if isinstance(ref, UUID) else ref
    locales = (locale,) if fallback is None else (locale, fallback)
    known_twice = (stored_etag(known),) * statement.takes_known
    joined: tuple[str, ...] = ()
    if also == _Also.CLINIC and want.clinic is not None:
        joined = (*day_params(at), *join_params(want.clinic, at))
    params = (at.today, at.due_soon, *known_twice, *joined, key, *locales, at.now, at.now)
    rows = fetch(statement.sql, params if fallback is None else (*params, locale))
    if len(rows) > 1 and fallback is None:
        rows = fetch(way(ordered=True).sql, params)
    return rows[0] if rows else None
