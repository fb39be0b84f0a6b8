"""Which other origins' scripts may read the API: the listed ones, none by default."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from api.conf import get_setting

EXPOSED = "ETag, Last-Modified, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
ALLOWED_HEADERS = "Accept, Authorization, Content-Type, If-None-Match"
PREFLIGHT_SECONDS = "86400"


def set_cors(request: HttpRequest, response: HttpResponse) -> None:
    """Add the headers for a listed origin. A caller's origin is never repeated unlisted."""
    origins = get_setting("CORS_ORIGINS")
    if not origins:
        return
    patch_vary_headers(response, ["Origin"])
    allowed = "*" if "*" in origins else str(request.META.get("HTTP_ORIGIN", ""))
    if allowed != "*" and allowed not in origins:
        return
    response["Access-Control-Allow-Origin"] = allowed
    response["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = response.get("Allow", "GET, HEAD, OPTIONS")
        response["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
        response["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
