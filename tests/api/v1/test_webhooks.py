"""`/webhooks/`: a client's own endpoints, by its keys with the scope `webhooks`."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from api.keys.operations import NewKey
from api.models import WebhookDelivery, WebhookEndpoint
from api.webhooks.own import MOST_ENDPOINTS
from tests.api.keys.factories import bearer, make_key
from tests.api.v1.test_withdrawals import assert_problem
from tests.api.webhooks.endpoints import ERROR, attempt, begin, fill, make_endpoint
from tests.articles.factories import ArticlePageFactory

pytestmark = pytest.mark.django_db

Ask = Callable[..., Any]
URL = "https://www.example.org/hooks/"


@pytest.fixture
def key() -> NewKey:
    return make_key(scopes=["webhooks"])


@pytest.fixture
def ask(client: Client, key: NewKey) -> Ask:
    """Ask for an address below `/webhooks/` with the key, or another one, or (None) with none."""

    def send(method: str, path: str = "", body: Any = None, *, by: Any = key) -> Any:
        headers = bearer(by) if by else {}
        data = b"" if body is None else json.dumps(body).encode()
        kind = "application/json"
        address = f"/api/v1/webhooks/{path}"
        return client.generic(method, address, data, content_type=kind, headers=headers)

    return send


@pytest.fixture
def made(ask: Ask) -> dict[str, Any]:
    answer = ask("POST", body={"url": URL})
    assert answer.status_code == 201
    begin()
    return dict(answer.json())


def test_an_endpoint_is_made_and_its_secret_told_once(ask: Ask, key: NewKey) -> None:
    body = {"url": f" {URL} ", "types": ["article.withdrawn"], "most_at_once": 4}
    made = ask("POST", body={**body, "description": "The website"})
    assert made.status_code == 201
    assert made["Cache-Control"] == "private, no-store"
    told = made.json()
    endpoint = WebhookEndpoint.objects.get()
    assert (endpoint.client, endpoint.url) == (key.key.client, URL)
    assert told.pop("secret") == endpoint.secret
    assert told.pop("created_at")
    assert told == {
        "id": endpoint.pk,
        "url": URL,
        "description": "The website",
        "types": ["article.withdrawn"],
        "most_at_once": 4,
        "enabled": True,
        "state": "enabled",
        "failures": 0,
        "failing_since": None,
    }
    listed = ask("GET").json()
    assert listed["meta"]["total_count"] == 1
    for shown in (listed["items"][0], ask("GET", f"{endpoint.pk}/").json()):
        assert "secret" not in shown
        assert shown["url"] == URL


def test_keys_without_the_scope_and_nobody(ask: Ask, made: dict[str, Any]) -> None:
    reader, path = make_key(), f"{made['id']}/"
    for method, place in (
        ("GET", ""), ("POST", ""), ("GET", path), ("PATCH", path), ("DELETE", path),
        ("POST", f"{path}ping/"), ("POST", f"{path}secret/"), ("POST", f"{path}replay/"),
        ("GET", f"{path}deliveries/"),
    ):  # fmt: skip
        refused = ask(method, place, {}, by=reader)
        assert_problem(refused, 403)
        assert 'scope="webhooks"' in refused["WWW-Authenticate"]
        assert_problem(ask(method, place, {}, by=None), 401)
    assert WebhookEndpoint.objects.get().url == URL


def test_nobody_elses_endpoints(ask: Ask, made: dict[str, Any]) -> None:
    other = make_key(scopes=["webhooks", "read"])
    path = f"{made['id']}/"
    assert ask("GET", by=other).json()["items"] == []
    for method, place, body in (
        ("GET", path, None),
        ("PATCH", path, {"enabled": False}),
        ("DELETE", path, None),
        ("POST", f"{path}ping/", None),
        ("POST", f"{path}secret/", None),
        ("POST", f"{path}replay/", {"since": "2020-01-01T00:00:00Z"}),
        ("GET", f"{path}deliveries/", None),
    ):
        assert_problem(ask(method, place, body, by=other), 404)
    assert WebhookEndpoint.objects.get().secret == made["secret"]
    # The same address is another client's endpoint.
    assert ask("POST", body={"url": URL}, by=other).status_code == 201
    for number in ("0", "9223372036854775808", "x", "-1", "１"):
        assert_problem(ask("GET", f"{number}/"), 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": None},
        {"url": 7},
        {"url": "http://www.example.org/"},
        {"url": "https://127.0.0.1/"},
        {"url": "https://[::ffff:10.0.0.1]/"},
        {"url": "https://2130706433/"},
        {"url": "https://user:secret@www.example.org/"},
        {"url": f"https://www.example.org/{'x' * 500}"},
        {"url": URL, "types": ["article.read"]},
        {"url": URL, "types": "article.withdrawn"},
        {"url": URL, "types": [["article.withdrawn"]]},
        {"url": URL, "most_at_once": 17},
        {"url": URL, "most_at_once": True},
        {"url": URL, "most_at_once": 1.5},
        {"url": URL, "description": "x" * 161},
        {"url": URL, "secret": "whsec_mine"},
        {"url": URL, "client": 1},
    ],
    ids=lambda body: str(body)[:50],
)
def test_what_the_admin_would_refuse(ask: Ask, body: dict[str, Any]) -> None:
    problem = assert_problem(ask("POST", body=body), 400)
    assert len(problem["errors"]) == 1
    assert not WebhookEndpoint.objects.exists()


def test_an_address_is_there_once(ask: Ask, made: dict[str, Any]) -> None:
    twice = assert_problem(ask("POST", body={"url": URL}), 400)
    assert twice["errors"][0]["parameter"] == "url"
    second = ask("POST", body={"url": f"{URL}2/"}).json()
    assert_problem(ask("PATCH", f"{second['id']}/", {"url": URL}), 400)
    assert {each.url for each in WebhookEndpoint.objects.all()} == {URL, f"{URL}2/"}


def test_a_client_has_so_many_at_most(ask: Ask) -> None:
    for number in range(MOST_ENDPOINTS):
        assert ask("POST", body={"url": f"{URL}{number}/"}).status_code == 201
    assert_problem(ask("POST", body={"url": URL}), 409)
    assert ask("DELETE", f"{WebhookEndpoint.objects.first().pk}/").status_code == 204
    assert ask("POST", body={"url": URL}).status_code == 201


def test_it_is_changed_switched_off_and_on_and_deleted(ask: Ask, made: dict[str, Any]) -> None:
    path = f"{made['id']}/"
    changed = ask("PATCH", path, {"description": "Anew", "types": ["article.withdrawn"]}).json()
    assert (changed["url"], changed["description"]) == (URL, "Anew")
    assert ask("PATCH", path, {}).json() == changed
    off = ask("PATCH", path, {"enabled": False}).json()
    assert (off["enabled"], off["state"]) == (False, "disabled")
    ArticlePageFactory()
    assert fill() == []
    assert ask("PATCH", path, {"enabled": True}).json()["enabled"]
    assert_problem(ask("PATCH", path, {"url": "https://10.0.0.1/"}), 400)
    assert_problem(ask("PATCH", path, {"enabled": "no"}), 400)
    assert WebhookEndpoint.objects.get().url == URL
    assert ask("DELETE", path).status_code == 204
    assert_problem(ask("GET", path), 404)


def test_a_secret_is_rotated(ask: Ask, made: dict[str, Any]) -> None:
    anew = ask("POST", f"{made['id']}/secret/").json()
    assert anew["secret"] != made["secret"]
    secrets = WebhookEndpoint.objects.get().secrets(timezone.now())
    assert secrets == [anew["secret"], made["secret"]]


def test_a_test_is_sent_and_its_delivery_is_shown(ask: Ask, made: dict[str, Any]) -> None:
    sent = ask("POST", f"{made['id']}/ping/")
    assert sent.status_code == 202
    assert sent.json()["type"] == "ping"
    attempt(ERROR)
    [shown] = ask("GET", f"{made['id']}/deliveries/").json()["items"]
    assert shown["webhook_id"] == sent.json()["webhook_id"]
    assert (shown["state"], shown["attempts"]) == ("pending", 1)
    assert shown["last_attempt"]["status"] == 500
    ask("PATCH", f"{made['id']}/", {"enabled": False})
    assert_problem(ask("POST", f"{made['id']}/ping/"), 409)


def test_deliveries_are_listed_page_by_page(
    ask: Ask, made: dict[str, Any], client: Client, key: NewKey, django_assert_max_num_queries: Any
) -> None:
    for _each in range(5):
        ask("POST", f"{made['id']}/ping/")
    while attempt():
        pass
    other = make_endpoint(f"{URL}other/")
    path, seen = f"{made['id']}/deliveries/", []
    place: str | None = f"/api/v1/webhooks/{path}?limit=2"
    while place:
        with django_assert_max_num_queries(8):
            page = client.get(place, headers=bearer(key)).json()
        seen += [each["webhook_id"] for each in page["items"]]
        assert page["meta"]["total_count"] == 5
        last, place = place, page["links"]["next"]
    known = WebhookDelivery.objects.order_by("-pk").values_list("webhook_id", flat=True)
    assert seen == list(known)
    assert ask("GET", f"{path}?state=pending").json()["items"] == []
    assert_problem(ask("GET", f"{path}?state=lost"), 400)
    assert_problem(ask("GET", f"{path}?cursor=x"), 400)
    WebhookEndpoint.objects.filter(pk=other.pk).update(client=key.key.client)
    cursor = last.partition("cursor=")[2]
    assert_problem(ask("GET", f"{other.pk}/deliveries/?cursor={cursor}"), 400)
    assert_problem(ask("GET", f"{path}?state=failed&cursor={cursor}"), 400)


def test_what_changed_is_sent_again(ask: Ask, made: dict[str, Any]) -> None:
    path = f"{made['id']}/replay/"
    before = (timezone.now() - timedelta(minutes=1)).isoformat()
    ArticlePageFactory()
    [delivery] = fill()
    attempt()
    again = ask("POST", path, {"webhook_id": delivery.webhook_id})
    assert (again.status_code, again.json()) == (202, {"count": 1})
    assert [each.webhook_id for each in attempt()] == [delivery.webhook_id]
    assert ask("POST", path, {"since": before}).json() == {"count": 1}
    assert [each.webhook_id for each in attempt()] == [delivery.webhook_id]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"since": "2020-01-01"},
        {"since": "2020-01-01T00:00:00"},
        {"since": "2020-13-01T00:00:00Z"},
        {"since": "2999-01-01T00:00:00Z"},
        {"since": None},
        {"webhook_id": "msg_none"},
        {"since": "2020-01-01T00:00:00Z", "webhook_id": "msg_none"},
    ],
    ids=str,
)
def test_nothing_to_send_again(ask: Ask, made: dict[str, Any], body: dict[str, Any]) -> None:
    assert_problem(ask("POST", f"{made['id']}/replay/", body), 400)


def test_the_history_says_which_key_it_was(ask: Ask, made: dict[str, Any], key: NewKey) -> None:
    path = f"{made['id']}/"
    ask("PATCH", path, {"description": "Anew", "enabled": False})
    ask("PATCH", path, {"enabled": True})
    ask("POST", f"{path}ping/")
    ask("POST", f"{path}secret/")
    ask("POST", f"{path}replay/", {"since": "2020-01-01T00:00:00Z"})
    ask("DELETE", path)
    entries = ModelLogEntry.objects.exclude(action__startswith="api.key").order_by("pk")
    assert [each.action for each in entries] == [
        "wagtail.create", "wagtail.edit", "api.webhook.disable", "api.webhook.enable",
        "api.webhook.test", "api.webhook.rotate", "api.webhook.send_again_all", "wagtail.delete",
    ]  # fmt: skip
    assert {each.data["key"] for each in entries} == {f"ca_{key.text.prefix}"}
    assert made["secret"] not in json.dumps([each.data for each in entries])


def test_other_methods(ask: Ask, made: dict[str, Any]) -> None:
    for method, place, allowed in (
        ("PUT", "", "GET, HEAD, POST, OPTIONS"),
        ("DELETE", "", "GET, HEAD, POST, OPTIONS"),
        ("POST", f"{made['id']}/", "GET, HEAD, PATCH, DELETE, OPTIONS"),
        ("GET", f"{made['id']}/ping/", "POST, OPTIONS"),
    ):
        refused = ask(method, place)
        assert_problem(refused, 405)
        assert refused["Allow"] == allowed
