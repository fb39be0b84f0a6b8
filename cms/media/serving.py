"""Uploads as `make run` serves them; in production a web server or a bucket does, by this rule."""

import posixpath
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.static import serve

# Originals keep the camera's metadata and are there whatever is published; documents have an
# address of their own, where Wagtail asks who may read them.
WITHHELD = ("original_images", "documents")


def serve_media(request: HttpRequest, path: str, **kwargs: Any) -> HttpResponseBase:
    """Serve what is made for readers: renditions, and editors' portraits."""
    first = posixpath.normpath(path).lstrip("/").partition("/")[0]
    # Some file systems do not tell capitals apart.
    if first.casefold() in WITHHELD:
        raise Http404("Originals and documents are not served from here.")
    return serve(request, path, **kwargs)
