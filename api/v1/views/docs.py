"""`/docs/`: the OpenAPI to read and try, every file of it from this server."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from api.v1 import responses
from api.v1.errors import NotFound
from api.v1.operation import operation
from api.v1.parameters import read_parameters
from api.v1.views.base import DeliveryView

HTML = "text/html"
# Swagger UI writes style attributes; scripts are files only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Clinic Articles API, v1</title>
<link rel="stylesheet" href="assets/swagger-ui.css">
<link rel="icon" href="assets/favicon-32x32.png">
</head>
<body>
<main id="docs"></main>
<noscript>Reading these pages needs JavaScript. The description itself is at
<a href="../schema/?format=yaml">../schema/</a>.</noscript>
<script src="assets/swagger-ui-bundle.js"></script>
<script src="assets/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({
  url: "../schema/?format=json",
  dom_id: "#docs",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
"""
ASSETS = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
    "start.js": "text/javascript",
}


class DocsView(DeliveryView):
    """The description as a page."""

    is_content = False
    media_types = (HTML, "application/xhtml+xml")

    @operation(
        operation_id="get_docs",
        summary="This description to read and try",
        tags=["about"],
        responses=responses.DOCS,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """A page for people; nothing in it comes from another server."""
        read_parameters(request, ())
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "public, max-age=300"}
        return HttpResponse(PAGE, content_type=f"{HTML}; charset=utf-8", headers=headers)


class AssetView(DeliveryView):
    """A file of the page. A closed list, so no path reaches the disk."""

    schema = None  # type: ignore[assignment]
    is_content = False

    def check_accept(self, request: HttpRequest) -> None:
        """Browsers name what they like; the file is what it is."""

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        if name not in ASSETS:
            raise NotFound("There is no such file.")
        headers = {"Cache-Control": "public, max-age=86400"}
        return HttpResponse(read_asset(name), content_type=ASSETS[name], headers=headers)


@cache
def read_asset(name: str) -> bytes:
    """Return a file of Swagger UI's distribution, found in its package whatever STATIC_URL is."""
    if name == "start.js":
        return START.encode()
    package = find_spec("drf_spectacular_sidecar")
    if package is None or package.origin is None:
        raise NotFound("The files of the docs are not installed.")
    static = Path(package.origin).parent / "static" / "drf_spectacular_sidecar"
    return (static / "swagger-ui-dist" / name).read_bytes()
