"""One HTML page for every address of the reader, and the files it is made of."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_info
from django.views import defaults
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from api.documents.columns import etag_of
from api.v1.caching import conditional, known_etags
from api.v1.compression import compress
from cms.reader.files import Front, read_front
from cms.reader.status import status_of

HTML = "text/html; charset=utf-8"
KEPT_FOR_EVER = "public, max-age=31536000, immutable"
ASKED_FOR_EACH_TIME = "no-cache"
DRAFT_HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


def policy(*, is_preview: bool = False) -> str:
    """The page's own content security policy: files and answers of this site, no inline code.

    Images may be where the site's uploads are. HTML is made by one script function only. A preview
    holds Wagtail's content checker as well, which makes HTML and styles of its own.
    """
    images = [source for source in settings.CONTENT_SECURITY_POLICY["img-src"] if source != "blob:"]
    return "; ".join(
        (
            "default-src 'none'",
            *(_preview_sources() if is_preview else _OWN_SOURCES),
            f"img-src {' '.join(images)}",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )


_OWN_SOURCES = (
    "script-src 'self'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types rich-text",
)


def _preview_sources() -> tuple[str, ...]:
    """The checker's files are among the site's static files, wherever those are."""
    allowed = settings.CONTENT_SECURITY_POLICY["script-src"]
    scripts = " ".join(source for source in allowed if source != "'unsafe-inline'")
    return f"script-src {scripts}", f"style-src {scripts} 'unsafe-inline'"


@require_safe
def page(
    request: HttpRequest,
    language: str | None = None,
    article: str | None = None,
    topic: str | None = None,
) -> HttpResponse:
    """The page that every address of the reader answers with."""
    language = language or settings.LANGUAGE_CODE
    status = status_of(language=language, article=article, topic=topic)
    return answer_page(request, language=language, status=status)


@require_safe
@xframe_options_sameorigin
def draft(request: HttpRequest, language: str | None = None) -> HttpResponse:
    """The page that shows the draft of a token, for the editor's frame; nobody keeps it."""
    response = answer_page(
        request, language=language or settings.LANGUAGE_CODE, status=HTTPStatus.OK
    )
    for name, value in DRAFT_HEADERS.items():
        response.headers[name] = value
    return response


def answer_page(request: HttpRequest, *, language: str, status: HTTPStatus) -> HttpResponse:
    """Return the page in a language, with a status."""
    front = read_front()
    body = render_to_string("reader/page.html", page_context(front, language)).encode()
    headers = {
        "Cache-Control": ASKED_FOR_EACH_TIME,
        "Content-Language": language,
        "Content-Security-Policy": policy(),
    }
    if status is HTTPStatus.OK:
        return _answer(request, body, media_type=HTML, headers=headers)
    return HttpResponse(body, status=status, content_type=HTML, headers=headers)


def page_context(front: Front, language: str) -> dict[str, object]:
    return {
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "languages": " ".join(code for code, _name in settings.LANGUAGES),
        "default_language": settings.LANGUAGE_CODE,
        "site_name": settings.WAGTAIL_SITE_NAME,
        "version": front.version,
        "styles": front.paths(".css"),
        "modules": front.paths(".js"),
    }


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What browsers are shown where the site has nothing; the admin keeps its own words."""
    asks_for_page = "text/html" in request.headers.get("Accept", "")
    if not asks_for_page or request.path.startswith(reverse("wagtailadmin_home")):
        return defaults.page_not_found(request, exception)
    return answer_page(request, language=settings.LANGUAGE_CODE, status=HTTPStatus.NOT_FOUND)


@require_safe
def file(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """A file of the front end. Of another version than asked for it is not to be kept.

    While a new version is being rolled out a page of one process may ask another process.
    """
    front = read_front()
    found = front.files.get(name)
    if found is None:
        raise Http404(name)
    kept = KEPT_FOR_EVER if version == front.version else ASKED_FOR_EACH_TIME
    headers = {"Cache-Control": kept}
    return _answer(request, found.content, media_type=found.media_type, headers=headers)


def _answer(
    request: HttpRequest, body: bytes, *, media_type: str, headers: Mapping[str, str]
) -> HttpResponse:
    """Return the body, compressed if the browser likes, or 304 where it has it, as the API does."""
    response = conditional(
        body,
        etag=etag_of(body),
        known=known_etags(request),
        headers={**headers, "Vary": "Accept-Encoding"},
        media_type=media_type,
    )
    compress(request, response)
    return response
