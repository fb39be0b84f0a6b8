"""Conditional requests, lifetimes and purge tags."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.http import HttpRequest
from django.utils.http import http_date

from api.conf import get_setting
from api.documents.review import Lapse
from api.reading.articles import StoredArticle
from api.v1.answer import Answer
from api.v1.compression import without_coding

LONGEST_HEADER = 8_000
LONGEST_REMEMBERED = 100
"""Characters of a header: a tag or two, as front ends send."""
REPEATED = ("Cache-Control", "Vary")
# Other characters no tag of ours has, and not every database takes them all.
OPAQUE_TAG = re.compile(r'(?:W/)?"([0-9A-Za-z-]{1,96})"')


class KnownEtags(list[str]):
    """The ETags that a client has, of what it has as it is uncompressed.

    `given` are the same as they were sent; "*" stands for any.
    """

    def __init__(self, given: Sequence[str] = ()) -> None:
        super().__init__(map(without_coding, given))
        self.given = given

    def as_given(self, etag: str) -> str | None:
        """Return the tag by which the client has `etag`, if it has."""
        if etag in self:
            return self.given[self.index(etag)]
        return etag if "*" in self else None


def known_etags(request: HttpRequest) -> KnownEtags:
    """Return the ETags of `If-None-Match`, without quotes and weakness; `*` as it is."""
    header = request.META.get("HTTP_IF_NONE_MATCH")
    if not header or len(header) > LONGEST_HEADER:
        return KnownEtags()
    return (_remembered if len(header) <= LONGEST_REMEMBERED else _read_etags)(header)


def _read_etags(header: str) -> KnownEtags:
    return KnownEtags(["*"] if header.strip() == "*" else OPAQUE_TAG.findall(header))


# Read only, by all who get it.
_remembered = lru_cache(maxsize=1024)(_read_etags)


def conditional(
    body: bytes | None,
    *,
    etag: str,
    known: KnownEtags,
    headers: Mapping[str, str],
    media_type: str,
) -> Answer:
    """Return `body` with its `headers`, or 304 where `known` has its `etag`."""
    return unchanged(etag, known, headers) or Answer(
        body or b"",
        status=200,
        headers={"Content-Type": media_type, **headers, "ETag": f'"{etag}"'},
    )


def unchanged(
    etag: str, known: KnownEtags, headers: Mapping[str, str] | None = None
) -> Answer | None:
    """Return the 304, where `known` has `etag`; ``headers``: the answer's, the usual ones if None.

    Of them it repeats what RFC 9110 (15.4.5) asks for. Who has the answer has the others, and
    caches keep them (RFC 9111, 4.3.4).
    """
    given = known.as_given(etag) if known else None
    if given is None:
        return None
    if headers is None:
        repeated = {"Cache-Control": _usual_lifetime()}
    else:
        repeated = {name: headers[name] for name in REPEATED if name in headers}
    return Answer(b"", status=304, headers={**repeated, "ETag": f'"{given}"'})


def public_headers(tags: str) -> dict[str, str]:
    """Return what lets shared caches keep an answer for a moment and drop it by its tags."""
    return {
        "Cache-Control": _usual_lifetime(),
        "Surrogate-Key": tags,
        "Cache-Tag": tags.replace(" ", ","),
    }


def _usual_lifetime() -> str:
    return _lifetime(get_setting("CACHE_MAX_AGE"), get_setting("CACHE_STALE_WHILE_REVALIDATE"))


@lru_cache(maxsize=8)
def _lifetime(max_age: int, stale: int) -> str:
    return f"public, max-age={max_age}, stale-while-revalidate={stale}"


def last_modified(article: StoredArticle) -> str:
    """Return when the served bytes last changed, in HTTP's form."""
    changed = _timestamp(article.changed_at)
    if article.lapse and article.next_review_date:
        changed = max(changed, _lapsed_at(str(article.next_review_date), article.lapse))
    return _http_date(changed)


_http_date = lru_cache(maxsize=4096)(http_date)


@lru_cache(maxsize=4096)
def _timestamp(value: str | datetime) -> int:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _lapsed_at(next_review_date: str, lapse: int) -> int:
    day = date.fromisoformat(next_review_date)
    if lapse == Lapse.OVERDUE:
        day += timedelta(days=1)
    else:
        day -= timedelta(days=get_setting("REVIEW_DUE_SOON_DAYS"))
    return int(datetime.combine(day, time.min, tzinfo=UTC).timestamp())
