"""`/`: where everything is."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from api.keys.caller import caller_of
from api.v1 import responses
from api.v1.caching import public_headers
from api.v1.errors import NotFound
from api.v1.index import ApiIndex, IndexLinks
from api.v1.operation import operation
from api.v1.parameters import default_locale, locales, read_parameters
from api.v1.views.base import JSON, DeliveryView

# Members of the index's links, and the names of their addresses.
NAMES = {
    "articles": "article-list",
    "sections": "section-list",
    "topics": "topic-list",
    "clinics": "clinic-list",
    "find": "find",
    "manifest": "manifest",
    "changes": "changes",
    "webhooks": "webhooks",
    "schema": "schema",
    "docs": "docs",
}


class IndexView(DeliveryView):
    """The index."""

    is_content = False

    @operation(
        operation_id="get_index",
        summary="Where everything is",
        tags=["about"],
        responses=responses.INDEX,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """URLs of all resources, and the languages there are."""
        read_parameters(request, ())
        origin = f"{request.scheme}://{request.get_host()}"
        links = {key: origin + reverse(f"api:v1:{name}") for key, name in NAMES.items()}
        caller = caller_of(request)
        bound = list(caller.locales) if caller else []
        index = ApiIndex(
            locales=bound or locales(),
            default_locale=bound[0] if bound else default_locale(),
            links=IndexLinks(**links),
        )
        body = index.model_dump_json(by_alias=True)
        return HttpResponse(body, content_type=JSON, headers=public_headers("index"))


class UnknownView(DeliveryView):
    """Any address under the API's prefix that is not one of its resources."""

    schema = None  # type: ignore[assignment]
    is_content = False

    def get(self, request: HttpRequest) -> HttpResponse:
        hint = "" if request.path.endswith("/") else " Addresses end with a slash."
        raise NotFound(f"There is no such resource.{hint} See {reverse('api:v1:index')}.")
