"""What caches are asked, over real HTTP, and what is said when they do not acknowledge."""

import time
from typing import Any

import pytest
from django.core.checks import run_checks

from api.purging import purge as door
from api.purging.backends import CloudflareBackend
from api.purging.purge import PurgeFailed, backends, purge, purge_one
from tests.api.purging.receiver import Receiver, receiving

TOKEN = "t" * 40
SUCCESS = b'{"success": true, "errors": [], "result": {"id": "1"}}'


def varnish(receiver: Receiver, **options: Any) -> dict[str, Any]:
    return {
        "BACKEND": "api.purging.backends.VarnishBackend",
        "LOCATION": receiver.address,
        "TOKEN": TOKEN,
        **options,
    }


def cloudflare(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    def made(self: CloudflareBackend, params: dict[str, Any]) -> None:
        super(CloudflareBackend, self).__init__(params)
        place = self.cloudflare_purge_endpoint_url.removeprefix("https://api.cloudflare.com")
        self.cloudflare_purge_endpoint_url = receiver.address + place

    monkeypatch.setattr(CloudflareBackend, "__init__", made)
    return {
        "BACKEND": "api.purging.backends.CloudflareBackend",
        "ZONEID": "zone",
        "BEARER_TOKEN": TOKEN,
    }


def cloudfront(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    pytest.importorskip("boto3")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFRONT", receiver.address)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return {
        "BACKEND": "api.purging.backends.CloudfrontBackend",
        "DISTRIBUTION_ID": "E123",
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }


def ids() -> list[str]:
    return [message.id or "" for message in run_checks() if (message.id or "").startswith("api.")]


def test_without_caches_there_is_nothing_to_do(settings) -> None:
    assert backends() == ()
    purge(["articles"])
    purge_one("former", ["articles"])
    assert ids() == []


def test_varnish_is_told_the_tags_with_the_token(settings) -> None:
    with receiving() as receiver:
        settings.WAGTAILFRONTENDCACHE = {"near": varnish(receiver)}
        assert ids() == []
        purge({"slug-one", "articles"}, ["https://media.example.org/a%20b.jpg?v=1"])
    by_tag, by_url = receiver.received
    assert (by_tag.method, by_tag.path) == ("PURGE", "/")
    assert by_tag.headers["surrogate-key"] == "articles slug-one"
    assert (by_url.method, by_url.path) == ("PURGE", "/a%20b.jpg?v=1")
    assert by_url.headers["host"] == "media.example.org"
    assert by_url.headers["x-forwarded-proto"] == "https"
    assert "surrogate-key" not in by_url.headers
    assert {each.headers["x-purge-token"] for each in receiver.received} == {TOKEN}


def test_many_tags_go_in_parts(settings) -> None:
    with receiving() as receiver:
        settings.WAGTAILFRONTENDCACHE = {"near": varnish(receiver)}
        purge([f"slug-{'x' * 100}{number}" for number in range(120)])
    sizes = [len(each.headers["surrogate-key"].split()) for each in receiver.received]
    assert sizes == [50, 50, 20]
    assert max(len(each.headers["surrogate-key"]) for each in receiver.received) < 8_000


def test_varnish_is_asked_directly_whatever_proxy_the_environment_names(
    settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    with receiving() as receiver:
        settings.WAGTAILFRONTENDCACHE = {"near": varnish(receiver)}
        purge(["articles"])
    assert len(receiver.received) == 1


def test_cloudflare_is_told_the_tags(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(body=SUCCESS) as receiver:
        settings.WAGTAILFRONTENDCACHE = {"cdn": cloudflare(receiver, monkeypatch)}
        purge([f"tag-{number:03}" for number in range(130)], ["https://www.example.org/a.jpg"])
    first, second, third = receiver.received
    assert {each.path for each in receiver.received} == {"/client/v4/zones/zone/purge_cache"}
    assert {each.headers["authorization"] for each in receiver.received} == {f"Bearer {TOKEN}"}
    assert [len(each.json()["tags"]) for each in (first, second)] == [100, 30]
    assert third.json() == {"files": ["https://www.example.org/a.jpg"]}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"status": 403, "body": b'{"success": false}'}, "it answered 403"),
        ({"body": b'{"success": false, "errors": [{"message": "no zone"}]}'}, "no zone"),
        ({"body": b"[]"}, "did not succeed"),
        ({"body": b"<html>"}, "not JSON"),
        ({"status": 302, "headers": {"Location": "/elsewhere"}}, "it answered 302"),
    ],
)
def test_cloudflare_refuses(
    settings, monkeypatch: pytest.MonkeyPatch, answer: dict[str, Any], reason: str
) -> None:
    with receiving(**answer) as receiver:
        settings.WAGTAILFRONTENDCACHE = {"cdn": cloudflare(receiver, monkeypatch)}
        with pytest.raises(PurgeFailed, match=reason) as caught:
            purge(["articles"])
    assert set(caught.value.failures) == {"cdn"}
    assert TOKEN not in str(caught.value)


def test_cloudfront_is_told_the_tags(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    body = b"<Invalidation><Id>I1</Id><Status>InProgress</Status></Invalidation>"
    with receiving(status=201, body=body) as receiver:
        settings.WAGTAILFRONTENDCACHE = {"cdn": cloudfront(receiver, monkeypatch)}
        purge(["slug-one", "articles"], ["https://www.example.org/media/a.jpg"])
        purge(["articles"])
    by_tag, by_url, again = receiver.received
    assert by_tag.path.endswith("/distribution/E123/invalidation")
    assert b"<Quantity>2</Quantity>" in by_tag.body
    assert b"<Path>#articles</Path><Path>#slug-one</Path>" in by_tag.body
    assert b"<Path>/media/a.jpg</Path>" in by_url.body
    references = {each.body.partition(b"<CallerReference>")[2][:36] for each in (by_tag, again)}
    assert len(references) == 2


def test_cloudfront_refuses_and_is_asked_once(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving(status=503, body=b"") as receiver:
        settings.WAGTAILFRONTENDCACHE = {"cdn": cloudfront(receiver, monkeypatch)}
        with pytest.raises(PurgeFailed, match="ClientError"):
            purge(["articles"])
    assert len(receiver.received) == 1


def test_one_that_fails_keeps_no_other_and_is_tried_again_by_itself(settings) -> None:
    with receiving(status=500, body=b"out of order") as broken, receiving() as good:
        settings.WAGTAILFRONTENDCACHE = {"broken": varnish(broken), "good": varnish(good)}
        assert backends() == ("broken", "good")
        with pytest.raises(PurgeFailed) as caught:
            purge(["articles"])
        assert caught.value.failures == {"broken": "it answered 500: out of order"}
        assert len(good.received) == 1
        broken.status = 200
        purge_one("broken", ["articles"])
        assert (len(broken.received), len(good.received)) == (2, 1)


def test_a_server_that_is_not_there(settings) -> None:
    with receiving() as receiver:
        settings.WAGTAILFRONTENDCACHE = {"near": varnish(receiver)}
    with pytest.raises(PurgeFailed, match=r"near: ConnectionError") as caught:
        purge(["articles"])
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("slow", [{"delay": 3.0}, {"trickles": True, "body": b"x" * 40}])
def test_a_slow_one_has_so_long_in_all(
    settings, monkeypatch: pytest.MonkeyPatch, slow: dict[str, Any]
) -> None:
    monkeypatch.setattr(door, "ANSWER_WITHIN", 0.5)
    with receiving(**slow) as receiver:
        settings.WAGTAILFRONTENDCACHE = {"near": varnish(receiver)}
        started = time.monotonic()
        with pytest.raises(PurgeFailed, match=r"not answered within 0\.5 s"):
            purge(["articles"])
        assert time.monotonic() - started < 2


def test_what_a_hosts_own_backend_raises_is_reported(settings, monkeypatch) -> None:
    with receiving() as receiver:
        settings.WAGTAILFRONTENDCACHE = {"near": varnish(receiver)}
        backend = door._backends()["near"]
        monkeypatch.setattr(backend, "purge_tags", lambda tags: 1 / 0)
        with pytest.raises(PurgeFailed, match="near: ZeroDivisionError"):
            purge(["articles"])


def test_addresses_go_to_the_caches_of_their_host(settings) -> None:
    with receiving() as media, receiving() as pages:
        settings.WAGTAILFRONTENDCACHE = {
            "media": varnish(media, HOSTNAMES=["media.example.org"]),
            "pages": varnish(pages, HOSTNAMES=["www.example.org"]),
        }
        purge([], ["https://media.example.org/a.jpg"])
    assert (len(media.received), len(pages.received)) == (1, 0)


def test_a_backend_that_knows_no_tags_is_warned_of_and_left_to_wagtail(settings) -> None:
    settings.WAGTAILFRONTENDCACHE = {
        "near": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": "http://127.0.0.1:9",
        }
    }
    assert ids() == ["api.W002"]
    assert backends() == ()


@pytest.mark.parametrize(
    "backend",
    [
        {"BACKEND": "api.purging.backends.NoBackend"},
        {"BACKEND": "api.purging.backends.VarnishBackend", "LOCATION": "http://127.0.0.1:9"},
        {"BACKEND": "api.purging.backends.CloudflareBackend", "ZONEID": "zone"},
    ],
)
def test_a_backend_that_cannot_be_made_is_found(settings, backend: dict[str, Any]) -> None:
    settings.WAGTAILFRONTENDCACHE = {"near": backend}
    assert ids() == ["api.E018"]
