"""An administrator adds a webhook endpoint, tests it, and sends again what failed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from api.models import ApiClient, DeliveryState, WebhookDelivery
from tests.api.admin.factories import make_attempt

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_an_endpoint_is_added_tested_and_sent_to_again(
    live_server,
    page: Page,
    sign_in: Callable[[str], None],
    errors: list[str],
    screenshot: Callable[[str], None],
) -> None:
    ApiClient.objects.create(name="Madrid website")
    sign_in("Administrators")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="Webhooks").click()
    page.get_by_role("link", name="Add webhook endpoint").first.click()
    page.get_by_label("Client").select_option("Madrid website")
    page.get_by_label("Address").fill("https://hooks.example.org/articles/")
    page.get_by_label("article withdrawn").check()
    screenshot("webhook-new")
    page.get_by_role("button", name="Add endpoint and make its secret").click()

    secret = page.get_by_label("Secret", exact=True).input_value()
    assert secret.startswith("whsec_")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the secret").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    screenshot("webhook-secret")

    page.get_by_role("link", name="Go on to the endpoint").click()
    assert secret not in page.content()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("No worker is running")).to_be_visible()
    delivery = WebhookDelivery.objects.get()
    make_attempt(delivery, status=500, answer="<h1>Internal error</h1>")
    WebhookDelivery.objects.update(state=DeliveryState.FAILED, attempts=10)
    page.get_by_role("link", name="Reload").click()
    expect(page.get_by_text("<h1>Internal error</h1>")).to_be_visible()
    screenshot("webhook-delivery")

    page.get_by_role("link", name="hooks.example.org").last.click()
    row = page.get_by_role("row").filter(has_text="given up")
    row.get_by_role("checkbox").check()
    screenshot("webhook-endpoint")
    page.get_by_role("link", name="Send the ticked deliveries again").click()
    screenshot("webhook-again")
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("1 delivery is sent again.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="waiting")).to_be_visible()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.PENDING

    page.get_by_role("button", name="Reports").click()
    page.get_by_role("link", name="Background work").click()
    expect(page.get_by_role("heading", name="Duties")).to_be_visible()
    screenshot("background-work")
    assert errors == []
