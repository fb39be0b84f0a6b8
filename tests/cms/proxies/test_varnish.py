"""A real Varnish with the shipped VCL, in front of the real server, purged by the real backend."""

import http.client
import threading

import pytest

from tests.benchmarks.processes import free_port
from tests.benchmarks.proxies import TOKEN
from tests.cms.proxies.conftest import require
from tests.cms.proxies.site import Answer, Door, Site, within
from tests.cms.proxies.slow_way import slow_way

# The database that the site gets a copy of is there for tests that ask for it.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LIST = "/api/v1/articles/?order=title"


def is_hit(answer: Answer) -> bool:
    """Varnish names the request that fetched what it has kept."""
    return len(answer.headers["x-varnish"].split()) == 2


def test_a_change_is_seen_within_a_second(site: Site, varnish: Door) -> None:
    one = f"/api/v1/articles/{site.editor('publish', 'change-one', 'First')}/"
    other = f"/api/v1/articles/{site.editor('publish', 'change-other', 'Other')}/"
    assert site.editor("purge") == {}
    places = (one, "/api/v1/articles/change-one/", "/api/v1/articles/change-one/?fields=title")
    for path in (*places, other, LIST):
        assert not is_hit(varnish.get(path))
        assert is_hit(varnish.get(path))
    site.editor("publish", "change-one", "Second")
    assert varnish.get(one).title == "First"
    assert site.editor("purge") == {}
    for path in places:
        assert within(1, lambda path=path: varnish.get(path), lambda a: a.title == "Second")
    assert b"Second" in varnish.get(LIST).body
    assert is_hit(varnish.get(other))
    assert site.editor("purge") == {}


def test_a_withdrawal_is_seen_within_a_second(site: Site, varnish: Door) -> None:
    site.editor("publish", "taken-back", "Dose")
    path = "/api/v1/articles/taken-back/"
    assert not is_hit(varnish.get(path))
    assert b"Dose" in varnish.get(LIST).body
    site.editor("withdraw", "taken-back")
    assert site.editor("purge") == {}
    gone = within(1, lambda: varnish.get(path), lambda answer: answer.status == 410)
    assert b"Wrong dose." in gone.body
    assert b'"Dose"' not in varnish.get(LIST).body
    again = varnish.get(path)
    assert (again.status, is_hit(again)) == (410, True)


def test_a_purge_that_fails_is_done_when_varnish_is_back(site: Site) -> None:
    require("varnishd")
    site.editor("publish", "away", "First")
    for _ in range(3):
        [(name, reason)] = site.editor("purge").items()
        assert name == f"varnish http://127.0.0.1:{site.varnish_port}"
        assert "ConnectionError" in reason
    with site.varnish() as door:
        assert door.get("/api/v1/articles/away/").title == "First"
        site.editor("publish", "away", "Second")
        assert site.editor("purge") == {}
        assert door.get("/api/v1/articles/away/").title == "Second"


def test_an_answer_that_arrives_after_the_purge_is_purged_once_more(site: Site) -> None:
    require("varnishd")
    site.editor("publish", "late", "Dose")
    path = "/api/v1/articles/late/"
    with slow_way(to=site.port) as way, site.varnish(backend=way.port) as door:
        with way.held_back():
            asked = threading.Thread(target=door.get, args=[path])
            asked.start()
            way.wait_until_fetched()
            site.editor("withdraw", "late")
            assert site.editor("purge") == {}
        asked.join()
        # What no cache can know: it is kept as a fresh answer.
        assert is_hit(door.get(path))
        assert door.get(path).status == 200
        assert site.editor("purge_again")
        assert door.get(path).status == 410


def test_what_is_asked_for_with_a_key_is_neither_kept_nor_found(site: Site, varnish: Door) -> None:
    site.editor("publish", "keyed", "Keyed")
    path, key = "/api/v1/articles/keyed/", f"Bearer {site.editor('make_key')}"
    for _ in range(2):
        answer = varnish.get(path, Authorization=key)
        assert (answer.status, is_hit(answer)) == (200, False)
        assert answer.headers["cache-control"] == "private, no-store"
        assert "ratelimit-remaining" in answer.headers
    varnish.get(path)
    assert is_hit(varnish.get(path))
    assert not is_hit(varnish.get(path, Authorization=key))
    assert varnish.get(path, Authorization="Bearer ca_wrong").status == 401
    assert varnish.get(path).status == 200


def test_errors_and_what_is_private_are_not_kept(site: Site, varnish: Door) -> None:
    path = "/api/v1/articles/not-yet/"
    assert varnish.get(path).status == 404
    site.editor("publish", "not-yet", "Now")
    assert varnish.get(path).status == 200
    for path in ("/admin/login/", "/health/ready", "/api/v1/changes/", "/api/v1/articles/?x=1"):
        assert not any(is_hit(varnish.get(path)) for _ in range(3)), path


def test_cookies_and_limits_of_others_do_not_matter(site: Site, varnish: Door) -> None:
    site.editor("publish", "cookies", "Cookies")
    path = "/api/v1/articles/cookies/"
    first = varnish.get(path, Cookie="sessionid=1")
    assert "ratelimit-remaining" not in first.headers
    again = varnish.get(path, Cookie="sessionid=2")
    assert is_hit(again)
    assert "set-cookie" not in again.headers
    assert int(again.headers["age"]) < 30


def test_forms_and_conditions(site: Site, varnish: Door) -> None:
    site.editor("publish", "forms", "Forms")
    path = "/api/v1/articles/forms/"
    plain = varnish.get(path)
    packed = varnish.get(path, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    for answer, form in ((plain, ""), (packed, "gzip")):
        etag = answer.headers["etag"]
        known = varnish.get(path, Accept_Encoding=form, If_None_Match=etag)
        assert (known.status, is_hit(known)) == (304, True)
    head = varnish.get(path, method="HEAD")
    assert (head.status, head.body, is_hit(head)) == (200, b"", True)
    insecure = varnish.get(path, X_Forwarded_Proto="http")
    assert insecure.status == 301
    assert insecure.headers["location"].startswith("https://")


def test_only_the_cms_may_purge(site: Site, varnish: Door) -> None:
    site.editor("publish", "guarded", "Guarded")
    path = "/api/v1/articles/guarded/"
    varnish.get(path)
    all_of_it = {"Surrogate_Key": "slug-guarded articles"}
    proxied = {"X_Forwarded_For": "203.0.113.9", "X_Purge_Token": TOKEN}
    for headers in ({}, {"X_Purge_Token": ""}, {"X_Purge_Token": "x" * 40}, proxied):
        for place in ("/", path):
            refused = varnish.get(place, method="PURGE", **all_of_it, **headers)
            assert refused.status == 403
            assert varnish.get(place, method="PURGE", **headers).status == 403
    for tags in ("a|.*", "a  b", ".*", 'a" || obj.status == 200'):
        right = {"X_Purge_Token": TOKEN, "Surrogate_Key": tags}
        assert varnish.get("/", method="PURGE", **right).status == 400
    assert is_hit(varnish.get(path))
    part = {"X_Purge_Token": TOKEN, "Surrogate_Key": "slug-guard guarded slug-guarded-2"}
    assert varnish.get("/", method="PURGE", **part).status == 200
    assert is_hit(varnish.get(path))


def test_as_many_tags_as_are_sent_at_once_are_looked_for(site: Site, varnish: Door) -> None:
    site.editor("publish", "many", "Many")
    path = "/api/v1/articles/many/"
    varnish.get(path)
    tags = " ".join([f"slug-{'x' * 100}{number}" for number in range(49)] + ["slug-many"])
    headers = {"X_Purge_Token": TOKEN, "Surrogate_Key": tags}
    assert varnish.get("/", method="PURGE", **headers).status == 200
    assert not is_hit(varnish.get(path))


def test_one_address_is_purged_in_every_form(site: Site, varnish: Door) -> None:
    site.editor("publish", "address", "Address")
    path = "/api/v1/articles/address/"
    for form in ("", "gzip"):
        varnish.get(path)
        assert is_hit(varnish.get(path, Accept_Encoding=form))
        site.editor("purge_address", f"https://127.0.0.1:{site.varnish_port}{path}")
        assert not is_hit(varnish.get(path, Accept_Encoding=form))


def test_a_cms_that_is_away_is_said_as_the_api_says_it(site: Site) -> None:
    require("varnishd")
    with site.varnish(backend=free_port()) as door:
        answer = door.get("/api/v1/articles/")
    assert answer.status == http.client.SERVICE_UNAVAILABLE
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["retry-after"] == "5"
    assert answer.title == "Temporarily unavailable"
