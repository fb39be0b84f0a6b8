"""What a reader is told when there is no article: not yet, not any more, not now."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from api.models import DeliveryDocument
from tests.api.factories import withdraw
from tests.browser.reader.content import PATH, example, publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

Screenshot = Callable[..., None]
SEEN_AGAIN = "() => document.dispatchEvent(new Event('visibilitychange'))"


def _title(page: Page) -> Any:
    return page.get_by_role("heading", level=1)


def test_it_says_that_it_is_loading(live_server: Any, page: Page, screenshot: Screenshot) -> None:
    publish(example(live_server.url))
    asked: list[Route] = []
    page.route("**/api/v1/articles/**", lambda route: asked.append(route))
    page.goto(PATH)
    expect(page.locator(".loading")).to_be_visible()
    expect(page.locator(".loading")).to_contain_text("Loading")
    screenshot("reader-loading")
    while not asked:
        page.wait_for_timeout(50)
    asked[0].continue_()
    expect(_title(page)).to_contain_text("How does ketamine")
    expect(page.locator(".loading")).to_have_count(0)


def test_a_withdrawn_article_does_not_stay_on_the_screen(
    live_server: Any, page: Page, screenshot: Screenshot
) -> None:
    document = example(live_server.url)
    stored = publish(document)
    other = publish(
        document, slug="other", title="Other", id=UUID("b8b1f6f0-0c43-4a0e-9b0f-53f5b1a7f002")
    )
    page.goto(PATH)
    expect(_title(page)).to_have_text(document.title)

    # Changed while it is open: the new text, in the place where the reader is.
    changed = document.model_copy(update={"title": "A new title", "version": 8})
    DeliveryDocument.objects.filter(pk=stored.pk).delete()
    stored = publish(changed)
    page.evaluate("() => scrollTo(0, 700)")
    page.evaluate(SEEN_AGAIN)
    expect(_title(page)).to_have_text("A new title")
    expect(page.get_by_text("This article has just been updated.")).to_be_visible()
    assert page.evaluate("() => scrollY") == 700

    withdraw(stored, replaced_by=other.article_id)
    page.evaluate(SEEN_AGAIN)
    expect(_title(page)).to_have_text("This article was withdrawn")
    expect(page.get_by_role("alert")).to_contain_text("The dose given was wrong.")
    expect(page.get_by_role("alert")).to_contain_text("Critical")
    screenshot("reader-withdrawn")
    expect(page.get_by_text("A new title")).to_have_count(0)
    expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
    page.get_by_role("link", name="Other").click()
    expect(_title(page)).to_have_text("Other")


def test_without_a_connection_and_with_a_server_in_trouble(
    live_server: Any, page: Page, screenshot: Screenshot
) -> None:
    publish(example(live_server.url))
    api = "**/api/v1/articles/**"

    def in_trouble(route: Route) -> None:
        problem = '{"type": "about:blank", "title": "Unavailable", "status": 503}'
        route.fulfill(status=503, content_type="application/problem+json", body=problem)

    page.route(api, in_trouble)
    page.goto(PATH)
    expect(_title(page)).to_have_text("Something went wrong")
    page.unroute(api)
    page.route(api, lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Try again").click()
    expect(_title(page)).to_have_text("No connection")
    screenshot("reader-offline")
    page.unroute(api)
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(_title(page)).to_contain_text("How does ketamine")

    # What is on the screen stays, and says how old it is.
    page.context.set_offline(True)
    page.evaluate(SEEN_AGAIN)
    expect(page.get_by_text("No connection. This page is as it was at")).to_be_visible()
    expect(_title(page)).to_contain_text("How does ketamine")
    page.context.set_offline(False)
    page.evaluate(SEEN_AGAIN)
    expect(page.get_by_text("No connection.")).to_have_count(0)

    page.goto("/en/articles/nothing-here/")
    expect(_title(page)).to_have_text("There is nothing at this address")
    screenshot("reader-not-found")
    page.get_by_role("main").get_by_role("searchbox").fill("ketamine")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("link", name="How does ketamine")).to_be_visible()


def test_what_is_no_markup_stays_text(live_server: Any, page: Page, errors: list[str]) -> None:
    hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    code = "javascript:document.title=3"
    document = example(live_server.url)
    markup = f'<p onclick="x()">{hostile}<a href="{code}">link</a><iframe></iframe></p>'
    sections = [
        section.model_copy(
            update={
                "heading": hostile,
                "body": [
                    block.model_copy(update={"html": markup})
                    if block.type == "rich_text"
                    else block
                    for block in section.body
                ],
                "claims": [claim.model_copy(update={"text": hostile}) for claim in section.claims],
            }
        )
        for section in document.sections
    ]
    assert document.call_to_action
    assert document.safety_notice
    publish(
        document,
        title=hostile,
        summary=hostile,
        content=sections,
        disclosure=hostile,
        safety_notice=document.safety_notice.model_copy(update={"text": hostile}),
        call_to_action=document.call_to_action.model_copy(update={"url": code, "label": hostile}),
        authors=[document.authors[0].model_copy(update={"profile_url": code, "name": hostile})],
        citations=[document.citations[0].model_copy(update={"doi": None, "url": code})],
        seo=document.seo.model_copy(update={"title": "Title", "canonical_url": code}),
    )
    page.goto(PATH)
    expect(_title(page)).to_have_text(hostile)
    expect(page.locator("#efficacy .prose").first).to_contain_text("link")
    assert page.locator("main img[src=x], main script, main iframe, main [onerror]").count() == 0
    assert page.locator("main [onclick], [href^=javascript]").count() == 0
    expect(page).to_have_title("Title · Clinic Articles")
    # The browser says what the policy would have kept from running.
    errors[:] = [error for error in errors if "Content Security Policy" not in error]
