"""The CMS as an operator runs it, on a database of its own, with a proxy of the shipped files."""

import json
import os
import sqlite3
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from tests.benchmarks import proxies
from tests.benchmarks.processes import Group, free_port, running

ROOT = Path(settings.BASE_DIR)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def title(self) -> str:
        return str(json.loads(self.body)["title"])


@dataclass
class Door:
    """Where readers come in."""

    port: int
    is_tls: bool = False

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask as a reader does, through whoever has ended TLS."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        if self.is_tls:
            context = ssl._create_unverified_context()
            link: Any = HTTPSConnection("127.0.0.1", self.port, timeout=20, context=context)
        else:
            named.setdefault("X-Forwarded-Proto", "https")
            link = HTTPConnection("127.0.0.1", self.port, timeout=20)
        link.request(method, path, headers=named)
        found = link.getresponse()
        answer = Answer(
            found.status, {name.lower(): text for name, text in found.getheaders()}, found.read()
        )
        link.close()
        return answer


class Site:
    """The running CMS, and its desk: `site.editor("publish", "slug", "Title")`."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.port, self.varnish_port, self.plain_port = free_port(), free_port(), free_port()
        for name in ("media", "static"):
            (folder / name).mkdir()
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "tests.cms.proxies.site_settings",
            "SECRET_KEY": "only-for-a-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
            "DATABASE_URL": database_url,
            "REDIS_URL": "redis://127.0.0.1:6379/0",
            "ALLOWED_HOSTS": "127.0.0.1",
            "WAGTAILADMIN_BASE_URL": "https://cms.example.org",
            "NUM_PROXIES": "1",
            "EMAIL_URL": "dummymail://",
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "VARNISH_URL": f"http://127.0.0.1:{self.varnish_port}",
            "VARNISH_TOKEN": proxies.TOKEN,
            "PORT": str(self.port),
            "LOG_LEVEL": "ERROR",
        }
        self._desk: subprocess.Popen[str] | None = None

    @contextmanager
    def served(self) -> Iterator[Group]:
        command = [sys.executable, "-m", "cms.server"]
        log = self.folder / "server.log"
        with running(command, env=self.environment, cwd=ROOT, log=log) as group:
            group.wait_for_port(self.port)
            yield group

    @contextmanager
    def staffed(self) -> Iterator[None]:
        with (
            (self.folder / "desk.log").open("w") as log,
            subprocess.Popen(
                [sys.executable, "-m", "tests.cms.proxies.editor"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            ) as self._desk,
        ):
            try:
                yield
            finally:
                self._desk.kill()

    def editor(self, *what: str) -> Any:
        desk = self._desk
        assert desk is not None
        assert desk.stdin is not None
        assert desk.stdout is not None
        desk.stdin.write(f"{json.dumps(what)}\n")
        desk.stdin.flush()
        line = desk.stdout.readline()
        assert line, (self.folder / "desk.log").read_text()[-3000:]
        return json.loads(line)

    @contextmanager
    def varnish(self, *, backend: int | None = None) -> Iterator[Door]:
        """The shipped VCL in front of the CMS, or of another port."""
        place, port = self.folder / "varnish", self.varnish_port
        with proxies.varnish(place, port=port, backend=backend or self.port):
            yield Door(port)

    @contextmanager
    def nginx(self, *, backend: int | None = None) -> Iterator[Door]:
        """The shipped nginx configuration in front of the CMS, or of another port.

        It says besides whether an answer was kept.
        """
        door = Door(free_port(), is_tls=True)
        shown = "\n        add_header X-Cache $upstream_cache_status always;"
        with proxies.nginx(
            self.folder / "nginx",
            port=door.port,
            plain_port=self.plain_port,
            backend=backend or self.port,
            files=self.folder,
            changes={"proxy_cache clinic_articles;": f"proxy_cache clinic_articles;{shown}"},
        ):
            yield door


@contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """A copy of the tests' database, which other processes can open."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        path = folder / "db.sqlite3"
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        yield f"sqlite:///{path}"
        return
    import psycopg

    template, name = connection.settings_dict["NAME"], f"proxied_{os.getpid()}"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    connection.close()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield f"{server}/{name}"
    finally:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
            link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def within(seconds: float, read: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Return the first answer that is wanted; fails where none has begun within `seconds`."""
    started = time.monotonic()
    while True:
        asked = time.monotonic()
        answer = None
        with suppress(OSError):
            answer = read()
        if answer is not None and wanted(answer):
            return answer
        assert asked - started < seconds, f"still {answer}"
        time.sleep(0.02)
