"""Evidence in the admin: who sees it, what it shows, and the archive."""

import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.evidence.keys import new_key, signing_key
from articles.models import ArticlePage, SignOff
from tests.articles.evidence.recorded import change, faults, signed_article
from tests.articles.factories import ArticleIndexPageFactory, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> ArticlePage:
    return signed_article(title="Migraine")


def as_member(group: str) -> Client:
    client = Client()
    client.force_login(UserFactory(group=group))
    return client


def history(page: Any) -> str:
    return reverse("articles_evidence", args=[page.pk])


def download(page: Any) -> str:
    return reverse("articles_evidence_download", args=[page.pk])


@pytest.mark.parametrize(
    "group",
    ["Editors", "Clinical reviewers", "Legal reviewers", "Publishers", "Administrators"],
)
def test_everybody_who_works_on_articles_sees_it(page: ArticlePage, group: str) -> None:
    client = as_member(group)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert history(page) in edit
    shown = client.get(history(page)).content.decode()
    assert "Approved by Dr Rhea Example, MD (Clinical)" in shown
    assert download(page) in shown


def test_others_do_not(page: ArticlePage) -> None:
    group = UserFactory(group="Editors").groups.get()
    group.permissions.remove(*group.permissions.filter(codename="view_publication"))
    client = as_member("Editors")
    assert (
        history(page)
        not in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )
    # Wagtail answers a refusal with a redirect and a message.
    for url in (history(page), download(page)):
        assert client.get(url).status_code == 302
        assert Client().get(url).status_code == 302


def test_a_page_that_is_no_article_has_none() -> None:
    library = ArticleIndexPageFactory()
    client = Client()
    client.force_login(SuperuserFactory())
    assert client.get(history(library)).status_code == 302
    explorer = client.get(reverse("wagtailadmin_explore", args=[library.pk]))
    assert history(library) not in explorer.content.decode()
    assert client.get(reverse("articles_evidence", args=[999_999])).status_code == 404


def test_any_text_that_was_live_can_be_read(page: ArticlePage) -> None:
    change(page, summary="Now said otherwise.")
    client = as_member("Editors")
    assert "Now said otherwise." in client.get(history(page)).content.decode()
    first = client.get(f"{history(page)}?text=1").content.decode()
    assert "Now said otherwise." not in first
    for nonsense in ("0", "9", "x", "%00"):
        assert client.get(f"{history(page)}?text={nonsense}").status_code == 200


def test_reading_one_of_many_texts_needs_no_more_queries(
    page: ArticlePage, django_assert_max_num_queries: Any
) -> None:
    client = as_member("Editors")
    client.get(history(page))
    with django_assert_max_num_queries(60):
        client.get(history(page))


def test_the_download_is_the_signed_archive(page: ArticlePage, settings: Any) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"EVIDENCE_KEY": new_key()}}
    response = as_member("Editors").get(download(page))
    assert response["Content-Disposition"] == (
        f'attachment; filename="evidence-{page.slug}.en.zip"'
    )
    assert "no-store" in response["Cache-Control"]
    archive = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert faults(archive, signing_key().public) == []
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert f"articles/{page.translation_key}.en.html" in opened.namelist()


def test_without_a_key_the_download_says_so(page: ArticlePage, settings: Any) -> None:
    settings.CLINIC_CONTENT = {"ARTICLES": {"EVIDENCE_KEY": ""}}
    response = as_member("Editors").get(download(page), follow=True)
    assert "EVIDENCE_KEY is missing" in response.content.decode()


# The list of sign-offs


def test_sign_offs_are_listed_filtered_and_read(page: ArticlePage) -> None:
    client = as_member("Clinical reviewers")
    index = reverse("sign_offs:index")
    record = SignOff.objects.get()
    inspect = reverse("sign_offs:inspect", args=[record.pk])
    shown = client.get(index).content.decode()
    assert inspect in shown
    assert "Migraine" not in client.get(f"{index}?decision=changes_requested").content.decode()
    assert "Migraine" in client.get(f"{index}?reviewer_name=rhea").content.decode()
    assert record.content_hash in client.get(inspect).content.decode()


def test_sign_offs_are_exported(page: ArticlePage) -> None:
    response = as_member("Administrators").get(f"{reverse('sign_offs:index')}?export=csv")
    rows = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Dr Rhea Example" in rows
    assert SignOff.objects.get().content_hash in rows


def test_an_exported_comment_is_no_formula() -> None:
    signed_article(title="=1+1")
    response = as_member("Administrators").get(f"{reverse('sign_offs:index')}?export=csv")
    rows = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "\n'=1+1," in rows


def test_nobody_can_change_a_sign_off(page: ArticlePage) -> None:
    client = Client()
    client.force_login(SuperuserFactory())
    record = SignOff.objects.get()
    for action in ("new", f"edit/{record.pk}", f"delete/{record.pk}"):
        assert client.get(f"/admin/sign-offs/{action}/").status_code == 404
    for url in (
        reverse("sign_offs:index"),
        reverse("sign_offs:inspect", args=[record.pk]),
    ):
        assert "delete/" not in client.get(url).content.decode().replace("/undelete/", "")
