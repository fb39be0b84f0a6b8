"""A reader's browser, which notes every request to another host and every error."""

import io
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route

from tests.browser.conftest import TIMEOUT

# What the browser itself says of an answer that the page explains.
EXPLAINED = "Failed to load resource"


def _picture() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, errors: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a window of the reader; `options` are those of the browser's context.

    Where `images` are not stood in for, they are not found, and the browser's cache works.
    """
    # The first request of a process takes long; a page waits for half a minute.
    with urlopen(f"{live_server.url}/api/v1/articles/", timeout=300) as response:
        response.read()
    contexts: list[BrowserContext] = []
    picture = _picture()

    def serve(route: Route) -> None:
        route.fulfill(body=picture, content_type="image/png")

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and EXPLAINED not in message.text:
            errors.append(message.text)

    def open_page(*, images: bool = True, **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", **options)
        contexts.append(context)
        if images:
            context.route("**/media/**", serve)
        page = context.new_page()
        page.set_default_timeout(TIMEOUT)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note)
        page.on("request", lambda request: _check_host(request.url, live_server.url, errors))
        return page

    yield open_page
    for context in contexts:
        context.close()


def _check_host(url: str, base: str, errors: list[str]) -> None:
    if urlsplit(url).scheme != "data" and not url.startswith(f"{base}/"):
        errors.append(f"another host was asked: {url}")


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport={"width": 1280, "height": 900})


@pytest.fixture(autouse=True)
def nothing_went_wrong(errors: list[str]) -> Iterator[None]:
    """Hold every test to what its pages noted."""
    yield
    assert errors == []
