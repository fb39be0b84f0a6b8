"""A clinic's people in a browser: opening hours, requests; and the central team's import."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from articles.models import Clinic, ClinicMembership, ClinicRequest
from tests.articles.factories import ArticlePageFactory, ClinicFactory, PlacementFactory
from tests.browser.editing.test_accessibility import findings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]

SignIn = Callable[[str], None]
Screenshot = Callable[[str], None]


def _works_at(clinic: Clinic) -> None:
    user = get_user_model().objects.get(username="clinic-editors")
    ClinicMembership.objects.create(clinic=clinic, user=user)


def test_opening_hours_are_written_in_rows(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    group = ClinicFactory(
        name="Northside Group", phone="+12015550100", time_zone="America/New_York"
    )
    clinic = ClinicFactory(name="Northside", parent=group, phone="")
    sign_in("Clinic editors")
    _works_at(clinic)
    page.goto(f"{live_server.url}/admin/snippets/articles/clinic/edit/{clinic.pk}/")
    expect(page.get_by_text("From Northside Group: +12015550100")).to_be_visible()
    page.get_by_label("Monday from").fill("09:00")
    page.get_by_label("Monday until").fill("13:00")
    page.get_by_role("button", name="Add times to Monday").click()
    page.get_by_label("Monday from").nth(1).fill("15:00")
    page.get_by_label("Monday until").nth(1).fill("19:00")
    page.get_by_role("button", name="Copy Monday to all weekdays").click()
    page.locator("[data-hours-day=sun] [data-hours-closed]").check()
    page.locator("[data-hours-special] input[type=date]").fill("2026-12-25")
    page.locator("[data-hours-special] input[type=text]").fill("Christmas Day")
    page.get_by_role("button", name="Add a special day").click()
    page.locator(".articles-hours").scroll_into_view_if_needed()
    screenshot("opening-hours")
    assert findings(page) == []
    page.get_by_role("button", name="Save").first.click()
    expect(page.get_by_text("Clinic 'Northside' updated")).to_be_visible()
    clinic.refresh_from_db()
    lunch = [["09:00", "13:00"], ["15:00", "19:00"]]
    assert clinic.opening_hours == {
        "week": {**dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), lunch), "sun": []},
        "special": [{"date": "2026-12-25", "times": [], "note": "Christmas Day"}],
    }
    assert not errors


def test_a_clinic_proposes_and_the_team_answers(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Screenshot, errors: list[str]
) -> None:
    clinic = ClinicFactory(name="Northside", locality="Springfield")
    PlacementFactory(article=ArticlePageFactory(title="Sleep and migraine"), clinic=clinic)
    sign_in("Clinic editors")
    _works_at(clinic)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name="Our clinic", exact=True).click()
    page.get_by_role("link", name="Sleep and migraine", exact=True).click()
    screenshot("clinic-reading")
    assert findings(page) == []
    page.get_by_role("link", name="Propose a change to").first.click()
    page.get_by_label("How it should read").fill("Seven hours are enough for most.")
    page.get_by_label("Why it should change").fill("Patients ask how long.")
    screenshot("clinic-proposal")
    assert findings(page) == []
    page.get_by_role("button", name="Send to the central team").click()
    expect(page.get_by_text("The central team has your request")).to_be_visible()
    screenshot("our-clinic")
    assert findings(page) == []
    sign_in("Publishers")
    page.get_by_role("link", name="Clinic requests (1)").click()
    expect(page.get_by_role("link", name="Sleep and migraine")).to_be_visible()
    screenshot("clinic-requests")
    page.get_by_role("link", name="Sleep and migraine").click()
    page.get_by_label("Decline").check()
    page.get_by_label("What the clinic reads").fill("The guideline says eight.")
    screenshot("clinic-request")
    assert findings(page) == []
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Answered. The clinic is told by mail.")).to_be_visible()
    assert ClinicRequest.objects.get().state == "declined"
    assert not errors


def test_clinics_are_imported_after_a_look(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    screenshot: Screenshot,
    errors: list[str],
    tmp_path: Path,
) -> None:
    ClinicFactory(slug="north", name="North", phone="+12015550123")
    file = tmp_path / "clinics.csv"
    file.write_text(
        "slug,name,phone,hours:mon\n"
        'north,North,+12015550199,"09:00-13:00, 15:00-19:00"\n'
        "harbour,Harbour Lane,,closed\n"
        "south,South,201 555,9-5\n"
    )
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/snippets/articles/clinic/")
    page.get_by_role("link", name="Import from a spreadsheet").click()
    screenshot("import")
    assert findings(page) == []
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Nothing is written yet")).to_be_visible()
    screenshot("import-dry-run")
    assert findings(page) == []
    page.get_by_label("Leave out the 1 refused row").check()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("1 clinic made. 1 clinic changed.")).to_be_visible()
    assert Clinic.objects.get(slug="north").phone == "+12015550199"
    assert not Clinic.objects.filter(slug="south").exists()
    assert not errors
