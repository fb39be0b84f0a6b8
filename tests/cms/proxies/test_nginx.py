"""A real nginx with the shipped configuration, in front of the real server."""

import threading
import time
from http.client import HTTPConnection
from typing import Any

import pytest

from tests.benchmarks.processes import free_port
from tests.cms.proxies.conftest import require
from tests.cms.proxies.site import Answer, Door, Site, within

# The database that the site gets a copy of is there for tests that ask for it.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def kept(answer: Answer) -> str:
    """What the test's configuration says of where an answer came from."""
    return answer.headers["x-cache"]


def found_again(door: Door, path: str, **headers: str) -> bool:
    """Whether of a few requests one is answered from what was kept: some straddle a second."""
    return any(kept(door.get(path, **headers)) == "HIT" for _ in range(20))


def test_answers_are_kept_and_a_change_needs_no_purge(site: Site, nginx: Door) -> None:
    site.editor("publish", "second", "First")
    path = "/api/v1/articles/second/"
    assert found_again(nginx, path)
    assert found_again(nginx, "/api/v1/articles/")
    site.editor("publish", "second", "Second")
    time.sleep(1)
    assert nginx.get(path).title == "Second"
    site.editor("withdraw", "second")
    within(1, lambda: nginx.get(path), lambda answer: answer.status == 410)
    assert b'"second"' not in nginx.get("/api/v1/articles/").body
    assert found_again(nginx, path)


def test_no_request_that_begins_a_second_after_a_change_sees_what_was_before(
    site: Site, nginx: Door
) -> None:
    site.editor("publish", "watched", "0")
    path, seen, stopped = "/api/v1/articles/watched/", [], threading.Event()

    def read() -> None:
        while not stopped.is_set():
            began = time.monotonic()
            seen.append((began, int(nginx.get(path).title)))

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    changed = []
    for number in range(1, 4):
        site.editor("publish", "watched", str(number))
        changed.append((time.monotonic(), number))
        time.sleep(1.5)
    stopped.set()
    for reader in readers:
        reader.join()
    for done, number in changed:
        later = [title for began, title in seen if began > done + 1]
        assert later
        assert min(later) >= number


def test_what_is_asked_for_with_a_key_is_neither_kept_nor_found(site: Site, nginx: Door) -> None:
    site.editor("publish", "keyed-too", "Keyed")
    path, key = "/api/v1/articles/keyed-too/", f"Bearer {site.editor('make_key')}"
    for _ in range(3):
        nginx.get(path)
        answer = nginx.get(path, Authorization=key)
        assert (answer.status, kept(answer)) == (200, "BYPASS")
        assert answer.headers["cache-control"] == "private, no-store"
        assert "ratelimit-remaining" in answer.headers
        assert nginx.get(path, Authorization="Bearer ca_wrong").status == 401
        anonymous = nginx.get(path)
        assert anonymous.status == 200
        assert "ratelimit-remaining" not in anonymous.headers


def test_errors_and_what_is_private_are_not_kept(site: Site, nginx: Door) -> None:
    path = "/api/v1/articles/not-yet-either/"
    assert nginx.get(path).status == 404
    assert not found_again(nginx, path)
    assert not found_again(nginx, "/api/v1/changes/")
    site.editor("publish", "not-yet-either", "Now")
    assert nginx.get(path).status == 200
    assert "x-cache" not in nginx.get("/admin/login/").headers
    assert nginx.get("/admin/login/").status == 200


def test_forms_and_conditions(site: Site, nginx: Door) -> None:
    site.editor("publish", "forms-too", "Forms")
    path = "/api/v1/articles/forms-too/"
    etags = set()
    for form in ("", "gzip", "br", "zstd"):
        answer = nginx.get(path, Accept_Encoding=form)
        assert answer.headers.get("content-encoding", "") == form
        assert answer.headers["vary"].startswith("Accept-Encoding")
        etag = answer.headers["etag"]
        etags.add(etag)
        assert nginx.get(path, Accept_Encoding=form, If_None_Match=etag).status == 304
        assert found_again(nginx, path, Accept_Encoding=form)
    assert len(etags) == 4


def test_purges_do_not_come_in_and_plain_http_is_sent_to_https(site: Site, nginx: Door) -> None:
    assert nginx.get("/", method="PURGE", X_Purge_Token="t" * 40).status == 405
    link: Any = HTTPConnection("127.0.0.1", site.plain_port, timeout=10)
    link.request("GET", "/api/v1/")
    assert link.getresponse().status == 301
    link.close()


def test_uploads_and_static_files_are_served(site: Site, nginx: Door) -> None:
    (site.folder / "media" / "leaflet.svg").write_text("<svg/>")
    (site.folder / "static" / "core.0123456789ab.css").write_text("body {}")
    (site.folder / "static" / "core.css").write_text("body {}")
    upload = nginx.get("/media/leaflet.svg")
    assert (upload.status, upload.body) == (200, b"<svg/>")
    assert "sandbox" in upload.headers["content-security-policy"]
    assert upload.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in nginx.get("/static/core.0123456789ab.css").headers["cache-control"]
    assert "immutable" not in nginx.get("/static/core.css").headers["cache-control"]
    assert nginx.get("/media/").status == 403
    assert nginx.get("/media/../db.sqlite3").status in (400, 404)


def test_a_cms_that_is_away_is_said_as_the_api_says_it(site: Site) -> None:
    require("nginx")
    with site.nginx(backend=free_port()) as door:
        answer = door.get("/api/v1/articles/")
        page = door.get("/admin/")
    assert (page.status, page.headers["retry-after"]) == (503, "5")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert b"Try again soon" in page.body
    assert answer.status == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["retry-after"] == "5"
    assert answer.title == "Temporarily unavailable"
