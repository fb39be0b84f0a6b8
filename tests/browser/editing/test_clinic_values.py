"""Writing a clinic's values with the menu in the toolbar."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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

    page.locator("footer button.action-save").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    stored = draft_of(article).sections.get_prep_value()[0]["value"]["body"][0]["value"]
    value = '<a linktype="clinic-value" value="emergency_number">the emergency services</a>'
    assert f"In an emergency, call {value}" in stored

    assert errors == []
