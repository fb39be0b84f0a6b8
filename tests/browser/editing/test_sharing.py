"""A draft is shared, read by somebody without an account, commented on, and stopped."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from wagtail.models import Comment

from tests.articles.every_block import every_section
from tests.articles.factories import (
    CitationFactory,
    DraftArticleFactory,
    ImageFactory,
    TopicFactory,
)
from tests.browser.conftest import TIMEOUT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
Screenshot = Callable[..., None]


@pytest.fixture(autouse=True)
def no_autosave(settings: Any) -> None:
    """What is written here is written by the guest."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


@pytest.fixture
def guest(browser: Browser, errors: list[str]) -> Iterator[Page]:
    """Another browser: a telephone, without an account and without JavaScript."""
    context = browser.new_context(
        viewport={"width": 375, "height": 760}, locale="en-GB", java_script_enabled=False
    )
    page = context.new_page()
    page.set_default_timeout(TIMEOUT)
    page.on("requestfailed", lambda request: errors.append(request.url))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    yield page
    context.close()


def violations(browser: Browser, guest: Page) -> list[str]:
    """What axe finds on the page as the guest has it; axe itself needs JavaScript."""
    context = browser.new_context(viewport={"width": 375, "height": 760}, bypass_csp=True)
    page = context.new_page()
    context.add_cookies(guest.context.cookies())
    page.goto(guest.url)
    for summary in page.locator("details summary").all():
        summary.click()
    found = Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def test_a_doctor_reads_and_comments(
    live_server: Any,
    browser: Browser,
    page: Page,
    guest: Page,
    sign_in: SignIn,
    screenshot: Screenshot,
    errors: list[str],
) -> None:
    sections = every_section(
        image=ImageFactory().pk, citation=CitationFactory().pk, topic=TopicFactory().pk
    )
    article = DraftArticleFactory(
        title="Migraine",
        slug="migraine",
        sections=sections,
        hero_image=ImageFactory(),
        hero_alt_text="A quiet room",
    )
    sign_in("Editors")
    edit = f"{live_server.url}/admin/pages/{article.pk}/edit/"
    page.goto(edit)
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Share a draft…").click()
    page.get_by_label("Name of the person").fill("Dr. Ruiz")
    page.get_by_label("Pass phrase").fill("blue heron nine")
    screenshot("share-form")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#share-link").input_value()
    screenshot("share-link")
    own = {"include": [["#main"]]}
    grave = [
        found["id"]
        for found in Axe().run(page, own).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]
    assert grave == []

    guest.goto(link)
    assert violations(browser, guest) == []
    guest.get_by_label("Pass phrase").fill("red heron nine")
    guest.get_by_label("Pass phrase").press("Enter")
    expect(guest.get_by_role("alert")).to_have_text("This is not the pass phrase.")
    screenshot("share-phrase", guest)
    errors.clear()  # Chromium reports the 403.
    guest.get_by_label("Pass phrase").fill("blue heron nine")
    guest.get_by_label("Pass phrase").press("Enter")
    expect(guest.get_by_role("heading", level=1)).to_have_text("Migraine")
    expect(guest.locator(".shared-bar")).to_contain_text("shared with Dr. Ruiz, ends on")
    expect(guest.get_by_role("img", name="A nerve")).to_be_visible()
    expect(guest.get_by_role("img", name="A quiet room")).to_be_visible()
    screenshot("share-read", guest)
    assert violations(browser, guest) == []

    # By keyboard: open the form at the paragraph, write, send.
    part = guest.locator(".shared-part", has_text="Attacks throb")
    part.locator("summary").press("Enter")
    part.get_by_label("Your comment").fill("Say how long they last.")
    screenshot("share-comment", guest)
    part.get_by_role("button", name="Send").press("Enter")
    expect(guest.get_by_role("status")).to_contain_text("Your comment was sent")
    expect(part.locator(".shared-said")).to_contain_text("Say how long they last.")
    screenshot("share-sent", guest)

    # At its block, in the editor's comments.
    page.goto(edit)
    first = article.sections[0]
    place = f"sections.{first.id}.body.{first.value['body'][0].id}"
    assert Comment.objects.get(page=article).contentpath == place
    page.locator("[data-side-panel-toggle=comments]").first.click()
    comment = page.locator(".comment").first
    expect(comment).to_contain_text("By Dr. Ruiz through a shared link")
    expect(comment).to_contain_text("Say how long they last.")
    screenshot("share-editor")

    page.goto(f"{live_server.url}/admin/articles/{article.pk}/share/")
    row = page.locator("table tbody tr", has_text="Dr. Ruiz")
    expect(row).to_contain_text("open until")
    row.locator("summary").click()
    expect(row.locator("details li")).to_have_count(1)
    expect(row.locator("details li")).to_be_visible()
    screenshot("share-list")
    row.get_by_role("button", name="Stop sharing").click()
    expect(page.locator("table tbody tr", has_text="Dr. Ruiz")).to_contain_text("stopped on")
    assert errors == []
    guest.goto(link)
    expect(guest.get_by_role("heading", level=1)).to_have_text("This link has ended")
    screenshot("share-ended", guest)
    assert violations(browser, guest) == []
