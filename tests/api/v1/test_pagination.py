"""Cursors: nothing skipped, nothing repeated, while editors publish and withdraw."""

import base64
import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from api.v1.pagination import HIGHEST_ID
from tests.api.factories import FIRST_DAY, make_document, set_state, withdraw
from tests.api.v1.conftest import Get


def follow(get: Get, link: str):
    assert link.startswith("http://testserver/api/v1/")
    return get(link.partition("/api/v1/")[2]).json()


def titles(page: dict) -> list[str]:
    return [item["title"] for item in page["items"]]


def make_many(count: int) -> None:
    """Articles of which each three were published in the same instant."""
    for number in range(count):
        make_document(f"{number:02}", published_at=FIRST_DAY + timedelta(hours=number // 3))


@pytest.mark.parametrize("order", ["newest", "title", "next_review_date"])
def test_forwards_and_back_see_everything_once(get: Get, order: str) -> None:
    make_many(11)
    whole = titles(get(f"articles/?order={order}").json())
    assert len(whole) == 11
    page = get(f"articles/?order={order}&limit=3").json()
    assert page["links"]["previous"] is None
    forwards, pages = titles(page), 1
    while page["links"]["next"]:
        page = follow(get, page["links"]["next"])
        forwards += titles(page)
        pages += 1
    assert forwards == whole
    assert pages == 4
    backwards = titles(page)
    while page["links"]["previous"]:
        page = follow(get, page["links"]["previous"])
        backwards = titles(page) + backwards
    assert backwards == whole


def test_a_full_last_page_has_no_next(get: Get) -> None:
    make_many(6)
    page = follow(get, get("articles/?limit=3").json()["links"]["next"])
    assert len(page["items"]) == 3
    assert page["links"]["next"] is None


def test_links_keep_the_filters(get: Get) -> None:
    for number in range(3):
        make_document(str(number), topics=("migraine",), kind="condition")
    link = get("articles/?topic=migraine&kind=condition&limit=1").json()["links"]["next"]
    query = parse_qs(urlsplit(link).query)
    assert query["topic"] == ["migraine"]
    assert query["kind"] == ["condition"]
    assert query["limit"] == ["1"]


def test_what_stays_is_seen_once_while_editors_publish_and_withdraw(get: Get) -> None:
    stored = [
        make_document(f"{number:02}", published_at=FIRST_DAY + timedelta(hours=number // 2))
        for number in range(20)
    ]
    seen, changed = [], set()
    page = get("articles/?limit=3").json()
    for step in range(20):
        seen += titles(page)
        if not page["links"]["next"]:
            break
        make_document(f"new {step}", published_at=FIRST_DAY + timedelta(days=9 + step))
        # One behind the walk, one ahead of it, and the very item that the cursor lies next to.
        for index in (19 - step, step, 18 - 3 * step):
            document = stored[index % 20]
            changed.add(document.title)
            withdraw(document) if step % 2 else set_state(document, "gone")
        page = follow(get, page["links"]["next"])
    assert len(seen) == len(set(seen))
    stayed = {document.title for document in stored} - changed
    assert stayed
    assert stayed <= set(seen)
    assert not any(title.startswith("new") for title in seen)


def test_a_page_that_emptied_meanwhile_is_empty(get: Get) -> None:
    stored = [make_document(str(number)) for number in range(2)]
    link = get("articles/?limit=1").json()["links"]["next"]
    set_state(stored[0], "gone")
    page = follow(get, link)
    assert page["items"] == []
    assert page["links"] == {"next": None, "previous": None}
    assert page["meta"]["total_count"] == 1


def cursor_of(get: Get, query: str = "limit=1") -> str:
    link = get(f"articles/?{query}").json()["links"]["next"]
    return parse_qs(urlsplit(link).query)["cursor"][0]


@pytest.mark.parametrize(
    "query", ["kind=therapy", "order=title", "locale=es", "topic=a", "fallback=es"]
)
def test_a_cursor_of_another_query_is_refused(get: Get, query: str) -> None:
    make_many(2)
    response = get(f"articles/?{query}&cursor={cursor_of(get)}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_another_limit_may_go_on_with_a_cursor(get: Get) -> None:
    make_many(4)
    assert len(get(f"articles/?limit=3&cursor={cursor_of(get)}").json()["items"]) == 3


def encoded(payload: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")


@pytest.mark.parametrize("order", ["newest", "title", "next_review_date"])
@pytest.mark.parametrize(
    "change",
    [
        {1: 2},
        {1: None},
        {2: None},
        {2: 7},
        {2: "\0"},
        {2: "\ud800"},
        {2: "x" * 300},
        {3: 0},
        {3: -1},
        {3: HIGHEST_ID + 1},
        {3: 1.5},
        {3: True},
        {3: "1"},
        {3: 10**400},
    ],
    ids=str,
)
def test_forged_cursors_are_refused(get: Get, order: str, change: dict[int, object]) -> None:
    make_many(2)
    text = cursor_of(get, f"order={order}&limit=1")
    payload = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    for index, value in change.items():
        payload[index] = value
    response = get(f"articles/?order={order}&limit=1&cursor={encoded(payload)}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "====", "%20", "é", "a" * 5000, encoded([]), encoded({}), encoded(None),
     encoded("abcd"), encoded([1, 2, 3, 4]), "W1tb" * 400,
     base64.urlsafe_b64encode(b"\xff\xfe").decode()],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(get: Get, cursor: str) -> None:
    response = get(f"articles/?cursor={cursor}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"
