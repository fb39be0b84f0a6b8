"""`/articles/{id or slug}/`."""

import json
import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from api.documents.schema import ArticleDocument
from api.purging.tags import slug_tag
from api.reading.articles import StoredArticle, Want, get_article
from api.v1 import responses
from api.v1.caching import conditional, known_etags, last_modified, public_headers, unchanged
from api.v1.clinics import not_found, with_clinic_tag
from api.v1.errors import NotFound, Withdrawn
from api.v1.fields import ARTICLE_FIELDS, read_fields
from api.v1.filters import AT_CLINIC
from api.v1.operation import operation
from api.v1.parameters import FALLBACK, INCLUDE, LOCALE, RICH_TEXT, WORD, read_parameters
from api.v1.views.base import JSON, DeliveryView

NO_ARTICLE = "There is no published article with this id or slug in this locale."
UUID_FORM = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
PARAMETERS = (LOCALE, FALLBACK, AT_CLINIC, RICH_TEXT, INCLUDE, ARTICLE_FIELDS)


class ArticleView(DeliveryView):
    """One article, whole."""

    @operation(
        operation_id="get_article",
        summary="One article, whole",
        tags=["articles"],
        parameters=[responses.REF, *(each.as_openapi() for each in PARAMETERS)],
        responses=responses.ARTICLE,
    )
    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """The finished document of one published article, found by its id or its slug.

        Everything it needs is inside: images, links, topics, people, citations. Send the `ETag`
        back as `If-None-Match` and an unchanged article costs 304 without a body. A withdrawn
        article answers 410 with the reason; one that is not published 404. With `clinic` that
        holds of the clinic: what it does not carry is 404, what it took back for itself 410.
        """
        query = read_parameters(request, PARAMETERS)
        fields = read_fields(query, ArticleDocument)
        known = known_etags(request)
        wanted = parse_ref(ref)
        article = get_article(
            wanted,
            locale=query["locale"],
            fallback=query["fallback"],
            known=fields.document_etag(known[0]) if len(known) == 1 else "",
            want=Want(query["rich_text"], "json_ld" in query["include"], query["clinic"]),
        )
        clinic = query["clinic"]
        if article is None:
            raise not_found(NO_ARTICLE, clinic)
        if article.withdrawn:
            raise withdrawn_problem(article, wanted, clinic)
        etag = fields.etag(article.etag)
        # Asked first: the headers alone cost as much as this answer.
        return unchanged(etag, known) or conditional(
            None if article.body is None else fields.cut(article.body),
            etag=etag,
            known=known,
            headers=article_headers(article, wanted, clinic),
            media_type=JSON,
        )


def article_headers(
    article: StoredArticle, wanted: str | UUID, clinic: str | None
) -> dict[str, str]:
    """Return the headers of an answer made of `article`.

    When a clinic's values last changed is not known: its answers have an ETag only.
    """
    headers = public_headers(with_clinic_tag(tags_for(article, wanted), clinic))
    if clinic is None:
        headers["Last-Modified"] = last_modified(article)
    return headers


def withdrawn_problem(article: StoredArticle, wanted: str | UUID, clinic: str | None) -> Withdrawn:
    """The 410: as cacheable as the article was, so that it spreads and is purged the same way."""
    return Withdrawn(
        "This article was withdrawn. See `reason`, and `replaced_by` for what to read instead.",
        members=json.loads(article.body or b"{}"),
        headers=public_headers(with_clinic_tag(tags_for(article, wanted), clinic)),
    )


def tags_for(article: StoredArticle, wanted: str | UUID) -> str:
    """Return the tags of an answer made of `article`, which was asked for by its id or slug."""
    if isinstance(wanted, UUID):
        return article.cache_tags
    return f"{article.cache_tags} {slug_tag(wanted)}"


def parse_ref(ref: str) -> str | UUID:
    """Return an id as UUID, a slug as it is. What can be neither is not found."""
    if len(ref) == 36 and UUID_FORM.fullmatch(ref):
        return UUID(ref)
    if not WORD.fullmatch(ref):
        raise NotFound("This is neither the id nor the slug of an article.")
    return ref
