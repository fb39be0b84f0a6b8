"""Writing a clinic's values with the menu in the toolbar."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from tests.articles.factories import DraftArticleFactory, rich_text, section
from tests.articles.forms_data import draft_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def _open_the_section(page: Page) -> None:
    toggle = page.locator("[data-streamfield-child] button[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()


def _wait_for(page: Page, entities: str) -> None:
    """The editor writes into its field a moment after it was changed."""
    field = page.locator("input[type=hidden][name$='-value-body-0-value']").first
    expect(field).to_have_value(re.compile(f'"entityMap":{entities}'))


def _save(page: Page) -> None:
    page.locator("footer button.action-save").first.click()
    expect(page.locator(".messages .success")).to_be_visible()


def _stored(article: ArticlePage) -> str:
    body = draft_of(article).sections.get_prep_value()[0]["value"]["body"]
    return str(body[0]["value"])


def test_an_editor_puts_a_clinic_value_on_words(
    live_server,
    page: Page,
    sign_in: Callable[[str], None],
    watched: Callable[[], None],
    screenshot: Callable[[str], None],
    errors: list[str],
) -> None:
    article = DraftArticleFactory(
        sections=[section("seek_help", rich_text("<p>In an emergency, call</p>"))]
    )
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()
    _open_the_section(page)
    editor = page.locator(".public-DraftEditor-content").first
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" the emergency services")
    for _word in range(3):
        page.keyboard.press("Control+Shift+ArrowLeft")
    button = page.locator(".Draftail-ToolbarButton[name=CLINIC_VALUE]").first
    expect(button).to_be_visible()
    button.click()
    expect(page.get_by_role("heading", name="What the reader's clinic fills in")).to_be_visible()
    screenshot("clinic-values")
    page.keyboard.press("Escape")
    expect(page.locator(".clinic-values")).to_have_count(0)

    # The words that were selected stay the words.
    button.click()
    page.locator("[data-value=emergency_number]").click()
    chip = editor.locator(".clinic-value")
    expect(chip).to_have_text("the emergency services")
    expect(chip).to_have_attribute("data-name", "Clinic emergency number")
    screenshot("clinic-value-chip")

    _wait_for(page, ".*emergency_number")
    _save(page)
    value = '<a linktype="clinic-value" value="emergency_number">the emergency services</a>'
    assert f"In an emergency, call {value}" in _stored(article)

    assert errors == []


def test_an_editor_changes_a_clinic_value_and_takes_it_off(
    live_server,
    page: Page,
    sign_in: Callable[[str], None],
    watched: Callable[[], None],
    screenshot: Callable[[str], None],
    errors: list[str],
) -> None:
    value = '<a linktype="clinic-value" value="phone">your clinic</a>'
    article = DraftArticleFactory(
        sections=[section("seek_help", rich_text(f"<p>Call {value} today.</p>"))]
    )
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()
    _open_the_section(page)
    editor = page.locator(".public-DraftEditor-content").first
    chip = editor.locator(".clinic-value")
    expect(chip).to_have_attribute("data-name", "Clinic phone")

    chip.get_by_text("your clinic").click()
    tooltip = page.locator(".Tooltip")
    expect(tooltip).to_contain_text("Clinic phone")
    screenshot("clinic-value-tooltip")
    tooltip.get_by_role("button", name="Edit").click()
    chosen = page.locator(".clinic-values [aria-pressed=true]")
    expect(chosen).to_have_attribute("data-value", "phone")
    page.locator("[data-value=booking_url]").click()
    expect(page.locator(".clinic-values")).to_have_count(0)
    expect(chip).to_have_text("your clinic")
    expect(chip).to_have_attribute("data-name", "Clinic booking link")
    _wait_for(page, ".*booking_url")
    _save(page)
    assert f"Call {value.replace('phone', 'booking_url')} today." in _stored(article)

    _open_the_section(page)
    chip.get_by_text("your clinic").click()
    page.locator(".Tooltip").get_by_role("button", name="Remove").click()
    expect(chip).to_have_count(0)
    expect(editor).to_have_text("Call your clinic today.")
    _wait_for(page, "{}}")
    _save(page)
    assert "Call your clinic today." in _stored(article)
    assert "clinic-value" not in _stored(article)

    assert errors == []
