"""A second Wagtail site installs the wheel and uses it, with nothing of this repository around it.

The site has Wagtail's own image model, one language, no wagtail-localize, and a page type with
a kind of section of its own.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.testhost.conftest import ROOT

# The steps build on each other, so one worker of a parallel run takes them all.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("testhost")]

SITE = Path(__file__).parent / "site"
STARTED_WITHIN = 30


@dataclass(frozen=True)
class Host:
    folder: Path
    python: Path

    @property
    def environment(self) -> dict[str, str]:
        """Nothing that points at this repository or chooses its services."""
        return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.python), *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)


def install(wheel: Path, environment: Path) -> Path:
    """Make a virtual environment with the wheel and what it asks for, in the lock's versions."""
    find = ["sh", ".make/find-uv", sys.executable]
    uv = subprocess.run(find, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    command = [str(ROOT / uv) if not Path(uv).is_absolute() else uv]
    subprocess.run(
        [*command, "venv", "--quiet", "--python", sys.executable, str(environment)], check=True
    )
    python = environment / "bin" / "python"
    install = [*command, "pip", "install", "--quiet", "--python", str(python)]
    install += ["--constraint", str(ROOT / "requirements.lock"), str(wheel)]
    # `make install` has fetched all of it, so it is in the cache; unless that was cleaned.
    offline = subprocess.run([*install, "--offline"], capture_output=True, check=False)
    if offline.returncode != 0:
        subprocess.run(install, check=True)
    return python


@pytest.fixture(scope="module")
def host(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Host:
    if connection.vendor != "sqlite":
        pytest.skip("only on SQLite: the site has a database of its own")
    folder = tmp_path_factory.mktemp("host")
    python = install(wheel, folder / "venv")
    shutil.copytree(SITE, folder / "site", ignore=shutil.ignore_patterns("__pycache__"))
    return Host(folder / "site", python)


@pytest.fixture(scope="module")
def migrated(host: Host) -> Host:
    # Each host makes the migrations of its own page models; the plugin's are in the wheel.
    host.manage("makemigrations", "leaflets")
    host.manage("migrate", "--verbosity=0")
    return host


@pytest.fixture(scope="module")
def published(migrated: Host) -> Host:
    migrated.manage("make_content")
    return migrated


@pytest.fixture(scope="module")
def address(published: Host) -> Iterator[str]:
    """The address of the site's server, which ends with the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = published.folder / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(published.python), "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"],
            cwd=published.folder,
            env=published.environment,
            stdout=output,
            stderr=output,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/health/ready", server, log)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=10)


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"No answer within {STARTED_WITHIN} s.\n{log.read_text()}")


def read(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.load(response)


def test_runs_what_the_wheel_installed(host: Host) -> None:
    found = host.run("-c", "import articles, api; print(articles.__file__, api.__file__)")
    assert all(str(host.python.parent.parent) in path for path in found.split())


def test_passes_the_system_checks(host: Host) -> None:
    host.manage("check", "--fail-level", "WARNING")


def test_lacks_no_migration(migrated: Host) -> None:
    """The plugin's migrations fit a site with another image model than this repository's."""
    migrated.manage("makemigrations", "--check", "--dry-run")


def test_editor_opens(published: Host) -> None:
    published.manage("open_editor")


def test_stored_documents_are_complete(published: Host) -> None:
    published.manage("rebuild_documents", "--check")


def test_checks_articles_with_the_rule_of_the_host(published: Host) -> None:
    found = published.manage("check_articles", "--rule", "HOUSE1", "--rule", "C1")
    assert "warning  HOUSE1 title: The title has 18 characters." in found
    assert "2 articles checked." in found


def test_lists_both_kinds_of_article(address: str) -> None:
    listed = read(f"{address}/api/v1/articles/")
    titles = {card["title"] for card in listed["items"]}
    assert titles == {"Sleep and migraine", "After your infusion"}


def test_filters_by_the_kind_of_section_of_the_host(address: str) -> None:
    listed = read(f"{address}/api/v1/articles/?section=at_home")
    assert [card["slug"] for card in listed["items"]] == ["after-your-infusion"]


def test_delivers_the_article_of_the_host(address: str) -> None:
    document = read(f"{address}/api/v1/articles/after-your-infusion/")
    assert document["url"] == "https://www.example.org/en/articles/after-your-infusion/"
    assert document["hero_image"] is None
    assert [topic["slug"] for topic in document["topics"]] == ["migraine"]
    assert [section["kind"] for section in document["sections"]] == [
        "overview",
        "at_home",
        "seek_help",
    ]


def test_delivers_the_section_of_the_host(address: str) -> None:
    document = read(f"{address}/api/v1/articles/after-your-infusion/")
    own = document["sections"][1]
    assert own["heading"] == "At home"
    assert own["health_aspect"] == "SelfCareHealthAspect"
    assert own["body"][0]["html"] == "<p>Words on <strong>at_home</strong>.</p>"


def test_delivers_images_of_wagtails_own_model(address: str) -> None:
    image = read(f"{address}/api/v1/articles/sleep-and-migraine/")["hero_image"]
    assert image["alt"] == "A quiet room"
    assert image["credit"] == ""
    assert {source["type"] for source in image["sources"]} >= {"image/webp", "image/avif"}


def test_describes_itself(address: str) -> None:
    assert read(f"{address}/api/v1/schema/?format=json")["openapi"].startswith("3.")
