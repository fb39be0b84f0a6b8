"""The admin and the API's documentation load whole, from this site only."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SCREENS = ["/admin/", "/admin/pages/", "/admin/images/"]


@pytest.fixture
def hosts(page: Page) -> set[str]:
    """The hosts that the browser asked."""
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    return asked


def test_screens_of_the_admin_raise_no_complaint(
    live_server, page: Page, sign_in: Callable[[str], None], errors: list[str], hosts: set[str]
) -> None:
    # The console also reports what the content security policy keeps from loading.
    page.on(
        "console",
        lambda message: errors.append(message.text) if message.type == "error" else None,
    )
    sign_in("Editors")
    for screen in SCREENS:
        page.goto(f"{live_server.url}{screen}")
        page.wait_for_load_state("networkidle")
    assert errors == []
    assert hosts - {""} == {urlsplit(live_server.url).netloc}


def test_api_documentation_asks_nobody_outside(live_server, page: Page, hosts: set[str]) -> None:
    page.goto(f"{live_server.url}/api/v1/docs/")
    page.locator("[data-path='/articles/']").wait_for()
    assert hosts - {""} == {urlsplit(live_server.url).netloc}
