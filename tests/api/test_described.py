"""The guard over all tests: an answer that the OpenAPI document does not describe is found."""

import json
from typing import Any

import pytest
from django.test import Client, RequestFactory

from api.models import DeliveryDocument
from tests.api.described import differences, template_of
from tests.api.factories import make_document

pytestmark = pytest.mark.django_db


def judged(response: Any) -> list[str]:
    return differences(response.wsgi_request, response)


@pytest.fixture
def response(client: Client) -> Any:
    stored = make_document(sections=("risks",))
    return client.get(f"/api/v1/articles/{stored.slug}/")


def changed(response: Any, **members: Any) -> Any:
    response.content = json.dumps({**response.json(), **members})
    return response


def test_a_good_answer_passes(response: Any) -> None:
    assert judged(response) == []


@pytest.mark.parametrize(
    ("members", "place"),
    [
        ({"version": "seven"}, "version"),
        ({"published_at": "yesterday"}, "published_at"),
        ({"id": "no uuid"}, "id"),
        ({"secret": 1}, "secret"),
        ({"sections": [{"id": "x"}]}, "sections/0"),
    ],
    ids=str,
)
def test_a_body_of_another_type_is_found(
    response: Any, members: dict[str, Any], place: str
) -> None:
    [first, *_others] = judged(changed(response, **members))
    assert place in first


def test_a_part_or_another_format_is_no_whole_answer(client: Client, response: Any) -> None:
    path = response.wsgi_request.path
    for query in ("fields=title", "rich_text=plain", "rich_text=portable_text"):
        other = client.get(f"{path}?{query}")
        assert judged(other) == []
        other.wsgi_request.META["QUERY_STRING"] = ""
        assert judged(other) != [], query


def test_statuses_and_types_that_are_not_stated_are_found(response: Any) -> None:
    response.status_code = 418
    assert "is not described" in judged(response)[0]
    response.status_code = 200
    response["Content-Type"] = "text/html"
    assert "is not described" in judged(response)[0]


def test_a_problem_is_held_to_its_type(client: Client) -> None:
    response = client.get("/api/v1/nothing/")
    assert judged(response) == []
    assert judged(changed(response, status="404")) != []
    posted = client.post("/api/v1/articles/")
    assert judged(posted) == []
    assert judged(changed(posted, errors=None)) != []


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "identity"])
def test_every_test_is_guarded(
    client: Client, response: Any, encoding: str, answers_are_as_described: list[str]
) -> None:
    assert answers_are_as_described == []
    DeliveryDocument.objects.update(body=b'{"title":"No article"}', etag="x")
    client.get(response.wsgi_request.path, headers={"accept-encoding": encoding})
    assert "required property" in answers_are_as_described[0]
    answers_are_as_described.clear()


def test_addresses_are_known_by_their_paths() -> None:
    assert template_of("/api/v1/") == "/"
    assert template_of("/content/api/v1/articles/x/") == "/articles/{ref}/"
    assert template_of("/api/v1/articles/x/sections/y/") == "/articles/{ref}/sections/{section}/"
    assert template_of("/api/v1/articles/x") is None
    assert differences(RequestFactory().get("/health/live"), _Live()) == []


class _Live:
    status_code = 200
