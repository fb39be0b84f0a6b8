"""Who must act sees it, and a manager sees how the library stands."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import LibraryHealth, RuleOverride
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ClinicianFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import good_sections, make_draft, submit
from tests.browser.editing.test_accessibility import findings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
Screenshot = Callable[[str], None]


def days(count: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=count)


def miracle() -> list[dict[str, Any]]:
    return [*good_sections(), section("efficacy", rich_text("<p>Some call it a miracle cure.</p>"))]


def test_everybody_sees_what_waits_for_them(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    library = ArticleIndexPageFactory(title="Health library")
    sign_in("Clinical reviewers")
    reviewer = get_user_model().objects.get(username="clinical-reviewers")
    ClinicianFactory(user=reviewer, name="Dr Rhea Example")
    make_draft(title="Sleep hygiene for teenagers", owner=reviewer, parent=library)
    waiting = submit(make_draft(title="Botulinum toxin for chronic migraine", parent=library))
    for number, title in enumerate(("Beta blockers before exams", "Light therapy in winter")):
        ArticlePageFactory(
            title=title, owner=reviewer, parent=library, next_review_date=days(-5 - 20 * number)
        )
    ArticlePageFactory(
        title="Iron in pregnancy", owner=reviewer, parent=library, next_review_date=days(12)
    )
    page.goto(f"{live_server.url}/admin/")
    for heading in (
        "Yours to write (1)", "Yours to review (1)", "Review overdue (2)", "Review due soon (1)",
    ):  # fmt: skip
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert findings(page) == []
    page.set_viewport_size({"width": 1400, "height": 1150})
    screenshot("dashboard")
    page.get_by_role("link", name=re.compile("Open the report.*Review overdue")).click()
    expect(page.get_by_role("link", name="Light therapy in winter")).to_be_visible()
    expect(page.get_by_text("Iron in pregnancy")).to_have_count(0)
    assert findings(page) == []
    screenshot("reviews")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name=waiting.title).click()
    page.wait_for_url(re.compile("/review/"))
    assert errors == []


def test_a_finding_leads_to_its_block_and_can_be_overridden(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    article = ArticlePageFactory(title="A plant against worry", sections=miracle())
    sign_in("Administrators")
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("button", name="Editorial quality").click()
    page.get_by_role("link", name="Findings", exact=True).click()
    row = page.get_by_role("row").filter(has_text="C1:")
    expect(row).to_contain_text("miracle")
    assert findings(page) == []
    screenshot("findings")
    row.get_by_role("link", name=article.title).click()
    expect(page).to_have_url(re.compile(r"#block-.+-section$"))
    block = page.locator(f"#{page.url.partition('#')[2]}")
    expect(block).to_be_in_viewport()
    expect(block).to_contain_text("miracle")

    page.goto(f"{live_server.url}/admin/editorial-quality/overrides/add/{article.pk}/?rule=C1")
    expect(page.get_by_role("radio", name=re.compile("C1"))).to_be_checked()
    page.get_by_label("Reason").fill("Miracle is the brand's name.")
    page.get_by_text("What these rules found").click()
    assert findings(page) == []
    screenshot("override")
    page.get_by_role("button", name="Override the rule").click()
    expect(page.get_by_text("is overridden for")).to_be_visible()

    page.goto(f"{live_server.url}/admin/editorial-quality/overrides/")
    expect(page.get_by_role("row").filter(has_text="Miracle is the brand")).to_contain_text(
        "in force"
    )
    assert findings(page) == []
    screenshot("overrides")
    page.get_by_role("link", name=re.compile("End the override of C1")).click()
    assert findings(page) == []
    page.get_by_role("button", name="Yes, end it now").click()
    expect(page.get_by_text("has ended")).to_be_visible()
    assert RuleOverride.objects.get().ended_at is not None
    assert errors == []


def history(length: int) -> None:
    """A library that grows and gets better, as one would hope."""
    for ago in range(length):
        done = 1 - ago / length
        articles, blocking = 60 + round(25 * done), round(14 - 11 * done) + ago % 3 // 2
        warnings = round(24 - 12 * done) + ago % 5 // 3
        LibraryHealth.objects.create(
            date=days(-ago),
            locale="en",
            articles=articles,
            without_findings=articles - blocking - warnings,
            with_warnings=warnings,
            with_blocking=blocking,
            review_due_soon=9 - round(4 * done) + ago % 11 // 8,
            review_overdue=round(6 * (1 - done)),
            by_rule={"E5": warnings // 2, "L2": warnings, "C1": blocking, "L4": 4, "V3": 5},
        )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_health_of_the_library_can_be_shown(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, theme: Any
) -> None:
    history(120)
    page.emulate_media(color_scheme=theme)
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/editorial-quality/health/")
    expect(page.get_by_role("img", name=re.compile("Live articles by what"))).to_be_visible()
    assert findings(page) == []
    page.set_viewport_size({"width": 1400, "height": 1000})
    screenshot("health" if theme == "light" else "health-dark")
    page.get_by_label("Period").select_option("30")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("All figures by day").click()
    expect(page.locator(".articles-health__table tbody tr")).to_have_count(30)
    assert findings(page) == []


def test_one_day_of_health_explains_itself(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot
) -> None:
    history(1)
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/editorial-quality/health/")
    expect(page.get_by_text("There is one day so far")).to_be_visible()
    assert findings(page) == []
    screenshot("health-first-day")
