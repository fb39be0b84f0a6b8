"""The servers that are compared: each candidate on the project's own server, and nginx."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import Request, urlopen

from tests.benchmarks import proxies
from tests.benchmarks.environment import Library
from tests.benchmarks.processes import Group, cpu_seconds, free_port, running
from tests.benchmarks.steps import ROOT

WORKERS = 2
# As a proxy in front sends it; production answers plain HTTP with a redirect.
HEADERS = {"X-Forwarded-Proto": "https"}

NGINX = """
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    open_file_cache max=10;
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        location / {{ try_files /article.json =404; default_type application/json; }}
    }}
}}
"""


@dataclass
class Server:
    """A running candidate."""

    port: int
    group: Group
    database_pids: Callable[[], list[int]] = field(default=list)

    def cpu_seconds(self) -> float:
        """Of the server and of the database's processes that work for it."""
        return self.group.cpu_seconds() + cpu_seconds(self.database_pids())

    def get(self, path: str, headers: Mapping[str, str] = HEADERS) -> tuple[dict[str, str], bytes]:
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers=dict(headers))
        with urlopen(request, timeout=60) as response:
            return {key.lower(): value for key, value in response.headers.items()}, response.read()


@contextmanager
def django_server(
    library: Library, *, settings: str = "settings", env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """The project's server, as it runs in production, with these settings."""
    port = free_port()
    log = library.folder / f"{settings}-{port}.log"
    full = {
        **library.env(settings=settings),
        "PORT": str(port),
        "WORKERS": str(WORKERS),
        **(env or {}),
    }
    command = [sys.executable, "-m", "cms.server"]
    with running(command, env=full, cwd=ROOT, log=log) as group:
        group.wait_for_port(port)
        if settings == "settings_bare":
            yield Server(port, group)
            return
        with database_pids(library) as pids:
            yield Server(port, group, pids)


@contextmanager
def database_pids(library: Library) -> Iterator[Callable[[], list[int]]]:
    """Find the database's processes for a library; none where the database is a file."""
    if not library.is_postgres:
        yield list
        return
    import psycopg

    with psycopg.connect(library.database_url, autocommit=True) as connection:

        def pids() -> list[int]:
            sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            return [pid for (pid,) in connection.execute(sql).fetchall()]

        yield pids


@contextmanager
def nginx(folder: Path, body: bytes) -> Iterator[Server | None]:
    """A static file of `body` by nginx; None where nginx is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        yield None
        return
    own = folder / "nginx"
    own.mkdir()
    (own / "article.json").write_bytes(body)
    port = free_port()
    configuration = own / "nginx.conf"
    configuration.write_text(NGINX.format(folder=own, port=port))
    # Workers started by root give root up: let them in.
    for part in (folder, own):
        part.chmod(0o755)
    command = [program, "-p", str(own), "-c", str(configuration)]
    with running(command, env={}, cwd=own, log=own / "output.log") as group:
        group.wait_for_port(port)
        time.sleep(0.2)
        yield Server(port, group)


@contextmanager
def varnish_in_front(folder: Path, server: Server) -> Iterator[Server | None]:
    """The shipped Varnish configuration; None where Varnish is not installed."""
    if proxies.find_program("varnishd") is None:
        yield None
        return
    port = free_port()
    with proxies.varnish(folder / "varnish", port=port, backend=server.port) as group:
        yield Server(port, group)


@contextmanager
def nginx_in_front(folder: Path, server: Server) -> Iterator[Server | None]:
    """The shipped nginx configuration, without TLS as the static file; None without nginx."""
    if proxies.find_program("nginx") is None:
        yield None
        return
    port = free_port()
    with proxies.nginx(
        folder / "nginx-in-front",
        port=port,
        plain_port=free_port(),
        backend=server.port,
        files=folder,
        changes={" ssl http2;": ";"},
    ) as group:
        yield Server(port, group)
