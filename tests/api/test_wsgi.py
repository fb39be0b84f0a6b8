"""In front of Django's request handling the API answers exactly as behind it."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import RequestFactory
from django.utils import timezone

from api.keys.operations import revoke_key
from api.wsgi import DeliveryLayer, get_wsgi_application
from articles.models import Clinic, Placement
from tests.api.factories import make_document, set_state, withdraw
from tests.api.keys.factories import bearer, make_key
from tests.articles.factories import ClinicFactory, PlacementFactory

pytestmark = pytest.mark.django_db

SITE = "testserver"


class Answer(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes


def ask(application: Any, path: str, query: str = "", method: str = "GET", **meta: str) -> Answer:
    """What a WSGI server would get from the application."""
    environ = RequestFactory().generic(method, "/").environ
    # As a server gives it: the path's bytes as Latin-1.
    environ.update({"PATH_INFO": path.encode().decode("latin-1"), "QUERY_STRING": query, **meta})
    environ["wsgi.input"] = io.BytesIO()
    given: list[Any] = []
    parts = application(environ, lambda status, headers, exc=None: given.extend((status, headers)))
    body = b"".join(parts)
    if hasattr(parts, "close"):
        parts.close()
    return Answer(given[0], sorted(given[1]), body)


@pytest.fixture
def django() -> Iterator[Any]:
    """Django's own handler; its signals would close the test's connection."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield WSGIHandler()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def layer(django: Any) -> DeliveryLayer:
    return DeliveryLayer(django)


@pytest.fixture
def refused() -> DeliveryLayer:
    """A layer that must not hand anything on."""

    def application(environ: Any, start_response: Any) -> Any:
        raise AssertionError(environ["PATH_INFO"])

    return DeliveryLayer(application)


@pytest.fixture
def paths() -> list[str]:
    """Every state that an article can be in, by id and by slug, and every other resource."""
    now = timezone.now()
    public = make_document("Public", topics=("migraine",), sections=("risks",))
    lapsed = make_document("Lapsed", next_review_date=now.date() - timedelta(days=1))
    due = make_document("Due", next_review_date=now.date() + timedelta(days=5))
    later = make_document("Later", row={"live_from": now + timedelta(hours=1)})
    expired = make_document("Expired", row={"expires_at": now - timedelta(hours=1)})
    alias = make_document("Alias", row={"is_alias": True})
    spanish = make_document("Spanish", locale="es")
    gone, withdrawn = make_document("Gone"), make_document("Withdrawn")
    north = ClinicFactory(slug="north")
    for each in (public, lapsed, spanish, withdrawn):
        placement = PlacementFactory(article=each.page, clinic=north)
        Placement.objects.filter(pk=placement.pk).update(translation_key=each.article_id)
    set_state(gone, "gone")
    withdraw(withdrawn, replaced_by=public.article_id)
    documents = (public, lapsed, due, later, expired, alias, spanish, gone, withdrawn)
    refs = [str(ref) for each in documents for ref in (each.slug, each.article_id)]
    return [
        *(f"/api/v1/articles/{ref}/" for ref in refs),
        f"/api/v1/articles/{public.slug}/sections/risks/",
        "/api/v1/articles/nothing/",
        "/api/v1/articles/ünïcode/",
        "/api/v1/articles/a%00b/",
        "/api/v1/articles/no-slash",
        "/api/v1/articles/",
        "/api/v1/sections/",
        "/api/v1/topics/",
        "/api/v1/clinics/",
        "/api/v1/citations/1/",
        "/api/v1/find/",
        "/api/v1/manifest/",
        "/api/v1/changes/",
        "/api/v1/",
        "/api/v1/schema/",
        "/api/v1/docs/",
        "/api/v1/docs/assets/start.js",
        "/api/nothing/",
        "/health/live",
    ]


QUERIES = (
    "",
    "locale=es",
    "locale=es&fallback=en",
    "rich_text=portable_text",
    "rich_text=plain&include=json_ld",
    "fields=title,sections.heading",
    "clinic=north",
    "clinic=north&include=json_ld&rich_text=plain",
    "clinic=nowhere",
    "limit=1",
    "nothing=1",
    "locale=%00",
    "locale=%ff%fe",
    "locale=en&locale=es",
)


def test_every_resource_with_every_parameter(
    django: Any, layer: DeliveryLayer, paths: list[str]
) -> None:
    for path, query in product(paths, QUERIES):
        assert ask(layer, path, query) == ask(django, path, query), (path, query)


def test_every_article_with_every_key(django: Any, layer: DeliveryLayer, paths: list[str]) -> None:
    revoked = make_key()
    revoke_key(revoked.key)
    keys = (
        make_key(),
        make_key(locales=["es"]),
        make_key(clinic=Clinic.objects.get(slug="north")),
        make_key(scopes=["webhooks"]),
        make_key(expires_in=timedelta(days=-1)),
        revoked,
    )
    headers = [*(bearer(key)["authorization"] for key in keys), "Bearer x", "Basic YTpi", ""]
    for path, header in product(paths, headers):
        meta = {"HTTP_AUTHORIZATION": header}
        assert ask(layer, path, **meta) == ask(django, path, **meta), (path, header)


@pytest.mark.parametrize(
    "meta",
    [
        {"method": "HEAD"},
        {"method": "OPTIONS"},
        {"method": "POST"},
        {"method": "DELETE"},
        {"HTTP_HOST": "elsewhere.example.org"},
        {"HTTP_HOST": "bad host"},
        {"HTTP_ACCEPT": "text/html"},
        {"HTTP_ACCEPT_ENCODING": "gzip, br"},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_IF_NONE_MATCH": '"x", W/"y"'},
        {"HTTP_ORIGIN": "https://app.example.org"},
        {"HTTP_ORIGIN": "https://evil.example.org"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"SCRIPT_NAME": "/cms"},
    ],
    ids=str,
)
@pytest.mark.parametrize("secure", [False, True])
def test_every_header(
    django: Any,
    settings: Any,
    layer: DeliveryLayer,
    paths: list[str],
    meta: dict[str, str],
    secure: bool,
) -> None:
    settings.CLINIC_CONTENT = {
        "API": {**settings.CLINIC_CONTENT["API"], "CORS_ORIGINS": ["https://app.example.org"]}
    }
    settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_SECONDS = 3600 if secure else 0
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    behind, before = WSGIHandler(), DeliveryLayer(WSGIHandler())
    for path in paths:
        assert ask(before, path, **meta) == ask(behind, path, **meta), path


def test_a_known_article_is_304(django: Any, layer: DeliveryLayer, paths: list[str]) -> None:
    etag = dict(ask(layer, paths[0]).headers)["ETag"]
    known = ask(layer, paths[0], HTTP_IF_NONE_MATCH=etag)
    assert known.status.startswith("304")
    assert known == ask(django, paths[0], HTTP_IF_NONE_MATCH=etag)


def test_reads_do_not_reach_django(refused: DeliveryLayer, paths: list[str]) -> None:
    for path in paths:
        assert ask(refused, path).status[:3] in ("200", "400", "404", "410")


@pytest.mark.parametrize(
    ("path", "method"),
    [("/", "GET"), ("/admin/login/", "GET"), ("/api/v1/articles/", "POST"), ("/apidocs/", "GET")],
)
def test_what_is_not_ours_does(layer: DeliveryLayer, path: str, method: str) -> None:
    reached = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        reached.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return []

    ask(DeliveryLayer(application), path, method=method)
    assert reached == [path]


def test_refusals_are_logged_like_django_logs_them(
    django: Any, layer: DeliveryLayer, caplog: pytest.LogCaptureFixture
) -> None:
    logged = []
    for application in (layer, django):
        caplog.clear()
        with caplog.at_level(logging.WARNING, logger="django.request"):
            ask(application, "/api/v1/articles/nothing/", "token=secret")
        logged.append(
            [(record.name, record.levelname, record.message) for record in caplog.records]
        )
    assert logged[0] == logged[1] != []
    assert "secret" not in str(logged)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_connection_that_broke_is_given_up() -> None:
    application = get_wsgi_application()
    make_document(row={"slug": "first"})
    connection.errors_occurred = True
    before = connection.connection
    assert ask(application, "/api/v1/articles/first/").status == "200 OK"
    if connection.vendor == "postgresql":
        assert connection.connection is not before
