"""An editor's browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.articles.factories import UserFactory
from tests.browser.conftest import TIMEOUT

# Wagtail takes the picture of the untouched form two seconds after loading, more than once: what is
# typed before the last one is no edit to it and does not save itself.
_REMEMBER_THE_FORM = """
{
  let last;
  document.addEventListener("w-unsaved:watch-edits", () => {
    clearTimeout(last);
    last = setTimeout(() => { document.documentElement.dataset.editsWatched = "true"; }, 500);
  });
}
"""


@pytest.fixture
def page(browser: Browser, errors: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    context.add_init_script(_REMEMBER_THE_FORM)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_requests: set[Request] = set()
    page.on("request", lambda request: open_requests.add(request))
    for done in ("requestfinished", "requestfailed"):
        page.on(done, lambda request: open_requests.discard(request))
    yield page
    _settle(page, open_requests)
    context.close()


def _settle(page: Page, open_requests: set[Request]) -> None:
    """Let the server finish: an autosave on its way would lock the tables that are emptied next."""
    for _step in range(100):
        if not open_requests:
            break
        page.wait_for_timeout(100)
    # Leaving an editor tells the server so, without waiting for an answer.
    page.goto("about:blank")
    page.wait_for_timeout(300)


@pytest.fixture
def sign_in(live_server, page: Page) -> Callable[[str], None]:
    """Sign in as a new user of a group."""

    def sign_in(group: str) -> None:
        user = UserFactory(group=group, username=group.lower().replace(" ", "-"))
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/admin/login/")
        page.fill("#id_username", user.username)
        page.fill("#id_password", "secret")
        page.click("button[type=submit]")
        page.wait_for_url(f"{live_server.url}/admin/")

    return sign_in


@pytest.fixture
def watched(page: Page) -> Callable[[], None]:
    """Wait until the form in the page notices what is typed into it."""

    def watched() -> None:
        page.wait_for_selector("html[data-edits-watched]", state="attached")

    return watched
