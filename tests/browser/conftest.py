"""A real Chromium in front of a real server."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

# Playwright keeps an event loop in this thread; the tests themselves are synchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A page's own timeout does not hold for what is expected of it; an autosave on a busy machine takes
# longer than the five seconds that stand there.
TIMEOUT = 30_000
SCREENSHOTS = os.environ.get("SCREENSHOTS")
expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def django_db_modify_db_settings_parallel_suffix(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite, a file: requests at the same time share one in memory and find tables locked."""
    if connection.vendor == "sqlite":
        path = tmp_path_factory.mktemp("database") / "db.sqlite3"
        connection.settings_dict["TEST"]["NAME"] = str(path)


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = _chromium()
    if path is None:
        pytest.skip("Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def errors() -> list[str]:
    """What went wrong in the page's own scripts, by the end of a test."""
    return []


@pytest.fixture
def screenshot(page: Page) -> Callable[..., None]:
    """Keep a picture for the documentation where SCREENSHOTS= names a folder."""

    def screenshot(name: str, shown: Page = page) -> None:
        if SCREENSHOTS:
            shown.wait_for_timeout(500)
            shown.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")

    return screenshot
