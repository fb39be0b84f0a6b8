"""What a reader does: look for an article, read it, follow its sources, hand it on."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.v1.examples import ARTICLE
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
    TopicFactory,
    rich_text,
    section,
    sections_for,
)
from tests.browser.reader.content import PATH, SPANISH_PATH, publish_both

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

OpenPage = Callable[..., Page]


def test_from_the_first_page_to_an_article(live_server: Any, page: Page) -> None:
    topic = TopicFactory(name="Migraine", slug="migraine")
    article = ArticlePageFactory(title="Living with migraine", topics={"about": topic})
    clinic = ClinicFactory(name="Riverside Clinic", slug="riverside")
    PlacementFactory(article=article, clinic=clinic)
    ArticlePageFactory(title="Sleep well")
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Health information you can check")
    expect(page.get_by_role("article")).to_have_count(2)

    # The clinic's choice narrows the lists, and stays when the address does not name it any more.
    page.get_by_role("button", name="Choose your clinic").click()
    page.get_by_role("link", name="Riverside Clinic").click()
    expect(page.get_by_role("article")).to_have_count(1)
    expect(page.get_by_role("button", name="Clinic: Riverside Clinic")).to_be_visible()

    page.get_by_role("main").get_by_role("link", name="Migraine").first.click()
    expect(page).to_have_url(f"{live_server.url}/en/topics/migraine/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Migraine")

    page.get_by_role("searchbox").fill("migraine")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/en/search/?q=migraine")
    expect(page.get_by_role("status").filter(has_text="1 article")).to_be_visible()
    expect(page.locator("mark").or_(page.locator(".hit")).first).to_be_visible()
    page.get_by_role("link", name="Living with migraine").click()
    expect(page).to_have_url(f"{live_server.url}/en/articles/{article.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Living with migraine")
    expect(page).to_have_title("Living with migraine · Clinic Articles")
    expect(page.get_by_role("link", name="Call +1 201 555 0123").first).to_be_visible()


def test_an_article_at_the_clinic_of_the_reader(live_server: Any, page: Page) -> None:
    words = (
        '<p>Call <a linktype="clinic-value" value="phone">your clinic</a> or'
        ' <a linktype="clinic-value" value="booking_url">book a visit</a>.</p>'
    )
    article = ArticlePageFactory(
        title="Sleep well",
        sections=[*sections_for("lifestyle"), section("access", rich_text(words))],
    )
    clinic = ClinicFactory(
        name="Riverside Clinic",
        slug="riverside",
        booking_url="https://riverside.example.org/book",
        disclaimer="Ask us first.",
    )
    PlacementFactory(article=article, clinic=clinic, call_to_action_label="Talk about sleep")
    address = f"/en/articles/{article.slug}/"
    page.goto(address)
    text = page.locator("#access .prose")
    expect(text).to_have_text("Call your clinic or book a visit.")
    expect(text.locator("a[href]")).to_have_count(0)

    page.get_by_role("button", name="Choose your clinic").click()
    page.locator("#clinic-menu").get_by_role("link", name="Riverside Clinic").click()
    expect(text).to_have_text("Call +1 201 555 0123 or book a visit.")
    expect(text.get_by_role("link", name="+1 201 555 0123")).to_have_attribute(
        "href", "tel:+12015550123"
    )
    expect(text.get_by_role("link", name="book a visit")).to_have_attribute(
        "href", "https://riverside.example.org/book"
    )
    card = page.locator(".clinic-card")
    expect(card.get_by_role("link", name="Talk about sleep")).to_be_visible()
    expect(card).to_contain_text("Ask us first.")

    # The choice stays; an article that the clinic does not carry is the shared one.
    other = ArticlePageFactory(title="Eat well")
    page.goto(f"/en/articles/{other.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eat well")
    expect(card).to_contain_text("Riverside Clinic")


def test_an_article_with_all_that_is_in_it(live_server: Any, open_page: OpenPage) -> None:
    publish_both(live_server.url)
    ClinicFactory(
        name="Riverside Clinic",
        slug="riverside",
        booking_url="https://riverside.example.org/book",
        call_to_action_label="Book a talk",
    )
    page = open_page(viewport={"width": 1280, "height": 900}, permissions=["clipboard-write"])
    page.goto(f"{PATH}?clinic=riverside")
    article = page.get_by_role("article").first
    notice = article.get_by_role("complementary", name="Safety advice")
    expect(notice).to_contain_text("Do not drive on the day of an infusion.")
    assert article.evaluate("it => it.firstElementChild.matches('.notice')")
    expect(article).to_contain_text("Reviewed by Joan Meyer, MD")
    expect(article).to_contain_text("Next review March 2, 2028")
    expect(page.locator("link[rel=canonical]")).to_have_attribute(
        "href", "https://clinic.example.org/migraine/ketamine-infusion-for-migraine/"
    )

    # Benefits and risks: side by side, of one size.
    sides = page.locator(".balance__side")
    expect(sides).to_have_count(2)
    benefits, risks = (side.bounding_box() for side in sides.all())
    assert benefits
    assert risks
    assert (benefits["width"], benefits["height"], benefits["y"]) == pytest.approx(
        (risks["width"], risks["height"], risks["y"]), abs=1
    )

    # What is urgent, with the number of the clinic that was chosen.
    expect(page.locator(".care--emergency")).to_contain_text("Call 911 now")
    card = page.locator(".clinic-card")
    expect(card.get_by_role("link", name="Book a talk")).to_have_attribute(
        "href", "https://riverside.example.org/book"
    )

    # A source on hover and at the foot.
    claim = page.locator("#efficacy .claim")
    expect(claim).to_contain_text("Off-label use")
    marker = claim.get_by_role("link", name="Source 1")
    marker.hover()
    expect(page.locator(".popup")).to_contain_text("An example of a placebo-controlled trial")
    page.mouse.move(0, 0)
    expect(page.locator(".popup")).to_be_hidden()
    marker.click()
    expect(page).to_have_url(f"{live_server.url}{PATH}?clinic=riverside#source-1")
    source = page.locator("#source-1")
    expect(source.get_by_role("link", name="doi.org")).to_have_attribute(
        "href", "https://doi.org/10.1000/example.2018.1"
    )
    expect(source.get_by_role("link", name="Back to the text")).to_be_visible()

    # Links of the text stay in the reader.
    links = page.locator("#efficacy .prose a")
    expect(links.first).to_have_attribute(
        "href", "/en/articles/b8b1f6f0-0c43-4a0e-9b0f-53f5b1a7f002/"
    )
    expect(links.last).to_have_attribute("href", "/en/topics/ketamine/")
    expect(page.get_by_role("heading", name="Read next")).to_be_attached()

    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("The link has been copied.")).to_be_visible()

    page.emulate_media(media="print")
    expect(page.locator(".site-head")).to_be_hidden()
    expect(page.locator(".contents")).to_be_hidden()
    expect(source).to_be_visible()
    page.emulate_media(media="screen")

    page.get_by_role("link", name="Español").click()
    expect(page).to_have_url(f"{live_server.url}{SPANISH_PATH}")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="Lo que dicen las fuentes").first).to_be_attached()


def test_an_image_has_all_its_files_and_its_place_before_it_is_there(
    live_server: Any, open_page: OpenPage
) -> None:
    publish_both(live_server.url)
    page = open_page(images=False, viewport={"width": 1280, "height": 900})
    # Nothing answers: what is seen is what there is before the image.
    page.route("**/media/**", lambda _route: None)
    page.goto(PATH, wait_until="domcontentloaded")
    hero = page.locator(".article__hero picture")
    for media_type, suffix in (("avif", "avif"), ("webp", "webp"), ("jpeg", "jpg")):
        expect(hero.locator(f'source[type="image/{media_type}"]')).to_have_attribute(
            "srcset", re.compile(rf"/infusion\.4x3\.w800\.{suffix} 800w$")
        )
    image = hero.locator("img")
    assert ARTICLE.hero_image
    expect(image).to_have_attribute("alt", ARTICLE.hero_image.alt)
    box = image.bounding_box()
    assert box
    assert box["height"] > 200
    expect(image).to_have_css("background-image", re.compile("data:image/webp"))


def test_by_keyboard(live_server: Any, page: Page) -> None:
    publish_both(live_server.url)
    ClinicFactory(name="Riverside Clinic")
    page.goto(PATH)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    menu = page.get_by_role("button", name="Choose your clinic")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#clinic-menu")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Riverside Clinic").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#clinic-menu")).to_be_hidden()

    marker = page.locator("#efficacy .claim .cite")
    marker.focus()
    expect(page.locator(".popup")).to_be_visible()
    expect(marker).to_have_accessible_description(ARTICLE.citations[0].formatted)
    page.keyboard.press("Escape")
    expect(page.locator(".popup")).to_be_hidden()
    question = page.locator(".fold summary").last
    question.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You may feel the needle.")).to_be_visible()
    contents = page.get_by_role("navigation", name="On this page").get_by_role("link", name="Risks")
    contents.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#risks")).to_be_in_viewport()
    expect(contents).to_have_attribute("aria-current", "location")
