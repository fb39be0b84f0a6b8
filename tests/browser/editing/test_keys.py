"""An administrator gives a front end its key, and takes it back."""

import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def status(url: str, key: str) -> int:
    """What the API answers to the key."""
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_key_is_made_seen_once_and_revoked(
    live_server,
    page: Page,
    sign_in: Callable[[str], None],
    errors: list[str],
    screenshot: Callable[[str], None],
) -> None:
    articles = f"{live_server.url}/api/v1/articles/"
    sign_in("Administrators")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="API keys").click()
    page.get_by_role("link", name="Add API client").first.click()
    page.get_by_label("Name").fill("Madrid website")
    page.get_by_label("Read published content").check()
    page.get_by_label("Español").check()
    screenshot("key-new")
    page.get_by_role("button", name="Create client and key").click()

    shown = page.get_by_label("API key", exact=True)
    key = shown.input_value()
    assert status(articles, key) == 200
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the key").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == key
    screenshot("key-created")

    page.get_by_role("link", name="Back to API keys").click()
    row = page.get_by_role("row").filter(has_text=key[:11])
    expect(row).to_contain_text("active")
    assert key not in page.content()
    row.hover()
    row.get_by_role("button", name=re.compile("More options")).click()
    screenshot("key-list")
    page.get_by_role("link", name="Revoke").click()
    expect(page.get_by_text("no other active key")).to_be_visible()
    screenshot("key-revoke")
    page.get_by_role("button", name="Yes, revoke").click()
    expect(row).to_contain_text("revoked")
    assert status(articles, key) == 401
    screenshot("key-revoked")
    assert errors == []
