"""The running CMS on services of a test's own, asked over HTTP by readers and by an editor."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from tests.benchmarks.processes import Group, free_port, running

SECRET = "only-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF"
"""Sessions that a test makes are read by the site where both have the same."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    seconds: float

    @property
    def says_when_to_try_again(self) -> bool:
        return self.status == 503 and self.headers.get("retry-after", "").isdigit()


class Site:
    def __init__(self, port: int, group: Group) -> None:
        self._port = port
        self._group = group
        self.session = ""

    @property
    def log(self) -> str:
        return self._group.log.read_text()

    @property
    def is_running(self) -> bool:
        return self._group.process.poll() is None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def edit(self, path: str, data: dict[str, str]) -> Answer:
        """Post a form of the admin."""
        shown = self.get(path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.text)
        if token is None:
            return shown
        cookie = re.search(r"csrftoken=(\w+)", shown.headers.get("set-cookie", ""))
        body = urlencode({"csrfmiddlewaretoken": token[1], **data})
        return self._ask("POST", path, body, csrf=cookie[1] if cookie else "")

    def _ask(self, method: str, path: str, body: str = "", csrf: str = "") -> Answer:
        began = time.monotonic()
        link = HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {
            "X-Forwarded-Proto": "https",
            "Referer": f"https://127.0.0.1:{self._port}/",
            "Cookie": f"sessionid={self.session}; csrftoken={csrf}",
        }
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        link.request(method, path, body or None, headers)
        found = link.getresponse()
        named = {name.lower(): text for name, text in found.getheaders()}
        text = found.read().decode(errors="replace")
        link.close()
        return Answer(found.status, named, text, time.monotonic() - began)

    def eventually(self, path: str, wanted: Callable[[Answer], bool], *, seconds: float) -> Answer:
        """Ask until the answer is wanted. Nothing but 503 may be the answer until then."""
        deadline = time.monotonic() + seconds
        while not wanted(answer := self.get(path)):
            assert answer.status < 500 or answer.says_when_to_try_again, answer
            assert time.monotonic() < deadline, answer
            time.sleep(0.1)
        return answer


def title_of(answer: Answer) -> str:
    return str(json.loads(answer.text)["title"])


@contextmanager
def served(
    folder: Path, *, database_url: str, redis_url: str, worker: bool = False
) -> Iterator[Site]:
    """The CMS by production's settings."""
    for name in ("media", "static"):
        (folder / name).mkdir(exist_ok=True)
    port = free_port()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {
        **kept,
        "DJANGO_SETTINGS_MODULE": "tests.faults.site_settings",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "ALLOWED_HOSTS": "127.0.0.1",
        "WAGTAILADMIN_BASE_URL": "https://cms.example.org",
        "NUM_PROXIES": "1",
        "EMAIL_URL": "dummymail://",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PORT": str(port),
        "WORKERS": "1",
        "RUN_WORKER": "1" if worker else "",
        "LOG_LEVEL": "WARNING",
    }
    command = [sys.executable, "-m", "cms.server"]
    log = folder / "server.log"
    with running(command, env=environment, cwd=Path(settings.BASE_DIR), log=log) as group:
        group.wait_for_port(port)
        yield Site(port, group)
