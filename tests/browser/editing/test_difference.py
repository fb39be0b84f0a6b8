"""An editor and a reviewer see what a draft changes in the live article."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from tests.articles.every_block import every_section, item
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ImageFactory,
    TopicFactory,
    rich_text,
    section,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# Only our part of the screen: the frame around it is Wagtail's.
OURS = {"include": [[".articles-diff"]]}


@pytest.fixture
def article() -> ArticlePage:
    """Live with every block there is; its draft changes most of them."""
    topic, citation = TopicFactory(name="Migraine"), CitationFactory()
    live = every_section(image=ImageFactory().pk, citation=citation.pk, topic=topic.pk)
    live[1:1] = [
        section("risks", rich_text("<p>Slow breathing is rare.</p>")),
        section("symptoms"),
        section("causes"),
    ]
    page = ArticlePageFactory(title="Migraine", sections=live, topics={"about": topic})
    draft = list(page.sections.raw_data)
    by_type = {block["type"]: block["value"] for block in draft[0]["value"]["body"]}
    by_type["care_card"].update(urgency="routine", text="<p>No fever today.</p>")
    by_type["key_facts"]["facts"][0]["value"]["text"] = "Four days"
    by_type["table"]["table"]["rows"].insert(0, {"values": ["Gepant", "<p>Ends an attack.</p>"]})
    by_type["table"]["table"]["rows"].pop()
    by_type["image"].update(alt_text="A nerve cell", decorative=True)
    claim = draft[0]["value"]["claims"][0]["value"]
    claim["text"] = "It never ends attacks."
    claim["citations"] = [item({"citation": CitationFactory().pk, "direction": "supports"})]
    draft[0]["value"]["body"][0]["value"] = (
        '<p>Attacks throb <a href="https://www.example.org/">badly</a>.</p><p>نوبة الصداع</p>'
    )
    del draft[1]
    draft.append(section("summary", rich_text("<p>See a clinician.</p>")))
    page.sections = page._meta.get_field("sections").to_python(draft)
    page.title = "Migraine attacks"
    page.evidence_maturity = "emerging"
    page.save_revision()
    return ArticlePage.objects.get(pk=page.pk)


def grave(page: Page) -> list[str]:
    found = Axe().run(page, OURS, WCAG).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_from_the_article_to_its_differences(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    article: ArticlePage,
    screenshot: Callable[[str], None],
    errors: list[str],
) -> None:
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.locator("header").get_by_role("button", name="Actions").first.click()
    page.get_by_role("link", name="Difference to live").click()
    expect(page.locator(".articles-diff__summary")).to_contain_text("3 sections changed")
    screenshot("difference")

    # The list of changed parts leads to each of them, by keyboard too.
    jump = page.get_by_role("navigation", name="Changed parts").get_by_role("link", name="In short")
    jump.focus()
    page.keyboard.press("Enter")
    target = page.locator("section.articles-diff__part:target")
    expect(target).to_contain_text("See a clinician.")
    expect(target).to_be_in_viewport()

    # What is unchanged is folded, and opens by keyboard.
    folded = page.get_by_text("3 sections unchanged")
    expect(page.get_by_text("Causes", exact=True)).to_be_hidden()
    folded.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Causes", exact=True)).to_be_visible()
    assert errors == []


def test_words_are_named_to_those_who_hear_them(
    live_server: Any, page: Page, sign_in: SignIn, article: ArticlePage
) -> None:
    sign_in("Clinical reviewers")
    page.goto(f"{live_server.url}/admin/articles/{article.pk}/difference/")
    insertion = page.locator("ins", has_text="Four").first
    expect(insertion).to_contain_text("(added: Four)")
    decoration = insertion.evaluate("(element) => getComputedStyle(element).textDecorationLine")
    assert decoration == "underline"
    removal = page.locator("del", has_text="Three").first
    decoration = removal.evaluate("(element) => getComputedStyle(element).textDecorationLine")
    assert decoration == "line-through"


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1400), ("dark", 1400), ("dark", 800), ("light", 400)]
)
def test_accessible_in_both_themes_at_every_width(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    article: ArticlePage,
    scheme: str,
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    sign_in("Clinical reviewers")
    page.goto(f"{live_server.url}/admin/articles/{article.pk}/difference/")
    page.locator("html").evaluate(f"(html) => html.classList.add('w-theme-{scheme}')")
    for folded in page.locator(".articles-diff details").all():
        folded.evaluate("(element) => { element.open = true; }")
    assert grave(page) == []
    # Nothing sticks out: a wide table scrolls by itself.
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
