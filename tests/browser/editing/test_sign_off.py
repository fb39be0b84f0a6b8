"""From a forbidden phrase to a signed article that readers have: editor, reviewer, front end."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from articles.models import ArticlePage, SignOff
from tests.articles.factories import ClinicianFactory
from tests.articles.review.signed import make_draft, published, submit
from tests.browser.editing.test_accessibility import findings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.usefixtures("enforced"),
]

SignIn = Callable[[str], None]


@pytest.fixture
def sign_in_reviewer(sign_in: SignIn) -> Callable[[], None]:
    """Sign in as a clinical reviewer with credentials on file."""

    def sign_in_reviewer() -> None:
        sign_in("Clinical reviewers")
        user = get_user_model().objects.get(username="clinical-reviewers")
        ClinicianFactory(user=user, name="Dr Rhea Reader", credentials="MD")

    return sign_in_reviewer


def _choose(page: Page, name: str) -> None:
    """An action of the menu at the foot of the form; returns on the page that answers it."""
    button = page.locator(f"footer [name={name}]")
    if not button.is_visible():
        page.locator("footer button[data-w-dropdown-target=toggle]").last.click()
    # What is looked for next may stand in the form that is left, too: in the panel of checks.
    with page.expect_navigation():
        button.click()


def _read(base: str, slug: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{base}/api/v1/articles/{slug}/") as answer:
        document: dict[str, Any] = json.load(answer)
    return document


def test_refused_mended_submitted_compared_signed_and_live(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    sign_in_reviewer: Callable[[], None],
    watched: Callable[[], None],
    errors: list[str],
) -> None:
    article, _first_reviewer = published(title="Sleep and migraine")
    edit = f"{live_server.url}/admin/pages/{article.pk}/edit/"

    sign_in("Editors")
    page.goto(edit)
    watched()
    page.fill("#id_summary", "Regular sleep is a guaranteed cure.")
    # SQLite in memory knows one at a time; a file or PostgreSQL waits for the autosave.
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    _choose(page, "action-submit")
    expect(page.locator("body")).to_contain_text("guaranteed cure")
    assert ArticlePage.objects.get(pk=article.pk).current_workflow_state is None

    # The draft is as it was typed, and mended.
    expect(page.locator("#id_summary")).to_have_value("Regular sleep is a guaranteed cure.")
    watched()
    page.fill("#id_summary", "Regular sleep may help some people.")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    _choose(page, "action-submit")
    expect(page.locator(".messages")).to_contain_text("submitted")
    before = _read(live_server.url, article.slug)["summary"]
    assert before == "What this is, in a sentence."

    sign_in_reviewer()
    page.goto(edit)
    page.get_by_role("link", name="Review and sign").click()
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
    expect(page.locator("#tab-changes ins").filter(has_text="Regular sleep").first).to_be_visible()
    expect(page.locator(".articles-review__oath")).to_contain_text("Dr Rhea Reader, MD")
    found = findings(page)
    for tab in ("reading", "checks", "remarks"):
        page.click(f"#tab-label-{tab}")
        found += findings(page)
    assert found == []

    page.fill("#comment", "Read in full.")
    page.get_by_role("button", name="Sign off").click()
    expect(page.locator(".messages")).to_contain_text("is signed off and live")
    assert _read(live_server.url, article.slug)["summary"] == "Regular sleep may help some people."
    reviewers = _read(live_server.url, article.slug)["reviewers"]
    assert [reviewer["name"] for reviewer in reviewers] == ["Dr Rhea Reader"]
    assert SignOff.objects.filter(page_id=article.pk, comment="Read in full.").count() == 1
    assert errors == []


def test_a_remark_arrives_at_its_block_in_the_editor(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    sign_in_reviewer: Callable[[], None],
) -> None:
    article = submit(make_draft(title="Sleep and migraine"))
    sign_in_reviewer()
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.get_by_role("link", name="Review and sign").click()
    page.click("#tab-label-remarks")
    part = page.locator(".articles-review__part").first
    part.locator("summary").click()
    part.locator("textarea").fill("Say how many hours.")
    page.get_by_role("button", name="Request changes").click()
    expect(page.locator(".messages")).to_contain_text("went back to its editors")

    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.locator("[data-side-panel-toggle=comments]").first.click()
    expect(page.locator("[data-w-comment-box], .comment").first).to_contain_text(
        "Say how many hours."
    )


def test_a_stale_screen_signs_nothing(
    live_server: Any, page: Page, sign_in_reviewer: Callable[[], None]
) -> None:
    article = submit(make_draft(title="Sleep and migraine"))
    sign_in_reviewer()
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.get_by_role("link", name="Review and sign").click()
    revision = article.get_latest_revision()
    draft = revision.as_object()
    draft.summary = "Written over while the reviewer was reading."
    draft.save_revision(user=revision.user, overwrite_revision=revision)
    page.fill("#comment", "All good.")
    page.get_by_role("button", name="Sign off").click()
    expect(page.locator(".messages")).to_contain_text("changed while you were reading")
    expect(page.locator("#comment")).to_have_value("All good.")
    assert not SignOff.objects.exists()
    assert not ArticlePage.objects.get(pk=article.pk).live
