"""Usable for everybody, on every screen, and fast: measured in the browser."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.api.factories import withdraw
from tests.articles.factories import ArticlePageFactory, ClinicFactory, TopicFactory
from tests.browser.reader.content import PATH, SPANISH_PATH, example, publish, publish_both
from tests.cms.test_reader import BUDGET

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

OpenPage = Callable[..., Page]
WATCH_SHIFTS = """
globalThis.shifted = 0;
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value } of list.getEntries()) {
    if (!hadRecentInput) globalThis.shifted += value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""
TRANSFERRED = """() => ["navigation", "resource"]
  .flatMap((type) => performance.getEntriesByType(type))
  .filter(({ initiatorType }) => initiatorType !== "img")
  .reduce((sum, { transferSize }) => sum + transferSize, 0)"""
VIOLATIONS = {"resultTypes": ["violations"]}
TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look_at(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".loading")).to_have_count(0)


def findings(page: Page) -> Iterator[str]:
    """Everything that axe finds, grave or not."""
    for found in Axe().run(page, options=VIOLATIONS).response["violations"]:
        for node in found["nodes"]:
            yield f"{page.url} {found['id']}: {node['target']} {node['html'][:160]}"


def test_axe_finds_nothing(live_server: Any, open_page: OpenPage) -> None:
    document = publish_both(live_server.url)
    gone = publish(
        example(live_server.url), slug="gone", id=UUID("b8b1f6f0-0c43-4a0e-9b0f-53f5b1a7f009")
    )
    withdraw(gone, replaced_by=document.article_id)
    topic = TopicFactory(slug="migraine", name="Migraine")
    ArticlePageFactory(title="Living with migraine", topics={"about": topic})
    ClinicFactory(slug="riverside")
    found: list[str] = []
    light = open_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
    dark = open_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    for page, paths in (
        (light, ["/", f"{PATH}?clinic=riverside", "/en/search/?q=ketamine", "/en/articles/gone/"]),
        (dark, ["/es/", SPANISH_PATH, "/es/topics/migraine/", "/es/articles/nada/"]),
    ):
        for path in paths:
            look_at(page, path)
            for details in page.locator("main details").all():
                details.evaluate("it => { it.open = true; }")
            found += findings(page)
    light.goto(PATH)
    light.get_by_role("button", name="Clinic").click()
    light.locator("#efficacy .claim .cite").focus()
    expect(light.locator(".popup")).to_be_visible()
    found += findings(light)
    assert found == [], "\n".join(found)


def test_it_fits_every_screen_in_both_directions_and_does_not_jump(
    live_server: Any, open_page: OpenPage, screenshot: Callable[..., None]
) -> None:
    publish_both(live_server.url)
    ClinicFactory(slug="riverside")
    # 640 pixels of 2 each: a window of 1280 at 200 %.
    screens = {"phone": (390, 3), "zoomed": (640, 2), "tablet": (820, 2), "desktop": (1280, 1)}
    paths = {"home": "/", "article": f"{PATH}?clinic=riverside", "search": "/en/search/?q=ketamine"}
    for screen, (width, scale) in screens.items():
        page = open_page(
            viewport={"width": width, "height": 900},
            device_scale_factor=scale,
            reduced_motion="reduce",
        )
        page.add_init_script(WATCH_SHIFTS)
        for name, path in paths.items():
            look_at(page, path)
            page.wait_for_load_state("networkidle")
            screenshot(f"reader-{name}-{screen}", page)
            assert page.evaluate(TOO_WIDE) == 0, (width, path)
            assert page.evaluate("() => shifted") < 0.01, (width, path)
            page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
            assert page.evaluate(TOO_WIDE) == 0, (width, path, "rtl")
        page.context.close()


def test_an_article_is_light(live_server: Any, open_page: OpenPage) -> None:
    document = example(live_server.url)
    publish(document, content=document.sections * 5)
    page = open_page(images=False, viewport={"width": 1280, "height": 900})
    look_at(page, PATH)
    page.wait_for_load_state("networkidle")
    assert 10_000 < page.evaluate(TRANSFERRED) < BUDGET
    # And again: the page, its article and nothing else is asked for.
    look_at(page, PATH)
    assert page.evaluate(TRANSFERRED) < BUDGET / 4
