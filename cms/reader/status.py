"""What an address of the reader has to answer with, before any script runs.

Search engines, proxies and monitors go by it. What readers see comes from the API all the same.
"""

from http import HTTPStatus

from django.db import Error

from api.conf import get_setting
from api.reading.articles import get_article
from api.reading.public import moment
from api.reading.snippets import find_snippet, shown_condition
from api.v1.errors import NotFound
from api.v1.parameters import WORD
from api.v1.views.articles import parse_ref
from articles.models import Topic


def status_of(*, language: str, article: str | None, topic: str | None) -> HTTPStatus:
    """Return the status of a page: that which the API gives for the article or topic on it.

    Where content needs a key nothing is told without one. A database that cannot be reached is
    told as such; the page itself needs none.
    """
    if not get_setting("ANONYMOUS_READS"):
        return HTTPStatus.OK
    try:
        if article is not None:
            return _status_of_article(article, language)
        if topic is not None:
            return _status_of_topic(topic)
    except NotFound:
        return HTTPStatus.NOT_FOUND
    except Error:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.OK


def _status_of_article(ref: str, language: str) -> HTTPStatus:
    found = get_article(parse_ref(ref), locale=language)
    if found is None:
        return HTTPStatus.NOT_FOUND
    return HTTPStatus.GONE if found.withdrawn else HTTPStatus.OK


def _status_of_topic(slug: str) -> HTTPStatus:
    shown = shown_condition("topic", moment())
    if not WORD.fullmatch(slug):
        return HTTPStatus.NOT_FOUND
    found = find_snippet(Topic._meta.db_table, "slug", slug, [shown])
    return HTTPStatus.NOT_FOUND if found is None else HTTPStatus.OK
