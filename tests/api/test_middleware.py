"""With or without the middleware the API answers the same."""

import pytest
from django.test import Client
from django.urls import clear_url_caches

from tests.api.factories import make_document, withdraw

NAME = "api.middleware.DeliveryMiddleware"
# What other middleware adds when it runs: LocaleMiddleware, X-Frame-Options and the like.
ADDED = {"Content-Language", "X-Frame-Options", "Vary", "Content-Security-Policy",
         "Cross-Origin-Opener-Policy", "Referrer-Policy"}  # fmt: skip
# What Django's own says with a 304 too.
REPEATED = {"X-Content-Type-Options"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def without(settings):
    def leave_out() -> Client:
        settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != NAME]
        return Client()

    return leave_out


def test_is_first_in_our_settings(settings) -> None:
    assert settings.MIDDLEWARE[0] == NAME


def test_same_status_bytes_and_headers_without_it(client: Client, without) -> None:
    stored, taken_back = make_document(topics=("migraine",)), make_document()
    withdraw(taken_back)
    paths = [
        f"/api/v1/articles/{stored.slug}/",
        f"/api/v1/articles/{stored.article_id}/",
        f"/api/v1/articles/{taken_back.slug}/",
        "/api/v1/articles/nothing/",
        "/api/v1/articles/?limit=1",
        "/api/v1/articles/?nothing=1",
        "/api/v1/articles/?topic=%00",
        "/api/v1/",
        "/api/v1/schema/",
        "/api/v1/docs/",
        "/api/v1/docs/assets/start.js",
        "/api/nothing/",
        "/health/live",
        "/health/ready",
    ]
    etag = {"if-none-match": f'"{stored.etag}"'}

    def read_all(reader: Client) -> list[tuple]:
        answers = [reader.get(path) for path in paths]
        answers += [reader.get(paths[0], headers=etag), reader.head(paths[0])]
        answers += [reader.post(paths[0]), reader.options(paths[0])]
        return [
            (
                answer.request["PATH_INFO"],
                answer.status_code,
                answer.content,
                {
                    name: value
                    for name, value in answer.headers.items()
                    # CommonMiddleware states a length of 0 where there is no body.
                    if name not in ADDED and (name != "Content-Length" or answer.content)
                    if answer.status_code != 304 or name not in REPEATED
                },
            )
            for answer in answers
        ]

    with_it = read_all(client)
    assert read_all(without()) == with_it


def test_content_reads_touch_no_session(client: Client, django_user_model, without) -> None:
    stored = make_document()
    client.force_login(django_user_model.objects.create_user("editor"))
    response = client.get(f"/api/v1/articles/{stored.slug}/")
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


def test_redirect_to_https_still_holds(settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/api/v1/")
    assert response.status_code == 301
    assert response["Location"] == "https://testserver/api/v1/"
    secure = Client().get("/api/v1/", secure=True)
    assert secure.status_code == 200


@pytest.fixture
def mounted_elsewhere(settings):
    settings.ROOT_URLCONF = "tests.api.elsewhere"
    clear_url_caches()


def test_follows_the_mount(mounted_elsewhere: None) -> None:
    stored = make_document()
    client = Client()
    assert client.get(f"/content/api/v1/articles/{stored.slug}/").content == stored.body
    index = client.get("/content/api/v1/").json()
    assert index["links"]["articles"] == "http://testserver/content/api/v1/articles/"
    assert client.get("/content/api/v1/schema/").json()["servers"] == [{"url": "/content/api/v1"}]
    assert client.get("/content/health/live").status_code == 200
    assert client.get("/content/api/nothing/").status_code == 404


def test_others_addresses_take_the_long_way(mounted_elsewhere: None) -> None:
    client = Client()
    assert client.get("/content/api/own/").content == b"own, session None"
    assert client.get("/").content == b"own, session None"


def test_a_site_without_the_api_is_left_alone(settings) -> None:
    settings.ROOT_URLCONF = "wagtail.admin.urls"
    clear_url_caches()
    assert Client().get("/api/v1/articles/").status_code in (302, 404)


def test_below_a_script_name(client: Client) -> None:
    stored = make_document()
    response = client.get(f"/api/v1/articles/{stored.slug}/", SCRIPT_NAME="/cms")
    assert response.content == stored.body


def test_a_host_that_is_not_ours_is_a_problem_over_http_too(client: Client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/api/v1/", headers={"host": "elsewhere.example.org"})
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
