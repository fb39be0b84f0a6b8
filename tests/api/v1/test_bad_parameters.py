"""Whatever is given for a parameter, on whichever list: an answer, or a problem, and soon."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.factories import make_document
from tests.api.v1.test_bad_input import assert_problem

TIMES = ("published_at__gte", "published_at__lte", "modified_at__gte", "modified_at__lte")
ARTICLES, SECTIONS, MANIFEST = "/api/v1/articles/", "/api/v1/sections/", "/api/v1/manifest/"
ONE, SECTION = f"{ARTICLES}migraine/", f"{ARTICLES}migraine/sections/causes/"
FILTERS = ("clinic", "review_status", *TIMES)
PARAMETERS = {
    ARTICLES: (*FILTERS, "section", "fields"),
    SECTIONS: (*FILTERS, "audience", "code", "kind", "fields", "rich_text"),
    MANIFEST: (*FILTERS, "kind", "audience"),
    ONE: ("fields", "rich_text", "include"),
    SECTION: ("fields", "rich_text"),
}
PLACES = [(path, name) for path, names in PARAMETERS.items() for name in names]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _article(client: Client) -> None:
    make_document(slug="migraine", sections=("causes",))
    # The first request of a process imports; that is not what is timed.
    client.get(ARTICLES)


def ask(client: Client, path: str, query: str) -> Any:
    """Read within a second."""
    started = time.monotonic()
    response = client.get(path, QUERY_STRING=query)
    assert time.monotonic() - started < 1
    assert len(response.content) < 60_000
    return response


@pytest.mark.parametrize(("path", "name"), PLACES)
def test_what_no_parameter_takes(client: Client, path: str, name: str) -> None:
    for value in (
        "",
        "%00",
        "a%00",
        "%ff%fe",
        "%ed%a0%80",
        "%C0%80",
        "%",
        "%zz",
        "%F0%9F%98%80",
        "a%20b",
        "'%20OR%201=1--",
        "x" * 300,
        "x" * 7_900,
        "x" * 100_000,
        ",".join(["title"] * 101),
        ",".join(["title"] * 1_300),
        ",".join(["title"] * 10_000),
        ".".join(["sections"] * 800),
        "." * 7_000,
        "," * 7_000,
        "[]",
        "{}",
    ):
        assert_problem(ask(client, path, f"{name}={value}"), 400)
    assert_problem(ask(client, path, f"{name}=a&{name}=a"), 400)
    assert_problem(ask(client, path, f"{name}[]=a"), 400)
    assert_problem(ask(client, path, f"{name}=\xff"), 400)


@pytest.mark.parametrize("value", [2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64, 10**400])
@pytest.mark.parametrize(("path", "name"), PLACES)
def test_huge_numbers(client: Client, path: str, name: str, value: int) -> None:
    response = ask(client, path, f"{name}={value}")
    # Digits are a slug, though of no clinic.
    if name == "clinic" and len(str(value)) < 256:
        assert response.json()["items"] == []
    else:
        assert_problem(response, 400)


def _encoded() -> Iterator[st.SearchStrategy[str]]:
    yield st.text(max_size=200).map(lambda text: quote(text, errors="surrogatepass"))
    yield st.binary(max_size=200).map(quote_from_bytes)
    # Raw, as a server hands bytes over.
    yield st.binary(max_size=200).map(lambda raw: raw.replace(b"#", b"").decode("latin-1"))
    yield st.dates().map(str)
    yield st.datetimes().map(lambda at: f"{at.isoformat()}Z")
    yield st.datetimes(timezones=st.timezones()).map(lambda at: quote(at.isoformat()))
    members = st.sampled_from(["title", "sections", "body", "html", "id", "article", "review"])
    yield st.lists(st.lists(members, max_size=9).map(".".join), max_size=9).map(",".join)


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(place=st.sampled_from(PLACES), value=st.one_of(*_encoded()))
def test_any_value_is_taken_or_refused(client: Client, place: tuple[str, str], value: str) -> None:
    path, name = place
    response = ask(client, path, f"{name}={value}")
    if response.status_code != 200:
        assert_problem(response, 400)


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.tuples(st.datetimes(), st.datetimes()),
    st.sampled_from(["articles/", "sections/", "manifest/"]),
)
def test_any_span_of_time_is_taken(client: Client, span: Any, path: str) -> None:
    first, last = (f"{at.isoformat()}Z" for at in span)
    query = f"published_at__gte={first}&published_at__lte={last}"
    response = ask(client, f"/api/v1/{path}", query)
    assert response.status_code == 200
    assert response.json()["meta"]["total_count"] == len(response.json()["items"])
