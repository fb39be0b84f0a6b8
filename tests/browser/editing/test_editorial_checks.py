"""The panel “Editorial checks” beside an article that is being written."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from articles.models import ArticlePage
from tests.articles.every_block import block, item
from tests.articles.factories import (
    ArticleIndexPageFactory,
    CitationFactory,
    DraftArticleFactory,
    TopicFactory,
    rich_text,
    section,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("enforced"),
]

SignIn = Callable[[str], None]
Screenshot = Callable[[str], None]
# An autosave is half a second behind the last key; a busy machine takes longer.
SAVED = 30_000

OVERVIEW = "<p>Some clinics give ketamine for migraine. It is given into a vein.</p>"


GUARANTEED = "It is guaranteed."


def with_words(
    cell: str = "", column: str = "", fact: str = "", caption: str = "", answer: str = "", **_: str
) -> list[dict[str, Any]]:
    """Blocks of many kinds, with these words in them."""
    columns = [{"type": "text", "heading": "Option"}, {"type": "rich_text", "heading": column}]
    rows = [{"values": ["One", "<p>Two</p>"]}, {"values": ["Three", f"<p>{cell}</p>"]}]
    table = {"caption": "Options", "columns": columns, "rows": rows}
    image = {"image": None, "alt_text": "A nerve", "decorative": False, "credit": ""}
    facts = [item({"label": "Lasts", "text": "A day"}), item({"label": "It", "text": fact})]
    asked = {"question": "What is it?", "answer": f"<p>{answer}</p>", "health_aspect": ""}
    return [
        block("table", {"caption": "Options", "row_headers": True, "table": table}),
        block("key_facts", {"heading": "At a glance", "facts": facts}),
        block("image", {**image, "caption": caption}),
        block("subsection", {"heading": "More", "body": [block("faq_item", asked)]}),
    ]


def claims(where: str) -> list[dict[str, Any]]:
    value = {"claim_type": "efficacy", "population": "", "approval": "", "citations": []}
    return [item({"text": GUARANTEED, **value})] if where == "claim" else []


def toggle(page: Page) -> Locator:
    return page.locator("[data-side-panel-toggle=editorial-checks]")


def panel(page: Page) -> Locator:
    return page.locator("[data-side-panel=editorial-checks]")


def issue(page: Page, title: str) -> Locator:
    return panel(page).locator(".articles-checks__issue", has_text=title)


def editor(page: Page, index: int = 0) -> Locator:
    """The rich text editor of a section, by its place."""
    return (
        page.locator("[data-contentpath=sections] [data-streamfield-stream-container]")
        .first.locator("> [data-streamfield-child]")
        .nth(index)
        .locator(".public-DraftEditor-content")
        .first
    )


def open_section(page: Page, index: int = 0) -> None:
    sections = page.locator("[data-contentpath=sections] [data-streamfield-stream-container]").first
    child = sections.locator("> [data-streamfield-child]").nth(index)
    child.locator("button[data-panel-toggle]").first.click()


def selected(page: Page) -> str:
    return str(page.evaluate("window.getSelection().toString()"))


def focused_inside(page: Page, selector: str) -> bool:
    return bool(page.evaluate("s => !!document.activeElement.closest(s)", selector))


@pytest.fixture
def article(live_server: Any, page: Page, sign_in: SignIn) -> ArticlePage:
    """An open article with two sections."""
    made: ArticlePage = DraftArticleFactory(
        title="Ketamine infusions for migraine",
        kind="condition",
        sections=[
            section("overview", rich_text(OVERVIEW)),
            section("causes", rich_text("<p>Genes have a part in it.</p>")),
        ],
    )
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{made.pk}/edit/")
    return made


def test_a_finding_comes_while_typing_leads_to_its_words_and_goes(
    page: Page,
    article: ArticlePage,
    watched: Callable[[], None],
    errors: list[str],
) -> None:
    toggle(page).click()
    expect(panel(page)).to_contain_text("block publishing")
    before = int(toggle(page).locator("[data-side-panel-toggle-counter]").inner_text())
    watched()
    open_section(page)
    editor(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" It is a guaranteed way to feel better.")
    found = issue(page, "No absolute words")
    expect(found).to_contain_text("Blocks publishing", timeout=SAVED)
    expect(found.locator("mark")).to_have_text("guaranteed")
    counter = toggle(page).locator("[data-side-panel-toggle-counter]")
    expect(counter).to_have_text(str(before + 1))
    expect(page.locator("#articles-checks-status")).to_contain_text(f"{before + 1} findings block")

    # Away from the words, and folded; the finding leads back.
    page.locator("#id_title").click()
    open_section(page)
    expect(editor(page)).not_to_be_visible()
    found.get_by_role("button", name="Show in the text").click()
    expect(editor(page)).to_be_focused()
    assert selected(page) == "guaranteed"
    mark = page.locator(".articles-checks-mark")
    expect(mark).to_have_count(1)
    expect(mark).to_contain_text("promises more than medicine can keep")
    page.keyboard.type("possible")
    expect(editor(page)).to_contain_text("It is a possible way to feel better.")
    expect(issue(page, "No absolute words")).to_have_count(0, timeout=SAVED)
    expect(mark).to_have_count(0)
    expect(counter).to_have_text(str(before))
    assert errors == []


def test_leading_to_a_place_changes_nothing(
    page: Page, article: ArticlePage, watched: Callable[[], None]
) -> None:
    toggle(page).click()
    watched()
    posts: list[str] = []
    page.on("request", lambda sent: sent.method == "POST" and posts.append(sent.url))
    panel(page).get_by_role("button", name="Overview").first.click()
    expect(page.locator(".articles-checks-mark")).to_have_count(1)
    page.wait_for_timeout(2000)
    assert [url for url in posts if url.endswith("/edit/")] == []


def test_everything_by_keyboard(
    page: Page, article: ArticlePage, watched: Callable[[], None], errors: list[str]
) -> None:
    watched()
    toggle(page).focus()
    page.keyboard.press("Enter")
    expect(toggle(page)).to_have_attribute("aria-expanded", "true")
    show = issue(page, "Interests are disclosed").get_by_role("button", name="Show the place")
    for _step in range(200):
        page.keyboard.press("Tab")
        if show.evaluate("element => element === document.activeElement"):
            break
    expect(show).to_be_focused()
    page.keyboard.press("Enter")
    # The field stands in another tab.
    expect(page.get_by_role("tab", name="Evidence and review")).to_have_attribute(
        "aria-selected", "true"
    )
    expect(page.locator("#id_disclosure")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".articles-checks-note button")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("The publisher has no interests.")
    expect(issue(page, "Interests are disclosed")).to_have_count(0, timeout=SAVED)
    expect(page.locator("#id_disclosure")).to_be_focused()
    assert errors == []


def test_the_way_back_leads_to_the_finding(page: Page, article: ArticlePage) -> None:
    toggle(page).click()
    show = issue(page, "Interests are disclosed").get_by_role("button", name="Show the place")
    show.click()
    page.get_by_role("button", name="Back to the checks").click()
    expect(show).to_be_focused()
    expect(page.locator(".articles-checks-mark")).to_have_count(0)


def test_an_autosave_keeps_the_focus_and_what_was_opened(
    page: Page, article: ArticlePage, watched: Callable[[], None], errors: list[str]
) -> None:
    watched()
    toggle(page).click()
    why = issue(page, "Interests are disclosed").locator("details")
    why.locator("summary").click()
    folded = panel(page).locator("details[data-checks-key=discern]")
    folded.locator("> summary").click()
    page.fill("#id_summary", "What a ketamine infusion is.")
    why.locator("summary").focus()
    panel(page).evaluate("element => { element.firstElementChild.dataset.old = 'yes'; }")
    panel(page).locator(".articles-checks").evaluate("element => { element.id = 'before'; }")
    expect(page.locator("#before")).to_have_count(0, timeout=SAVED)
    expect(why).to_have_attribute("open", "")
    expect(why.locator("summary")).to_be_focused()
    expect(folded).not_to_have_attribute("open", "")
    assert errors == []


def test_an_announcement_is_not_repeated(
    page: Page, article: ArticlePage, watched: Callable[[], None]
) -> None:
    watched()
    toggle(page).click()
    panel(page).locator(".articles-checks").evaluate("element => { element.id = 'before'; }")
    page.fill("#id_summary", "What a ketamine infusion is.")
    expect(page.locator("#before")).to_have_count(0, timeout=SAVED)
    expect(page.locator("#articles-checks-status")).to_have_count(0)


@pytest.mark.parametrize("where", ["cell", "column", "fact", "caption", "answer", "claim"])
def test_words_in_every_kind_of_block_are_found(
    live_server: Any, page: Page, sign_in: SignIn, errors: list[str], where: str
) -> None:
    body = [rich_text(), *with_words(**{where: GUARANTEED})]
    made = DraftArticleFactory(sections=[section("overview", *body, claims=claims(where))])
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{made.pk}/edit/")
    toggle(page).click()
    issue(page, "No absolute words").get_by_role("button", name="Show in the text").click()
    expect(page.locator(".articles-checks-mark")).to_be_visible()
    text = page.evaluate(
        """() => {
          const field = document.activeElement;
          if (field.isContentEditable) return window.getSelection().toString();
          return field.value.slice(field.selectionStart, field.selectionEnd);
        }"""
    )
    assert text == "guaranteed"
    assert errors == []


def test_a_new_article_is_checked_as_soon_as_it_saves_itself(
    live_server: Any, page: Page, sign_in: SignIn, watched: Callable[[], None], errors: list[str]
) -> None:
    library = ArticleIndexPageFactory()
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/add/articles/articlepage/{library.pk}/?kind=therapy")
    toggle(page).click()
    expect(panel(page)).to_contain_text("as soon as the draft saves itself")
    watched()
    page.fill("#id_title", "Ketamine infusions for migraine")
    open_section(page)
    editor(page).click()
    page.keyboard.type("This is a guaranteed cure.")
    found = issue(page, "No absolute words")
    expect(found).to_be_visible(timeout=SAVED)
    found.get_by_role("button", name="Show in the text").click()
    expect(editor(page)).to_be_focused()
    assert selected(page) == "guaranteed"
    assert errors == []


def test_what_an_editor_sees(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot
) -> None:
    words = (
        "<p>Ketamine is a medicine that puts people to sleep. Some clinics give a small amount "
        "to people with migraine. It is given into a vein. Nurses watch your blood pressure.</p>"
        "<p>For people who suffer from migraine it is a guaranteed cure. It acts on CGRP.</p>"
    )
    made = DraftArticleFactory(
        title="Ketamine infusions for migraine",
        kind="therapy",
        summary="What a ketamine infusion is, and what is known about it.",
        disclosure="The publisher offers this therapy.",
        publisher_sells_therapy=True,
        topics={"treats": TopicFactory(name="Migraine")},
        sections=[
            section("overview", rich_text(words), citations=[item(CitationFactory().pk)]),
            section("side_effects", rich_text("<p>Many people feel dizzy for an hour.</p>")),
            section("risks", rich_text("<p>Blood pressure may rise. Call a nurse at once.</p>")),
        ],
    )
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{made.pk}/edit/")
    toggle(page).click()
    issue(page, "No absolute words").get_by_role("button", name="Show in the text").click()
    expect(editor(page)).to_be_focused()
    expect(page.locator(".articles-checks-mark")).to_be_visible()
    panel(page).evaluate(
        """found => {
          found.scrollTop = found.querySelector("mark").closest("details").offsetTop - 60;
        }"""
    )
    screenshot("checks")
