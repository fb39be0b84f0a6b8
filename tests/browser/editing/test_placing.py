"""Which clinics carry an article, chosen in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Placement, PlacementExclusion, PlacementRule
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementRuleFactory,
    TopicFactory,
)
from tests.browser.editing.test_accessibility import look_at
from tests.browser.editing.test_articles import Screenshot, SignIn

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_many_articles_are_placed_from_the_explorer(
    live_server: Any, page: Page, sign_in: SignIn, errors: list[str]
) -> None:
    article = ArticlePageFactory(title="Sleep and migraine")
    clinic = ClinicFactory(name="Riverside Pain Clinic")
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/pages/{article.get_parent().pk}/")
    page.get_by_role("checkbox", name="Select all").first.check()
    expect(page.get_by_text("selected").first).to_be_visible()
    page.get_by_role("button", name="More bulk actions").or_(
        page.get_by_title("More bulk actions")
    ).first.click()
    # Wagtail gives the links of the menu what is ticked once it is wholly open.
    page.wait_for_timeout(1000)
    page.get_by_role("link", name="Place the ticked articles at clinics").click()
    page.get_by_label(clinic.name).check()
    page.get_by_role("button", name="Place").click()
    expect(page.get_by_text("1 placement was made.")).to_be_visible()
    assert Placement.objects.get().clinic == clinic
    assert errors == []


def test_an_article_is_taken_off_a_clinic_and_stays_off(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    article = ArticlePageFactory(title="Sleep and migraine")
    ClinicFactory(name="Riverside Pain Clinic")
    rule = PlacementRuleFactory(name="All clinics carry it")
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/#tab-clinics")
    expect(page.get_by_role("cell", name="Rule: All clinics carry it")).to_be_visible()
    expect(page.get_by_text("Publishing reaches 1 clinic, 1 language")).to_be_visible()
    page.get_by_role("link", name="Take the article off at Riverside Pain Clinic").click()
    page.get_by_label("Reason").fill("Does not offer it")
    page.get_by_role("button", name="Take off").click()
    expect(page.get_by_text("Does not offer it")).to_be_visible()
    rule.save()
    assert not Placement.objects.exists()
    page.get_by_role("link", name="Allow the article at Riverside Pain Clinic again").click()
    page.get_by_role("button", name="Allow again").click()
    expect(page.get_by_role("rowheader", name="Riverside Pain Clinic")).to_be_visible()
    assert not PlacementExclusion.objects.exists()
    page.get_by_text("Publishing reaches 1 clinic, 1 language").click()
    expect(page.get_by_text("It reaches 1 clinic, 1 language (English)")).to_be_visible()
    screenshot("reach")
    assert errors == []


def test_a_rule_is_looked_at_before_it_is_saved(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    ketamine = TopicFactory(name="Ketamine infusion therapy", type="therapy")
    ArticlePageFactory(title="Ketamine for migraine", topics={"about": ketamine})
    ClinicFactory(name="Riverside Pain Clinic", offers=[ketamine])
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/snippets/articles/placementrule/add/")
    page.get_by_label("Name").fill("Everything everywhere")
    page.get_by_label("Where").select_option("all")
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_text("1 placement is added")).to_be_visible()
    expect(page.get_by_text("Ketamine for migraine")).to_be_visible()
    assert not PlacementRule.objects.exists()
    screenshot("placement-rule")
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("created")).to_be_visible()
    assert Placement.objects.get().rule == PlacementRule.objects.get()
    assert errors == []


def test_the_screens_are_accessible(live_server: Any, page: Page, sign_in: SignIn) -> None:
    article, clinic = ArticlePageFactory(), ClinicFactory()
    rule = PlacementRuleFactory()
    sign_in("Publishers")
    base = f"{live_server.url}/admin"
    found = []
    for path in (
        f"/clinics/{clinic.pk}/articles/",
        "/snippets/articles/placementrule/",
        f"/snippets/articles/placementrule/edit/{rule.pk}/",
        f"/bulk/wagtailcore/page/place_at_clinics/?id={article.pk}",
        f"/bulk/wagtailcore/page/take_from_clinics/?id={article.pk}",
        f"/pages/{article.pk}/unpublish/",
    ):
        found += look_at(page, base + path)
    assert found == []
