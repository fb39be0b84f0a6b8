"""The screen that shows what a draft changes in the live article."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from articles.models import ArticlePage
from articles.wagtail_hooks import live_difference_button
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
    UserFactory,
    rich_text,
    section,
)

pytestmark = pytest.mark.django_db

HOSTILE = '<script>alert(1)</script> & "quoted"'


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(group="Editors"))
    return client


def url_of(page: Any) -> str:
    return reverse("articles_live_difference", args=[page.pk])


def changed(html: str, **fields: Any) -> ArticlePage:
    """A live article with a draft that says something else."""
    overview = section("overview", rich_text("<p>Attacks last 4 hours.</p>"))
    others = [section("seek_help")]
    page = ArticlePageFactory(title="Migraine", sections=[overview, *others])
    page.sections = page._meta.get_field("sections").to_python(
        [{**overview, "value": {**overview["value"], "body": [rich_text(html)]}}, *others]
    )
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    return page


def test_shows_what_the_draft_changes(editor: Client) -> None:
    page = changed("<p>Attacks last 72 hours.</p>")
    response = editor.get(url_of(page))
    assert response.status_code == 200
    html = response.content.decode()
    assert "1 section changed, 1 word added, 1 word removed." in html
    assert '<strong class="articles-diff__critical">72</strong>' in html
    assert "(removed:" in html
    assert "1 section unchanged" in html


def test_what_readers_could_not_see_is_no_difference(editor: Client) -> None:
    page = changed("<p>Attacks last 4 hours.</p>", seo_title="Another")
    response = editor.get(url_of(page))
    assert "Nothing has changed." in response.content.decode()


def test_an_article_that_is_not_live_is_all_new(editor: Client) -> None:
    page = DraftArticleFactory(sections=[section("overview")])
    html = editor.get(url_of(page)).content.decode()
    assert "This is the first version" in html
    assert "<ins" not in html


def test_hostile_text_is_text(editor: Client) -> None:
    escaped = "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; x</p>"
    page = changed(escaped, title=HOSTILE, funding=HOSTILE, summary="<img src=x onerror=alert(2)>")
    html = editor.get(url_of(page)).content.decode()
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;" in html


def test_texts_find_their_own_direction_and_say_their_language(editor: Client) -> None:
    page = changed("<p>نوبة الصداع طويلة.</p>")
    html = editor.get(url_of(page)).content.decode()
    assert '<p class="articles-diff__text" dir="auto" lang="en">' in html


def test_in_spanish(editor: Client) -> None:
    page = changed("<p>Attacks last 72 hours.</p>")
    with override("es"):
        html = editor.get(url_of(page), headers={"accept-language": "es"}).content.decode()
    assert "1 sección cambiada, 1 palabra añadida, 1 palabra eliminada." in html


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Publishers"])
def test_those_who_may_edit_or_review_see_it(client: Client, group: str) -> None:
    client.force_login(UserFactory(group=group))
    assert client.get(url_of(changed("<p>x</p>"))).status_code == 200


def test_others_do_not(client: Client) -> None:
    page = changed("<p>A secret draft.</p>")
    assert client.get(url_of(page)).status_code == 302
    outsider = UserFactory(group="Editors")
    outsider.groups.get().page_permissions.all().delete()
    client.force_login(outsider)
    response = client.get(url_of(page))
    assert response.status_code in (302, 403)
    assert b"secret" not in response.content


def test_other_pages_have_none(editor: Client) -> None:
    library = ArticleIndexPageFactory()
    assert editor.get(url_of(library)).status_code == 404
    assert editor.get("/admin/articles/999999/difference/").status_code == 404


def test_the_menu_of_a_live_article_leads_to_it(editor: Client) -> None:
    page = changed("<p>x</p>")
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert url_of(page) in edit
    user = UserFactory(group="Editors")
    assert list(live_difference_button(page, user, "edit"))
    assert not list(live_difference_button(DraftArticleFactory(), user, "edit"))
    assert not list(live_difference_button(ArticleIndexPageFactory(), user, "edit"))
    assert not list(live_difference_button(page, UserFactory(), "edit"))
