"""An article's evidence, the list of sign-offs and the check for retractions, in a browser."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.evidence.keys import PublicKey, new_key
from articles.evidence.verification import verify_archive
from articles.models import Citation
from tests.articles.evidence.recorded import change, signed_article
from tests.articles.retractions.lists import csv_file, row
from tests.browser.editing.test_accessibility import findings, look_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
SignIn = Callable[[str], None]


def test_evidence_is_read_and_downloaded(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    errors: list[str],
    screenshot: Callable[[str], None],
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.CLINIC_CONTENT = {
        **settings.CLINIC_CONTENT,
        "ARTICLES": {"ENFORCE_CHECKS": False, "EVIDENCE_KEY": new_key()},
    }
    article = signed_article(title="Migraine and sleep")
    change(article, summary="Now said otherwise.")
    sign_in("Publishers")
    page.goto(f"{live_server.url}/admin/pages/{article.pk}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    screenshot("evidence-menu")
    page.get_by_role("link", name="Evidence", exact=True).click()
    expect(page.get_by_text("Approved by Dr Rhea Example, MD (Clinical)").first).to_be_visible()
    assert findings(page) == []
    screenshot("evidence")
    page.get_by_role("link", name="Text 1", exact=True).click()
    expect(page.get_by_text("It ends attacks.")).to_be_visible()
    page.get_by_role("heading", name="The texts that were live").scroll_into_view_if_needed()
    screenshot("evidence-text")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    archive = Path(download.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        key = PublicKey.from_pem(opened.read("public_key.pem"))
        [name] = [n for n in opened.namelist() if n.startswith("articles/") and n.endswith("html")]
        readable = tmp_path / "article.html"
        readable.write_bytes(opened.read(name))
        index = tmp_path / "index.html"
        index.write_bytes(opened.read("index.html"))
    assert verify_archive(io.BytesIO(archive), [key]).faults == []
    for file in (readable, index):
        assert look_at(page, file.as_uri()) == []
        screenshot(f"evidence-{file.stem}")
    assert errors == []


def test_sign_offs_are_listed(
    live_server: Any, page: Page, sign_in: SignIn, screenshot: Callable[[str], None]
) -> None:
    signed_article(title="Migraine and sleep")
    sign_in("Clinical reviewers")
    page.get_by_role("button", name="Reports").click()
    page.get_by_role("link", name="Sign-offs").click()
    page.wait_for_load_state("networkidle")
    found = findings(page)
    screenshot("sign-offs")
    page.get_by_role("link", name="Migraine and sleep").first.click()
    expect(page.get_by_text("Dr Rhea Example").first).to_be_visible()
    found += findings(page)
    screenshot("sign-off")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Evidence", exact=True).click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    assert found == []


def test_a_list_of_retractions_is_checked(
    live_server: Any,
    page: Page,
    sign_in: SignIn,
    errors: list[str],
    screenshot: Callable[[str], None],
    tmp_path: Path,
) -> None:
    signed_article(title="Migraine and sleep")
    source = Citation.objects.get()
    source.doi = "10.1000/a"
    source.save()
    path = tmp_path / "list.csv"
    path.write_bytes(csv_file(row("10.1000/a"), row("10.1000/a", "Correction")).getvalue())
    sign_in("Editors")
    page.goto(f"{live_server.url}/admin/snippets/articles/citation/")
    page.get_by_role("link", name="Check retractions").click()
    page.wait_for_load_state("networkidle")
    found = findings(page)
    screenshot("retractions-upload")
    page.get_by_label("List of retractions").set_input_files(path)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Will be marked as retracted")).to_be_visible()
    found += findings(page)
    screenshot("retractions-plan")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("1 citation was changed")).to_be_visible()
    # The message fades in.
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished))")
    expect(page.get_by_text("It ends attacks.").first).to_be_visible()
    found += findings(page)
    screenshot("retractions-done")
    assert found == []
    assert errors == []
