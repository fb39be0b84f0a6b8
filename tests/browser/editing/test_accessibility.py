"""What this project adds to the admin is usable without eyes or mouse, as far as axe can tell."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    ClinicianFactory,
    DraftArticleFactory,
    TopicFactory,
    rich_text,
    section,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
GRAVE = {"serious", "critical"}
# Wagtail's own overview of the form cannot be scrolled by keyboard; each entry can be reached.
NOT_OURS = {"exclude": [[".w-minimap"]]}
# Wagtail's rich text editors have no name, and its header lies over the buttons of blocks.
PANEL = {"include": [["[data-form-side]"], [".articles-checks-note"], [".articles-needs"]]}


def findings(page: Page, parts: dict[str, Any] = NOT_OURS) -> list[str]:
    """Grave findings on the page: the rule and the places."""
    results = Axe().run(page, parts, WCAG).response
    return [
        f"{page.url} {found['id']}: {node['target']} {node['html'][:160]}"
        for found in results["violations"]
        if found["impact"] in GRAVE
        for node in found["nodes"]
    ]


def look_at(page: Page, url: str) -> list[str]:
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return findings(page)


def test_articles_are_written_and_found(live_server: Any, page: Page, sign_in: SignIn) -> None:
    library = ArticleIndexPageFactory(title="Health library")
    article = ArticlePageFactory(parent=library, topics={"about": TopicFactory()})
    sign_in("Editors")
    base = f"{live_server.url}/admin/pages"
    found = look_at(page, f"{base}/{library.pk}/")
    found += look_at(page, f"{base}/add/articles/articlepage/{library.pk}/")
    found += look_at(page, f"{base}/add/articles/articlepage/{library.pk}/?kind=therapy")
    found += look_at(page, f"{base}/{article.pk}/edit/")
    tabs = page.locator(".w-tabs__list [role=tab]").all()
    assert len(tabs) == 4
    for tab in tabs:
        tab.click()
        found += findings(page)
    assert found == []


def test_findings_are_read_beside_the_form(live_server: Any, page: Page, sign_in: SignIn) -> None:
    words = rich_text("<p>It is a guaranteed cure. She suffers from CGRP.</p>")
    article = DraftArticleFactory(kind="therapy", sections=[section("overview", words)])
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    panel = page.locator("[data-side-panel=editorial-checks]")
    page.locator("[data-side-panel-toggle=editorial-checks]").click()
    page.wait_for_load_state("networkidle")
    panel.evaluate("p => p.querySelectorAll('details').forEach(part => { part.open = true; })")
    found = findings(page)
    panel.get_by_role("button", name="Show in the text").first.click()
    page.locator(".articles-checks-note").wait_for()
    found += findings(page, PANEL)
    page.emulate_media(color_scheme="dark")
    page.reload()
    page.wait_for_load_state("networkidle")
    panel.get_by_role("button", name="Show in the text").first.click()
    page.locator(".articles-checks-note").wait_for()
    found += findings(page, PANEL)
    assert found == [], "\n".join(found)


def test_snippets_are_listed_and_edited(live_server: Any, page: Page, sign_in: SignIn) -> None:
    sign_in("Publishers")
    base = f"{live_server.url}/admin/snippets/articles"
    found = []
    for made in (TopicFactory(), CitationFactory(), ClinicianFactory(), ClinicFactory()):
        name = made._meta.model_name
        found += look_at(page, f"{base}/{name}/")
        found += look_at(page, f"{base}/{name}/edit/{made.pk}/")
    assert found == []
