"""The report on findings."""

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupPagePermission, Locale

from articles.admin.reports import findings
from articles.models import ArticlePage
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    TopicFactory,
    UserFactory,
    rich_text,
    section,
)
from tests.articles.review.signed import good_sections
from tests.articles.review.test_stored_findings import article

pytestmark = pytest.mark.django_db

URL = reverse("articles_findings:index")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(group="Editors"))
    return client


def rows(client: Client, **query: Any) -> list[Any]:
    return list(client.get(URL, {"rule": "C1", **query}).context["object_list"])


def titles(client: Client, **query: Any) -> set[str]:
    return {row.version.page.title for row in rows(client, **query)}


def test_a_row_leads_to_its_block(editor: Client) -> None:
    page = article()
    response = editor.get(URL, {"rule": "C1"})
    assertContains(response, "miracle")
    block = page.sections[-1].value["body"][0].id
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assertContains(response, f"{edit}#block-{block}-section")


def test_filters(editor: Client) -> None:
    topic = TopicFactory()
    article(title="One", topics={"about": topic, "treats": topic})
    other = article("Es una cura milagrosa.", title="Dos")
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    ArticlePage.objects.filter(pk=other.pk).update(locale=spanish)
    assert titles(editor) == {"One", "Dos"}
    assert titles(editor, severity="blocking") == {"One", "Dos"}
    assert titles(editor, severity="warning") == set()
    assert titles(editor, section_kind="efficacy", locale="en") == {"One"}
    assert titles(editor, section_kind="overview") == set()
    assert titles(editor, locale="en") == {"One"}
    assert len(rows(editor, topic=topic.pk)) == 1
    assert titles(editor, overridden="yes") == set()
    assert titles(editor, q="one") == {"One"}
    assert titles(editor, rule=["L4", "L5"]) == set()


def test_drafts_are_looked_at_where_asked_for(editor: Client) -> None:
    article(title="Live")
    page = article("A calm text.", title="Better live")
    miracle = section("efficacy", rich_text("<p>A miracle cure.</p>"))
    page.sections = ArticlePageFactory(sections=[*good_sections(), miracle]).sections
    page.save_revision()
    assert "Better live" not in titles(editor)
    assert {"Live", "Better live"} <= titles(editor, text="draft")


def test_what_cannot_be_checked_in_time_is_said(editor: Client, monkeypatch: Any) -> None:
    article()
    monkeypatch.setattr(findings, "SECONDS", 0)
    assertContains(editor.get(URL), "1 article has changed and is not checked yet")
    monkeypatch.undo()
    assertNotContains(editor.get(URL), "not checked yet")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports(editor: Client, kind: str) -> None:
    article(title="@Exported")
    response = editor.get(URL, {"rule": "C1", "export": kind})
    content = b"".join(response.streaming_content)
    if kind == "csv":
        (row,) = csv.DictReader(io.StringIO(content.decode()))
        assert row["Article"] == "'@Exported"
        assert (row["Rule"], row["Severity"], row["Words"]) == ("C1", "blocking", "miracle")
        assert row["Link"].startswith("http://testserver/admin/pages/")
    assert len(content) > 200


def test_only_articles_that_somebody_works_on(client: Client) -> None:
    mine, other = ArticleIndexPageFactory(), ArticleIndexPageFactory()
    article(title="Mine", parent=mine)
    article(title="Other", parent=other)
    user = UserFactory(group="Editors")
    GroupPagePermission.objects.filter(group__name="Editors").update(page=mine)
    client.force_login(user)
    assert titles(client) == {"Mine"}


def test_nobody_without_pages_sees_it(client: Client) -> None:
    user = UserFactory(group="Editors")
    GroupPagePermission.objects.filter(group__name="Editors").delete()
    client.force_login(user)
    assert client.get(URL).status_code == 302


def test_words_of_articles_are_escaped(editor: Client) -> None:
    article("A &lt;b&gt; guaranteed &lt;/b&gt; cure.", title="<i>x</i>")
    response = editor.get(URL)
    assertNotContains(response, "<i>x</i>")


def test_the_number_of_queries_does_not_grow(editor: Client) -> None:
    def queries() -> int:
        editor.get(URL)
        with CaptureQueriesContext(connection) as captured:
            editor.get(URL)
        return len(captured)

    article()
    few = queries()
    for _ in range(4):
        article()
    assert queries() == few
