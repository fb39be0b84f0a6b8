"""Editors see the draft as readers will: in the panel, and in a clinic's own front end."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as site
from playwright.sync_api import FrameLocator, Locator, Page, Route, expect
from wagtail.models import Locale

from api.models import PreviewSession
from articles.models import ArticlePage, Clinic
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    ImageFactory,
    PlacementFactory,
    rich_text,
    section,
    sections_for,
)
from tests.browser.conftest import TIMEOUT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
Screenshot = Callable[..., None]
RECIPES = Path(site.BASE_DIR) / "docs" / "recipes"
LONG = "".join(f"<p>Paragraph {number} of a long section on sleep.</p>" for number in range(40))


@pytest.fixture
def article() -> ArticlePage:
    """Live at a clinic, with a section that fills more than a screen."""
    overview = section("overview", rich_text(LONG), heading="What sleep is")
    page = ArticlePageFactory(title="Sleep", sections=[overview, *sections_for("lifestyle")[1:]])
    clinic = ClinicFactory(name="North Clinic", slug="north", phone="+12015550100")
    PlacementFactory(article=page, clinic=clinic)
    page.save_revision()
    return page


def preview(page: Page) -> FrameLocator:
    return page.frame_locator("#w-preview-iframe")


def open_panel(page: Page) -> None:
    page.locator("[data-side-panel-toggle=preview]").click()
    expect(preview(page).locator("article.article h1")).to_have_text("Sleep")


def choose(page: Page, mode: str) -> None:
    page.locator("#id_preview_mode").select_option(label=mode)


FRAME = "document.querySelector('#w-preview-iframe')"


def scrolled(page: Page) -> int:
    return int(page.evaluate(f"{FRAME}.contentWindow.scrollY"))


def until(page: Page, condition: str) -> None:
    """Wait for what a script says. Playwright's own waiting is refused by the admin's policy."""
    for _look in range(TIMEOUT // 100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"still not true: {condition}")


def test_the_panel_shows_the_reader_and_follows(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    article: ArticlePage,
    screenshot: Screenshot,
    errors: list[str],
) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()
    open_panel(page)
    screenshot("preview-phone")

    # It stays where the editor was reading, and follows what is typed.
    page.evaluate("document.querySelector('#w-preview-iframe').contentWindow.scrollTo(0, 700)")
    page.fill("#id_title", "Sleep and you")
    expect(preview(page).locator("article.article h1")).to_have_text("Sleep and you")
    assert scrolled(page) == 700

    # Each width is one that the page itself has.
    for label, width in (("tablet", 768), ("desktop", 1280), ("mobile", 375)):
        page.locator(f"label:has(input[name=preview-size][value={label}])").click()
        until(page, f"{FRAME}.contentWindow.innerWidth === {width}")
        screenshot(f"preview-{label}")

    # A section leads to its block.
    preview(page).get_by_role("button", name="Edit “What sleep is”").click()
    linked = page.locator(".articles-linked")
    expect(linked).to_be_in_viewport()
    assert article.sections[0].id in str(linked.get_attribute("id"))
    preview(page).locator("section.section").nth(1).locator("p").first.click()
    until(page, f"location.hash === '#block-{article.sections[1].id}-section'")
    assert errors == []


PACE = """() => {
  const form = document.querySelector("[data-edit-form]").dataset;
  const panel = document.querySelector("[data-controller~=w-preview]").dataset;
  return [form.wUnsavedCheckIntervalValue, panel.wPreviewAutoUpdateIntervalValue,
    form.wAutosaveIntervalValue];
}"""


def test_the_panel_keeps_its_own_pace_unless_the_site_has_set_one(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    article: ArticlePage,
    settings: Any,
) -> None:
    sign_in("Editors")
    editor = f"{live_server.url}/admin/pages/{article.pk}/edit/"
    page.goto(editor)
    watched()
    assert page.evaluate(PACE) == ["200", "20", "1100"]

    # Connected anew, as Wagtail's own form is once, it still notices what is typed.
    page.evaluate("document.querySelector('[data-edit-form]').dataset.controller = 'x w-unsaved'")
    open_panel(page)
    until(page, f"({PACE})()[0] === '200'")
    page.fill("#id_title", "Sleep and you")
    expect(preview(page).locator("article.article h1")).to_have_text("Sleep and you")

    settings.WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 3000
    page.goto(editor)
    watched()
    assert page.evaluate(PACE) == [None, "3000", "500"]


def _unfolds(folded: Locator) -> bool:
    before = folded.count()
    folded.first.locator("> summary").press("Enter")
    folded.page.wait_for_timeout(500)
    return folded.count() == before - 1


def test_as_a_clinic_as_json_and_as_a_difference(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    article: ArticlePage,
    screenshot: Screenshot,
    errors: list[str],
) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()
    open_panel(page)
    choose(page, "At North Clinic")
    card = preview(page).locator(".clinic-card")
    expect(card).to_contain_text("North Clinic")
    expect(card).to_contain_text("+1 201 555 0100")
    screenshot("preview-clinic")

    page.fill("#id_title", "Sleep and you")
    choose(page, "JSON")
    tree = preview(page).locator(".api-json")
    expect(tree.locator("ins").first).to_contain_text("and you")
    folded = tree.locator("details:not([open])")
    # What is shown is made anew once more when the pause after typing was long enough.
    assert any(_unfolds(folded) for _time in range(10))
    screenshot("preview-json")

    choose(page, "Difference to live")
    added = preview(page).locator(".articles-diff ins", has_text="and you")
    expect(added.first).to_be_visible()
    screenshot("preview-difference")
    assert errors == []


def test_a_clinic_s_readers_are_seen_at_the_width_of_a_phone(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    article: ArticlePage,
    screenshot: Screenshot,
    errors: list[str],
) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()
    open_panel(page)
    width = page.locator("label:has(input[name=preview-size][value=mobile])")
    page.locator("label:has(input[name=preview-size][value=desktop])").click()
    until(page, f"{FRAME}.contentWindow.innerWidth === 1280")
    choose(page, "At North Clinic")
    card = preview(page).locator(".clinic-card")
    expect(card).to_contain_text("North Clinic")
    width.click()
    until(page, f"{FRAME}.contentWindow.innerWidth === 375")
    # The mode has stayed, what the clinic says is all there, and nothing sticks out.
    expect(page.locator("#id_preview_mode option:checked")).to_have_text("At North Clinic")
    call = card.get_by_role("link", name="Call +1 201 555 0100")
    expect(call).to_have_attribute("href", "tel:+12015550100")
    call.scroll_into_view_if_needed()
    expect(call).to_be_in_viewport()
    until(page, f"{FRAME}.contentDocument.documentElement.scrollWidth <= 375")
    screenshot("preview-clinic-phone")

    # It follows what is typed, at the clinic and at this width.
    page.fill("#id_title", "Sleep and you")
    expect(preview(page).locator("article.article h1")).to_have_text("Sleep and you")
    expect(card).to_contain_text("North Clinic")
    assert page.evaluate(f"{FRAME}.contentWindow.innerWidth") == 375
    assert errors == []


def test_the_reader_shows_a_clinic_s_draft_in_the_frame_and_follows_it(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    article: ArticlePage,
    screenshot: Screenshot,
) -> None:
    address = "/{locale}/preview/?clinic=north&token={token}"
    Clinic.objects.update(preview_url=f"{live_server.url}{address}")
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()
    page.locator("header").get_by_role("button", name="Actions").first.click()
    link = page.get_by_role("link", name="Open in front end")
    other = page.context.new_page()
    other.set_default_timeout(TIMEOUT)
    other.goto(f"{live_server.url}{link.get_attribute('href')}")
    other.get_by_role("button", name="Open", exact=True).click()
    reader = other.frame_locator("iframe")
    expect(reader.locator("article.article h1")).to_have_text("Sleep")
    expect(reader.locator(".clinic-card")).to_contain_text("+1 201 555 0100")
    expect(other.get_by_role("status")).to_have_text("Follows what you write")
    page.bring_to_front()
    page.fill("#id_title", "Sleep and you")
    expect(reader.locator("article.article h1")).to_have_text("Sleep and you")
    other.bring_to_front()
    screenshot("front-end-reader", other)

    own = page.context.new_page()
    own.set_default_timeout(TIMEOUT)
    own.goto(str(other.locator("iframe").get_attribute("src")))
    expect(own.locator("article.article h1")).to_have_text("Sleep and you")
    other.get_by_role("button", name="Close preview").click()
    other.wait_for_url("**/front-end/")
    own.reload()
    expect(own.locator("main h1")).to_have_text("This draft cannot be shown")
    own.close()
    other.close()


def test_a_mode_that_is_chosen_while_another_one_loads_is_shown(
    live_server: Any, page: Page, sign_in: SignIn, article: ArticlePage
) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    open_panel(page)
    held: list[Route] = []
    page.route("**/preview/?mode=json*", lambda route: held.append(route))
    with page.expect_request("**/preview/?mode=json*"):
        choose(page, "JSON")
    choose(page, "Difference to live")
    held[0].continue_()
    expect(preview(page).locator(".articles-diff-intro")).to_be_visible()


def test_spanish_articles_are_shown_in_spanish(
    live_server: Any, page: Page, sign_in: SignIn, article: ArticlePage, errors: list[str]
) -> None:
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    translated = article.copy_for_translation(spanish, copy_parents=True)
    sign_in("Administrators")
    page.goto(f"{live_server.url}/admin/pages/{translated.pk}/edit/")
    open_panel(page)
    expect(preview(page).locator("html")).to_have_attribute("lang", "es")
    expect(preview(page).locator("nav.contents, .contents").first).to_contain_text("En esta página")
    assert errors == []


def test_wagtail_s_checks_and_metrics_run_on_the_reader(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    article: ArticlePage,
    screenshot: Screenshot,
) -> None:
    article.hero_image, article.hero_alt_text = ImageFactory(), "IMG_2041.jpg"
    article.save_revision()
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()
    page.locator("[data-side-panel-toggle=checks]").click()
    words = page.locator("[data-content-word-count]")
    expect(words).not_to_have_text("-")
    assert int(words.inner_text()) > 300
    expect(page.locator("[data-side-panel=checks]")).to_contain_text("alt text")
    ours = page.locator("[data-side-panel=checks] .articles-own-checks")
    expect(ours).to_contain_text("Editorial checks")
    screenshot("preview-checks")
    ours.get_by_role("button").click()
    expect(page.locator("[data-side-panel=editorial-checks]")).to_be_visible()


PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>North Clinic</title>
<link rel="stylesheet" href="article.css"><main>Loading</main><script type="module">
import {{ followDraft }} from "./preview.js";
import {{ renderArticle }} from "./render.js";
const main = document.querySelector("main");
followDraft("{api}", new URLSearchParams(location.search).get("token"), {{
  show: (article) => {{ main.innerHTML = renderArticle(article); }},
  refuse: (problem) => {{ main.textContent = problem.detail; }},
}});
</script>"""


class Quiet(SimpleHTTPRequestHandler):
    """The recipes and one page with them, without a word."""

    api = ""

    def do_GET(self) -> None:
        if not self.path.startswith("/draft"):
            super().do_GET()
            return
        body = PAGE.format(api=self.api).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def front_end(live_server: Any, settings: Any) -> Iterator[str]:
    """A clinic's front end on an origin of its own, which the API lists."""
    handler = type("Handler", (Quiet,), {"api": f"{live_server.url}/api/v1"})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(RECIPES)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{server.server_port}"
    content = settings.CLINIC_CONTENT
    settings.CLINIC_CONTENT = {**content, "API": {**content["API"], "CORS_ORIGINS": [origin]}}
    yield origin
    server.shutdown()
    server.server_close()


def test_a_front_end_on_another_origin_follows_the_editor(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    watched: Callable[[], None],
    article: ArticlePage,
    front_end: str,
    screenshot: Screenshot,
    errors: list[str],
) -> None:
    address = f"{front_end}/draft?token={{token}}"
    ClinicFactory(name="Web Clinic", preview_url=address)
    article.placements.all().delete()
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    watched()

    # Opened from the editor's menu, in a window beside it.
    page.locator("header").get_by_role("button", name="Actions").first.click()
    link = page.get_by_role("link", name="Open in front end")
    other = page.context.new_page()
    other.set_default_timeout(30_000)
    other.goto(f"{live_server.url}{link.get_attribute('href')}")
    screenshot("front-end-open", other)
    other.get_by_role("button", name="Open", exact=True).click()
    clinic = other.frame_locator("iframe")
    expect(clinic.locator("h1")).to_have_text("Sleep")
    expect(other.get_by_role("status")).to_have_text("Follows what you write")

    # What is typed is there without a reload, and the reader's place is kept.
    clinic.locator("html").evaluate("() => { window.kept = true; window.scrollTo(0, 500); }")
    page.bring_to_front()
    page.fill("#id_title", "Sleep and you")
    expect(clinic.locator("h1")).to_have_text("Sleep and you")
    assert clinic.locator("html").evaluate("() => [window.kept, window.scrollY]") == [True, 500]
    other.bring_to_front()
    other.get_by_role("button", name="Phone").click()
    assert clinic.locator("html").evaluate("() => window.innerWidth") == 375
    screenshot("front-end-frame", other)
    violations = Axe().run(other, {"include": [["header"]]}).response["violations"]
    assert [one["id"] for one in violations if one["impact"] in ("serious", "critical")] == []

    # Closed is closed: what the front end asks next is refused.
    own = page.context.new_page()
    own.set_default_timeout(30_000)
    own.goto(str(other.locator("iframe").get_attribute("src")))
    expect(own.locator("h1")).to_have_text("Sleep and you")
    other.get_by_role("button", name="Close preview").click()
    other.wait_for_url("**/front-end/")
    assert PreviewSession.objects.get().revoked_at
    own.reload()
    expect(own.locator("main")).to_contain_text("This preview was closed")
    own.close()
    other.close()
    assert errors == []
