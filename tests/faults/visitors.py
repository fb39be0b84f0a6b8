"""The running CMS on services of a test's own, asked over HTTP by readers and by an editor."""

import json
import os
import re
import signal
import ssl
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from tests.benchmarks.processes import Group, free_port, own_memory, running

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


class Visitor:
    """Who asks on a port, signed in where there is a `session`; each time by a connection anew."""

    def __init__(self, port: int, *, session: str = "", is_tls: bool = False) -> None:
        self._port, self._is_tls = port, is_tls
        self.session = session

    def get(self, path: str, **headers: str) -> Answer:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return self._ask("GET", path, headers=named)

    def edit(self, path: str, data: dict[str, str], *, shown_at: str = "") -> Answer:
        """Post a form of the admin, which stands where it is posted to unless `shown_at` says."""
        shown = self.get(shown_at or path)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown.text)
        if token is None:
            return shown
        cookie = re.search(r"csrftoken=(\w+)", shown.headers.get("set-cookie", ""))
        form = {"csrfmiddlewaretoken": token[1], **data}
        return self.post(path, form, csrf=cookie[1] if cookie else "")

    def post(self, path: str, data: dict[str, str], *, csrf: str = "") -> Answer:
        return self._ask("POST", path, urlencode(data), csrf=csrf)

    def _ask(
        self,
        method: str,
        path: str,
        body: str = "",
        csrf: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Raises what `http.client` does where the answer breaks off."""
        began = time.monotonic()
        link = self._connect()
        sent = {
            "X-Forwarded-Proto": "https",
            # As the CMS is told that it is called: nginx leaves the port out.
            "Referer": "https://127.0.0.1/" if self._is_tls else f"https://127.0.0.1:{self._port}/",
            "Cookie": f"sessionid={self.session}; csrftoken={csrf}",
            **(headers or {}),
        }
        if body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            link.request(method, path, body or None, sent)
            found = link.getresponse()
            named = {name.lower(): text for name, text in found.getheaders()}
            text = found.read().decode(errors="replace")
        finally:
            link.close()
        return Answer(found.status, named, text, time.monotonic() - began)

    def _connect(self) -> Any:
        if self._is_tls:
            context = ssl._create_unverified_context()
            return HTTPSConnection("127.0.0.1", self._port, timeout=30, context=context)
        return HTTPConnection("127.0.0.1", self._port, timeout=30)

    def eventually(
        self, path: str, wanted: Callable[[Answer], bool], *, seconds: float, **headers: str
    ) -> Answer:
        """Ask until the answer is wanted. Nothing but 503 may be the answer until then."""
        deadline = time.monotonic() + seconds
        while not wanted(answer := self.get(path, **headers)):
            assert answer.status < 500 or answer.says_when_to_try_again, answer
            assert time.monotonic() < deadline, answer
            time.sleep(0.1)
        return answer


class Site(Visitor):
    """A running CMS."""

    def __init__(self, port: int, group: Group) -> None:
        super().__init__(port)
        self.port = port
        self._group = group

    @property
    def log(self) -> str:
        return self._group.log.read_text()

    @property
    def is_running(self) -> bool:
        return self._group.process.poll() is None

    def memory(self) -> dict[int, int]:
        """Bytes in memory, by process: the server's and, where there is one, the worker's."""
        return {pid: own_memory(pid) for pid in self._group.pids()}

    def kill(self) -> None:
        """Kill the server itself, and nothing of what it has started."""
        self._group.process.kill()
        self._group.process.wait()

    @property
    def pids(self) -> list[int]:
        """Who is left of it."""
        return self._group.pids()

    def kill_a_process(self) -> None:
        """Kill who answers; the server starts another one."""
        main = self._group.process.pid
        for pid in self._group.pids():
            if pid != main and b"tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)

    def begin_to_end(self) -> None:
        """Send it SIGTERM."""
        self._group.process.terminate()

    def wait(self) -> None:
        """Return when it listens."""
        self._group.wait_for_port(self.port)


def title_of(answer: Answer) -> str:
    return str(json.loads(answer.text)["title"])


@contextmanager
def served(
    folder: Path,
    *,
    database_url: str,
    redis_url: str,
    worker: bool = False,
    port: int | None = None,
) -> Iterator[Site]:
    """The CMS by production's settings."""
    environment = _environment(folder, database_url, redis_url)
    environment["RUN_WORKER"] = "1" if worker else ""
    with _started(folder, environment, port or free_port()) as site:
        site.wait()
        yield site


@contextmanager
def served_by(
    number: int, folder: Path, *, database_url: str, redis_url: str
) -> Iterator[list[Site]]:
    """So many processes, each on a port of its own, as on so many machines."""
    environment = _environment(folder, database_url, redis_url)
    with ExitStack() as stack:
        each = (_started(folder, environment, free_port()) for _number in range(number))
        sites = [stack.enter_context(started) for started in each]
        for site in sites:
            site.wait()
        yield sites


@contextmanager
def _started(folder: Path, environment: dict[str, str], port: int) -> Iterator[Site]:
    command = [sys.executable, "-m", "cms.server"]
    log, root = folder / f"server-{port}.log", Path(settings.BASE_DIR)
    with running(command, env={**environment, "PORT": str(port)}, cwd=root, log=log) as group:
        yield Site(port, group)


def _environment(folder: Path, database_url: str, redis_url: str) -> dict[str, str]:
    for name in ("media", "static"):
        (folder / name).mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
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
        "WORKERS": "1",
        "LOG_LEVEL": "WARNING",
    }
