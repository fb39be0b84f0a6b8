"""The upload of a list of retractions."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from articles.admin import retractions
from articles.models import Citation
from tests.articles.every_block import claim
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    UserFactory,
    section,
)
from tests.articles.retractions.lists import csv_file, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def citation() -> Citation:
    made: Citation = CitationFactory(title="A trial", doi="10.1000/a")
    return made


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(UserFactory(group="Editors"))
    return client


def upload(client: Client, file: io.BytesIO) -> str:
    uploaded = SimpleUploadedFile("list.csv", file.getvalue(), "text/csv")
    response = client.post(reverse("articles_retractions"), {"file": uploaded})
    assert response.status_code == 200
    return response.content.decode()


def confirm(client: Client, shown: str) -> str:
    found = re.search(r'name="plan" value="([^"]+)"', shown)
    assert found
    url = reverse("articles_retractions")
    return client.post(url, {"plan": found[1]}, follow=True).content.decode()


def test_starts_from_the_list_of_citations(client: Client) -> None:
    listed = client.get("/admin/snippets/articles/citation/").content.decode()
    assert reverse("articles_retractions") in listed


def test_shows_first_and_changes_after_that(client: Client, citation: Citation) -> None:
    ArticlePageFactory(
        title="Migraine",
        sections=[section("overview", claims=[claim(citation.pk)]), section("seek_help")],
    )
    shown = upload(client, csv_file(row("10.1000/a"), row("10.1000/a", "Correction")))
    assert "Will be marked as retracted" in shown
    assert "Noted; marks nothing" in shown
    assert "It ends attacks." in shown
    citation.refresh_from_db()
    assert not citation.retracted
    assert "1 citation was changed" in confirm(client, shown)
    citation.refresh_from_db()
    assert citation.retracted
    assert citation.retraction_checked_date is not None


def test_a_list_that_names_nothing_still_is_a_check(client: Client, citation: Citation) -> None:
    shown = upload(client, csv_file(row("10.1000/other")))
    assert "names none of your citations" in shown
    confirm(client, shown)
    citation.refresh_from_db()
    assert citation.retraction_checked_date is not None


def test_another_file_is_refused(client: Client) -> None:
    assert "no list of retractions" in upload(client, io.BytesIO(b"a,b\n1,2\n"))


def test_a_file_that_is_too_large_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retractions, "MOST_BYTES", 10)
    assert "larger than" in upload(client, csv_file(row("10.1000/a")))


def test_what_is_large_enough_to_be_kept_on_disk(client: Client, citation: Citation) -> None:
    rows = [row(f"10.1000/{number}", Notes="n" * 900) for number in range(3000)]
    assert "Will be marked" in upload(client, csv_file(*rows, row("10.1000/a")))


def test_a_plan_of_somebody_else_or_none_is_refused(client: Client, citation: Citation) -> None:
    shown = upload(client, csv_file(row("10.1000/a")))
    other = Client()
    other.force_login(UserFactory(group="Editors"))
    assert "too old" in confirm(other, shown)
    url = reverse("articles_retractions")
    for forged in ("", "x", '[[1,"mark","",""]]'):
        assert "too old" in client.post(url, {"plan": forged}, follow=True).content.decode()
    citation.refresh_from_db()
    assert not citation.retracted


def test_who_may_not_change_citations_may_not_check_them() -> None:
    client = Client()
    client.force_login(UserFactory(group="Clinical reviewers"))
    assert client.get(reverse("articles_retractions")).status_code == 302
    listed: Any = client.get("/admin/snippets/articles/citation/").content.decode()
    assert reverse("articles_retractions") not in listed


def test_what_a_list_says_is_escaped(client: Client) -> None:
    CitationFactory(title="<script>alert(1)</script>", doi="10.1000/b")
    shown = upload(client, csv_file(row("10.1000/b", "<script>alert(2)</script>")))
    assert "<script>alert" not in shown
