"""`manage.py serve` and the server, as real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from wagtail.models import Site

from cms.demo.users import DEMO_USERS
from cms.management.commands.serve import follow_address
from cms.server import ServerOptions
from cms.settings.local import browsable
from cms.settings.variables import EnvironmentProblem
from tests.api.documents import stored
from tests.articles.factories import ArticlePageFactory, ClinicFactory
from tests.benchmarks.processes import free_port

ROOT = Path(__file__).resolve().parents[2]


def environment(var_dir: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "cms.settings.development",
        "CMS_VAR_DIR": str(var_dir),
        "PORT": str(port),
    }


@contextmanager
def serving(var_dir: Path, port: int, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-demo"],
            cwd=ROOT,
            env=environment(var_dir, port),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def get(url: str, *, seconds: float) -> bytes:
    """The answer, waiting up to `seconds` for the server to be there."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return bytes(response.read())
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def wait_for_worker(port: int) -> None:
    deadline = time.monotonic() + 60
    while json.loads(get(f"http://127.0.0.1:{port}/health/ready", seconds=10))["worker"] != "ok":
        assert time.monotonic() < deadline, "no worker has begun"
        time.sleep(0.2)


def children_of(pid: int) -> list[int]:
    listing = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = (map(int, line.split()) for line in listing.splitlines())
    return [child for child, parent in pairs if parent == pid]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.slow
def test_fresh_start_serves_and_a_signal_ends_it_whole(tmp_path: Path) -> None:
    port = free_port()
    for stop in (signal.SIGTERM, signal.SIGINT):
        log = tmp_path / f"{stop.name}.log"
        with serving(tmp_path / "var", port, log) as process:
            page = get(f"http://127.0.0.1:{port}/admin/login/", seconds=300)
            assert b'name="username"' in page
            get(f"http://127.0.0.1:{port}/static/wagtailadmin/css/core.css", seconds=1)
            wait_for_worker(port)
            workers = children_of(process.pid)
            assert len(workers) >= 2
            if stop is signal.SIGINT:
                os.killpg(process.pid, stop)  # A terminal tells every process of a command.
            else:
                process.send_signal(stop)
            assert process.wait(timeout=30) == 0
            assert not [pid for pid in workers if is_running(pid)]
        text = log.read_text()
        assert f"Reader    http://127.0.0.1:{port}/\n" in text
        assert f"http://127.0.0.1:{port}/admin/" in text
        assert f"http://127.0.0.1:{port}/api/v1/docs/" in text
        for user in DEMO_USERS:
            assert user.username in text
            assert user.password in text


def test_taken_port_is_explained_before_anything_is_done(tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(tmp_path, port),
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 1
    assert f"Port {port} on 127.0.0.1 is taken" in result.stderr
    assert "PORT=" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "db.sqlite3").exists()


def test_options_come_from_the_environment() -> None:
    options = ServerOptions.from_environment({"HOST": "0.0.0.0", "PORT": "81", "WORKERS": "3"})
    assert (options.host, options.port, options.workers) == ("0.0.0.0", 81, 3)
    assert ServerOptions.from_environment({}) == ServerOptions()


@pytest.mark.parametrize("value", ["0", "70000", "x", "-1", "²"])
def test_wrong_number_is_named(value: str) -> None:
    with pytest.raises(EnvironmentProblem, match=f"PORT={value}"):
        ServerOptions.from_environment({"PORT": value})


@pytest.mark.parametrize(
    ("host", "address"), [("0.0.0.0", "127.0.0.1"), ("::1", "[::1]"), ("cms.local", "cms.local")]
)
def test_address_can_be_typed_into_a_browser(host: str, address: str) -> None:
    assert browsable(host) == address


@pytest.mark.django_db
def test_the_local_site_follows_the_address_it_is_served_at() -> None:
    page = ArticlePageFactory(slug="migraine")
    Site.objects.update(hostname="127.0.0.1", port=8000)
    addresses = (
        "http://127.0.0.1:8000/{locale}/preview/?token={token}",
        "http://127.0.0.1:80009/?token={token}",
        "https://clinic.example.org/?token={token}",
    )
    clinics = [ClinicFactory(preview_url=address) for address in addresses]
    assert follow_address("0.0.0.0", 8123)
    for clinic in clinics:
        clinic.refresh_from_db()
    assert [clinic.preview_url for clinic in clinics] == [
        "http://127.0.0.1:8123/{locale}/preview/?token={token}",
        *addresses[1:],
    ]
    assert stored.document(page)["url"].startswith("http://127.0.0.1:8123/")
    assert not follow_address("127.0.0.1", 8123)


@pytest.mark.django_db
def test_a_site_with_a_host_of_its_own_is_left_alone() -> None:
    Site.objects.update(hostname="www.example.org", port=443)
    assert not follow_address("127.0.0.1", 8123)
    assert Site.objects.get().hostname == "www.example.org"
