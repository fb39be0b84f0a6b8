"""Starting an article from a template, inserting a prepared section, duplicating."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import ArticlePage, PreparedSection
from tests.articles.factories import ArticleIndexPageFactory, ArticlePageFactory

SignIn = Callable[[str], None]
Screenshot = Callable[[str], None]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def _sections(page: Page) -> Locator:
    stream = page.locator("[data-contentpath=sections] [data-streamfield-stream-container]").first
    return stream.locator("> [data-streamfield-child]:not([aria-hidden=true])")


def test_a_template_a_prepared_section_and_a_duplicate(
    live_server,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    screenshot: Screenshot,
    errors: list[str],
) -> None:
    library = ArticleIndexPageFactory(title="Health library")
    card = {"urgency": "emergency", "heading": "Call at once if:", "text": "<p>You faint.</p>"}
    section = {"heading": "", "body": [{"type": "care_card", "value": card}], "claims": []}
    PreparedSection.objects.create(
        name="Emergency signs",
        description="For the end of any article.",
        section=json.dumps([{"type": "seek_help", "value": section}]),
    )
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/add/articles/articlepage/{library.pk}/")
    screenshot("templates")
    page.get_by_role("link", name="Procedure").click()
    expect(page.get_by_text("Who it is not for").first).to_be_visible()

    watched()
    before = _sections(page).count()
    page.locator("#id_title").fill("What happens at an infusion")
    page.get_by_role("button", name="Insert a prepared section").click()
    screenshot("prepared-sections")
    page.locator(".modal-body").get_by_role("link", name="Emergency signs").click()
    expect(page.locator("[data-prepared-sections-status]")).to_have_text(
        "“Emergency signs” is inserted."
    )
    expect(_sections(page)).to_have_count(before)
    screenshot("inserted")

    # The first autosave makes the page.
    page.wait_for_url("**/edit/")
    page.locator("footer button.action-save").first.click()
    expect(page.locator(".messages .success")).to_be_visible()
    article = ArticlePage.objects.get(title="What happens at an infusion")
    draft = article.get_latest_revision_as_object()
    kinds = [block.block_type for block in draft.sections]
    assert kinds.count("seek_help") == 1
    written = next(block for block in draft.sections if block.block_type == "seek_help")
    assert written.value["body"][0].value["heading"] == "Call at once if:"
    steps = next(block for block in draft.sections if block.block_type == "procedure")
    assert "[[How to prepare" in steps.value["body"][0].value["body"][0].value.source
    assert errors == []


def test_a_second_section_of_its_kind_is_refused_while_the_first_has_words(
    live_server, page: Page, sign_in: SignIn
) -> None:
    article = ArticlePageFactory()
    empty = {"heading": "", "body": [], "claims": []}
    PreparedSection.objects.create(
        name="Emergency signs", section=json.dumps([{"type": "seek_help", "value": empty}])
    )
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.get_by_role("button", name="Insert a prepared section").click()
    page.locator(".modal-body").get_by_role("link", name="Emergency signs").click()
    expect(page.locator("[data-prepared-sections-status]")).to_contain_text(
        "There is a section of this kind already."
    )


def test_duplicate_as(live_server, page: Page, sign_in: SignIn, screenshot: Screenshot) -> None:
    article = ArticlePageFactory(title="Sleep and migraine")
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/articles/duplicate/{article.pk}/")
    screenshot("duplicate-as")
    page.get_by_label("Title").fill("Sleep and tension headache")
    page.get_by_role("button", name="Make the duplicate").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator("#id_title")).to_have_value("Sleep and tension headache")
