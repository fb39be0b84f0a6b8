"""Whatever a client sends, the answer is a problem document with 4xx, never 500."""

import time
from typing import Any

import pytest
from django.test import Client

from api.v1.filters import ORDER_NAMES
from tests.api.factories import make_document

PROBLEM = "application/problem+json"
LISTS = "/api/v1/articles/"
ONE = "/api/v1/articles/migraine/"

pytestmark = pytest.mark.django_db


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.content[:300]
    assert response["Content-Type"] == PROBLEM
    assert response["Cache-Control"] == "no-store"
    problem = response.json()
    assert problem["status"] == status
    assert set(problem) >= {"type", "title", "status", "detail", "instance", "errors"}
    response.content.decode("utf-8")
    return problem


@pytest.mark.parametrize("path", [LISTS, ONE, "/api/v1/", "/api/v1/schema/", "/api/v1/docs/"])
def test_unknown_parameter_is_named_with_what_there_is(client: Client, path: str) -> None:
    problem = assert_problem(client.get(path, {"colour": "red"}), 400)
    assert problem["errors"][0]["parameter"] == "colour"
    if path == ONE:
        assert problem["errors"][0]["allowed"] == [
            "locale", "fallback", "clinic", "rich_text", "include", "fields",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("parameter", "value", "allowed"),
    [
        ("kind", "disease", ["condition", "therapy", "comparison", "lifestyle"]),
        ("audience", "", ["patients", "carers", "professionals"]),
        ("locale", "xx", ["en", "es"]),
        ("fallback", "xx", ["none", "en", "es"]),
        ("order", "oldest", list(ORDER_NAMES)),
    ],
)
def test_value_outside_a_closed_list(
    client: Client, parameter: str, value: str, allowed: list[str]
) -> None:
    problem = assert_problem(client.get(LISTS, {parameter: value}), 400)
    assert problem["errors"][0]["parameter"] == parameter
    assert problem["errors"][0]["allowed"] == allowed


@pytest.mark.parametrize(
    "limit",
    ["0", "-1", "101", "1.5", "", " 5", "+5", "1_0", "٣", "5%00", "9" * 30, "9" * 7000,
     str(2**63), str(-(2**63) - 1), "NaN", "0x1"],
)  # fmt: skip
def test_limits(client: Client, limit: str) -> None:
    response = client.get(f"{LISTS}?limit={limit}")
    problem = assert_problem(response, 400)
    assert problem["errors"][0]["parameter"] == "limit"


@pytest.mark.parametrize(
    "query",
    [
        "kind=therapy&kind=therapy",
        "limit=1&limit=2",
        "topic=%00",
        "topic=a%00b",
        "%00=1",
        "topic=%zz",
        "topic=%",
        "topic=%e",
        "topic=%ff%fe",
        "topic=%ed%a0%80",
        "topic=%C0%80",
        "topic=" + "x" * 300,
        "topic=" + "x" * 100_000,
        "x" * 100_000,
        "&".join(f"p{number}=1" for number in range(10_000)),
        "&".join(f"p{number}=1" for number in range(200)),
        "topic=a%20b",
        "topic=a'--",
        "topic[]=a",
        "section=%F0%9F%98%80",
        "topic=",
        "section=../../etc/passwd",
        "cursor=%00",
    ],
    ids=lambda query: query[:30],
)
@pytest.mark.parametrize("path", [LISTS, ONE])
def test_query_strings(client: Client, path: str, query: str) -> None:
    started = time.monotonic()
    response = client.get(path, QUERY_STRING=query)
    assert_problem(response, 400)
    assert len(response.content) < 2_000
    assert time.monotonic() - started < 1


def test_raw_bytes_in_the_query(client: Client) -> None:
    make_document()
    assert_problem(client.get(LISTS, QUERY_STRING="topic=\xff\xfe"), 400)
    # UTF-8 that was not escaped is what it says.
    response = client.get(LISTS, QUERY_STRING="topic=migraña".encode().decode("latin-1"))
    assert response.status_code == 200


@pytest.mark.parametrize(
    "ref",
    [
        "nothing-here",
        "a%00b",
        "%00",
        "%FF%FE",
        "%ED%A0%80",
        "%zz",
        "%",
        "a%20b",
        "%F0%9F%98%80",
        "x" * 256,
        "x" * 100_000,
        "..",
        "%2e%2e",
        "a%2Fb",
        "00000000-0000-0000-0000-000000000000",
        "00000000-0000-0000-0000-00000000000g",
        "{00000000-0000-0000-0000-000000000000}",
        str(2**63),
        str(2**64),
        "-1",
        "'; DROP TABLE api_deliverydocument; --",
    ],
    ids=lambda ref: ref[:30],
)
def test_refs(client: Client, ref: str) -> None:
    assert_problem(client.get(f"/api/v1/articles/{ref}/"), 404)


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v2/", "/api/v1", "/api/v1/nothing/", "/api/v1/articles",
     "/api/v1/articles/a/b/", "/api/v1/docs/assets/../../secret"],
)  # fmt: skip
def test_unknown_addresses(client: Client, path: str) -> None:
    problem = assert_problem(client.get(path), 404)
    assert problem["instance"] == path


def test_a_missing_slash_is_pointed_out(client: Client) -> None:
    assert "slash" in client.get("/api/v1/articles").json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("path", [LISTS, ONE, "/api/v1/", "/api/nothing/", "/health/live"])
def test_other_methods(client: Client, method: str, path: str) -> None:
    response = getattr(client, method)(path)
    assert_problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_post_needs_no_csrf_token_to_be_told(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post(LISTS).status_code == 405


def test_options(client: Client) -> None:
    response = client.options(ONE)
    assert response.status_code == 204
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.content == b""


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0", "nonsense", ""])
def test_what_we_do_not_have_is_not_acceptable(client: Client, accept: str) -> None:
    assert_problem(client.get(LISTS, headers={"accept": accept}), 406)


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/*",
        "text/html, application/json;q=0.9",
        "text/html,application/xhtml+xml,*/*;q=0.8",
    ],
)
def test_what_we_have_is_acceptable(client: Client, accept: str) -> None:
    assert client.get(LISTS, headers={"accept": accept}).status_code == 200


@pytest.mark.parametrize("path", [LISTS, ONE, "/api/v1/"])
@pytest.mark.parametrize("host", ["evil.example.org", "a b", "x" * 300])
def test_foreign_hosts_never_show_in_an_answer(client: Client, path: str, host: str) -> None:
    make_document()
    response = client.get(path, headers={"host": host})
    assert response.status_code in (400, 404)
    assert host not in response.content.decode()
    assert response["Content-Type"] == PROBLEM
