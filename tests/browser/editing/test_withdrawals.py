"""Withdrawn by a publisher, gone for readers, corrected, signed, and back; and a safety notice."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    ClinicianFactory,
    PlacementFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import good_sections, published, sign, submit
from tests.articles.withdrawing.test_withdraw import spanish
from tests.browser.editing.test_accessibility import findings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
Screenshot = Callable[[str], None]


def _read(base: str, slug: str) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"{base}/api/v1/articles/{slug}/") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def _choose_in_header(page: Page, name: str) -> None:
    page.locator("header button[data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("link", name=name, exact=True).last.click()


def test_withdrawn_and_reinstated(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    article, reviewer = published(title="Ketamine infusions for migraine", slug="ketamine")
    spanish(ArticlePage.objects.get(pk=article.pk))
    for name in ("North Clinic", "South Clinic"):
        PlacementFactory(article=article, clinic=ClinicFactory(name=name))
    link = rich_text(f'<p>See <a linktype="page" id="{article.pk}">ketamine</a>.</p>')
    other, other_reviewer = published(
        title="Treatments for migraine", sections=[*good_sections(), section("causes", link)]
    )
    edit = f"{live_server.url}/admin/pages/{article.pk}/edit/"

    sign_in("Publishers")
    page.goto(edit)
    _choose_in_header(page, "Withdraw")
    expect(page.get_by_role("heading", name="What this touches")).to_be_visible()
    expect(page.get_by_role("link", name=other.title)).to_be_visible()
    page.get_by_role("radio", name=re.compile("Critical:")).check()
    page.get_by_label("Reason").fill("The dose given was ten times too high.")
    assert findings(page) == []
    page.set_viewport_size({"width": 1400, "height": 1500})
    screenshot("withdraw")
    page.set_viewport_size({"width": 1400, "height": 900})
    page.locator("form button.serious").click()
    expect(page.get_by_text("This is not the address of the article")).to_be_visible()
    assert _read(live_server.url, "ketamine")[0] == 200
    page.get_by_label("Confirmation").fill("ketamine")
    page.locator("form button.serious").click()
    expect(page.locator(".messages")).to_contain_text("is withdrawn in 2 languages")
    expect(page.locator(".messages")).to_contain_text("ten times too high")
    screenshot("withdrawn")
    status, notice = _read(live_server.url, "ketamine")
    assert (status, notice["severity"]) == (410, "critical")

    page.goto(f"{live_server.url}/admin/pages/{article.get_parent().pk}/")
    row = page.get_by_role("row").filter(has_text=article.title)
    expect(row.locator(".w-status")).to_contain_text("withdrawn")
    page.goto(f"{live_server.url}/admin/editorial-quality/withdrawals/?state=open")
    expect(page.get_by_role("row").filter(has_text="ten times")).to_have_count(2)
    assert findings(page) == []
    screenshot("withdrawals")
    page.get_by_role("link", name=f"Reinstate “{article.title}”", exact=True).click()
    expect(page.get_by_text("Nobody has signed the text off since")).to_be_visible()
    assert findings(page) == []

    sign(submit(ArticlePage.objects.get(pk=article.pk)), reviewer, comment="Dose corrected.")
    assert _read(live_server.url, "ketamine")[0] == 410
    page.reload()
    expect(page.get_by_text("Dose corrected.")).to_be_visible()
    assert findings(page) == []
    screenshot("reinstate")
    page.get_by_role("button", name="Reinstate").click()
    expect(page.locator(".messages")).to_contain_text("is reinstated and live")
    assert _read(live_server.url, "ketamine")[0] == 200
    assert other_reviewer.pk
    assert errors == []


@pytest.mark.usefixtures("enforced")
def test_a_safety_notice_is_written_and_signed(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    article, _reviewer = published(title="Ketamine infusions for migraine", slug="ketamine")
    edit = f"{live_server.url}/admin/pages/{article.pk}/edit/"
    sign_in("Publishers")
    page.goto(edit)
    _choose_in_header(page, "Safety notice")
    page.get_by_label("Safety notice").fill("Do not drive on the day of an infusion.")
    page.get_by_label("Critical").check()
    page.get_by_role("button", name="See how it reads").click()
    expect(page.locator(".articles-notice")).to_contain_text("Do not drive")
    assert findings(page) == []
    page.get_by_role("button", name="Ask for a signature").click()
    expect(page.locator(".messages")).to_contain_text("waits for a reviewer's signature")
    assert _read(live_server.url, "ketamine")[1]["safety_notice"] is None

    sign_in("Clinical reviewers")
    user = get_user_model().objects.get(username="clinical-reviewers")
    ClinicianFactory(user=user, name="Dr Rhea Reader", credentials="MD")
    page.goto(f"{live_server.url}/admin/")
    expect(page.get_by_role("heading", name="Safety notices to sign (1)")).to_be_visible()
    page.get_by_role("link", name=article.title).first.click()
    expect(page.locator(".articles-review__oath")).to_contain_text("Dr Rhea Reader, MD")
    assert findings(page) == []
    page.set_viewport_size({"width": 1400, "height": 1250})
    screenshot("safety-notice")
    page.get_by_role("button", name="Sign and put it on now").click()
    expect(page.locator(".messages")).to_contain_text("see the notice now")
    notice = _read(live_server.url, "ketamine")[1]["safety_notice"]
    assert (notice["severity"], notice["text"][:12]) == ("critical", "Do not drive")
    assert errors == []


def test_the_form_of_an_article_shows_its_notice(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot
) -> None:
    article = ArticlePageFactory(
        safety_notice="Do not drive.", safety_notice_severity="critical", title="Ketamine"
    )
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.get_by_role("tab", name="Evidence and review").click()
    expect(page.get_by_text("Do not drive.").first).to_be_visible()
    assert findings(page) == []
    screenshot("notice-in-form")
