"""`/find/?path=`: from a path of the front end to the article at it."""

import json

from django.http import HttpRequest, HttpResponse

from api.documents.columns import LONGEST_PATH, etag_of
from api.documents.schema import FoundPath, FoundRedirect, RelatedRef
from api.keys.caller import caller_of
from api.purging.tags import ARTICLES, REDIRECTS
from api.reading.clinics import clinic_exists
from api.reading.find import find_article, find_redirect
from api.v1 import resource_responses as responses
from api.v1.caching import conditional, known_etags, public_headers
from api.v1.clinics import not_found, with_clinic_tag
from api.v1.errors import InvalidParameter, NotFound, Withdrawn
from api.v1.filters import AT_CLINIC
from api.v1.operation import operation
from api.v1.parameters import Parameter, default_locale, read_parameters
from api.v1.views.base import JSON, DeliveryView


def parse_path(text: str) -> str:
    if not text.startswith("/") or text.startswith("//"):
        raise ValueError("The value must be a path of the front end: it starts with one slash.")
    if len(text) > LONGEST_PATH or not text.isprintable():
        raise ValueError(
            f"The value must be a path of at most {LONGEST_PATH} characters, none of them a "
            "control character."
        )
    return text


PATH = Parameter(
    name="path",
    description="Path of a page on the front end, such as `/migraine/ketamine/`. Required.",
    parse=parse_path,
    schema={"type": "string", "pattern": "^/", "maxLength": LONGEST_PATH},
    examples=("/migraine/",),
)


class FindView(DeliveryView):
    """A path, looked up."""

    @operation(
        operation_id="find",
        summary="What a path of the front end leads to",
        tags=["articles"],
        parameters=[responses.required(PATH), AT_CLINIC.as_openapi()],
        responses=responses.FIND,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """The article at a path, or where its editors send readers on.

        A page at the path wins over a redirect from it; a withdrawn article at it answers 410.
        Case matters, a slash at the end does not.
        """
        query = read_parameters(request, (PATH, AT_CLINIC))
        path = query["path"]
        if path is None:
            raise InvalidParameter("path", "Say which path: ?path=/migraine/")
        found, tags = _find(request, path, query["clinic"])
        body = found.model_dump_json().encode()
        return conditional(
            body,
            etag=etag_of(body),
            known=known_etags(request),
            headers=public_headers(with_clinic_tag(tags, query["clinic"])),
            media_type=JSON,
        )


def _find(request: HttpRequest, path: str, clinic: str | None) -> tuple[FoundPath, str]:
    caller = caller_of(request)
    locales = caller.locales if caller else ()
    locale = locales[0] if locales else default_locale()
    article = find_article(path, locale=locale, clinic=clinic)
    if article is not None and locales and article.locale not in locales:
        raise NotFound("No published article in a language of this key is at this path.")
    if article is not None and article.withdrawn:
        raise Withdrawn(
            "The article at this path was withdrawn. See `reason`, and `replaced_by` for what to "
            "read instead.",
            members=json.loads(article.json),
            headers=public_headers(with_clinic_tag(f"{ARTICLES} {article.cache_tags}", clinic)),
        )
    if article is not None:
        card = json.loads(article.json)
        ref = RelatedRef(**{name: card[name] for name in RelatedRef.model_fields})
        return FoundPath(article=ref, redirect=None), f"{ARTICLES} {article.cache_tags}"
    if clinic is not None and not clinic_exists(clinic):
        raise InvalidParameter("clinic", "There is no clinic with this slug.")
    redirect = find_redirect(request, path)
    if redirect is None:
        raise not_found(
            "No published article is at this path, and no redirect leads on from it.", clinic
        )
    return FoundPath(
        article=None, redirect=FoundRedirect(**redirect._asdict())
    ), f"{ARTICLES} {REDIRECTS}"
