"""`/find/`: what a path of the front end leads to."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from articles.models import Withdrawal
from tests.api.v1.conftest import Get
from tests.api.v1.test_openapi import assert_described
from tests.api.v1.test_openapi import schema as schema  # a fixture
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    DraftArticleFactory,
)

CANARY = "canary-7f3a"


def find(get: Get, path: str) -> Any:
    return get(f"find/?path={quote(path, safe='')}")


def path_of(page: Any) -> str:
    return str(page.get_url_parts()[2])


def test_an_article_at_its_path(get: Get, schema: dict[str, Any]) -> None:
    page = ArticlePageFactory(title="Migraine", slug="migraine")
    path = path_of(page)
    response = find(get, path)
    assert_described(schema, "/find/", response)
    assert response.json()["redirect"] is None
    article = response.json()["article"]
    assert article["id"] == str(page.translation_key)
    assert article["title"] == "Migraine"
    assert article["url"].endswith(path)
    assert find(get, path.rstrip("/")).content == response.content
    assert find(get, path.upper()).status_code == 404
    assert response["Surrogate-Key"] == f"articles article-{page.translation_key}"
    again = get(f"find/?path={path}", if_none_match=response["ETag"])
    assert again.status_code == 304


def test_is_one_query(get: Get, django_assert_num_queries: Any) -> None:
    path = path_of(ArticlePageFactory())
    with django_assert_num_queries(1):
        find(get, path)


def test_a_slug_of_another_script_encoded_or_not(get: Get) -> None:
    page = ArticlePageFactory(slug="migraña")
    path = path_of(page)
    for form in (path, unquote(path)):
        assert find(get, form).status_code == 200


def test_follows_a_move_and_a_template_of_addresses(get: Get, settings: Any) -> None:
    page = ArticlePageFactory(slug="before")
    old = path_of(page)
    page.slug = "after"
    page.save_revision().publish()
    page.refresh_from_db()
    assert find(get, path_of(page)).status_code == 200
    assert path_of(page) != old
    # Not the article any more; Wagtail may have made a redirect.
    assert not find(get, old).json().get("article")
    addresses = {"ARTICLE_URL": "https://a.example.org/{locale}/x/{slug}/"}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "API": addresses}
    page.save_revision().publish()
    assert find(get, "/en/x/after/").json()["article"]["slug"] == "after"


def test_a_template_that_is_a_path_is_on_the_wagtail_site(get: Get, settings: Any) -> None:
    addresses = {"ARTICLE_URL": "/{locale}/x/{slug}/"}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "API": addresses}
    Site.objects.update(hostname="clinic.example.org", port=443)
    ArticlePageFactory(slug="migraine")
    found = find(get, "/en/x/migraine/").json()["article"]
    assert found["url"] == "https://clinic.example.org/en/x/migraine/"


def test_a_redirect_to_a_page_and_to_an_address(get: Get, schema: dict[str, Any]) -> None:
    page = ArticlePageFactory()
    Redirect.add_redirect("/old", page)
    Redirect.add_redirect("/elsewhere", "https://example.org/there", is_permanent=False)
    response = find(get, "/old/")
    assert_described(schema, "/find/", response)
    assert response.json()["article"] is None
    assert response.json()["redirect"]["permanent"] is True
    assert response.json()["redirect"]["to"].endswith(path_of(page))
    assert find(get, "/elsewhere/").json()["redirect"] == {
        "to": "https://example.org/there",
        "permanent": False,
    }


def test_a_live_page_wins_over_a_redirect(get: Get) -> None:
    page, index = ArticlePageFactory(), ArticleIndexPageFactory()
    for each in (page, index):
        Redirect.add_redirect(path_of(each), "https://example.org/")
    assert find(get, path_of(page)).json()["redirect"] is None
    assert find(get, path_of(index)).status_code == 404
    page.unpublish()
    index.unpublish()
    assert find(get, path_of(page)).json()["redirect"]["to"] == "https://example.org/"
    assert find(get, path_of(index)).json()["redirect"]["to"] == "https://example.org/"


def test_a_redirect_to_what_is_not_public_is_not_told(get: Get) -> None:
    draft, private = DraftArticleFactory(slug=CANARY), ArticlePageFactory(slug=f"{CANARY}-2")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for number, page in enumerate((draft, private)):
        Redirect.add_redirect(f"/old-{number}", page)
        response = find(get, f"/old-{number}")
        assert response.status_code == 404
        assert CANARY not in response.content.decode()


def test_what_is_not_public_is_not_found(get: Get) -> None:
    now = timezone.now()
    unpublished, private = ArticlePageFactory(), ArticlePageFactory()
    pages = [
        DraftArticleFactory(title=CANARY),
        ArticlePageFactory(go_live_at=now + timedelta(days=1)),
        ArticlePageFactory(expire_at=now - timedelta(days=1)),
        unpublished,
        private,
    ]
    unpublished.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    for page in pages:
        response = find(get, path_of(page))
        assert response.status_code == 404
        assert page.title not in response.content.decode()


def test_a_withdrawn_article_is_410(get: Get) -> None:
    page = ArticlePageFactory(title=CANARY)
    Withdrawal.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale="en",
        slug=page.slug,
        title=page.title,
        severity="critical",
        reason="Wrong dose.",
    )
    Redirect.add_redirect(path_of(page), "https://example.org/")
    response = find(get, path_of(page))
    assert response.status_code == 410
    assert response.json()["reason"] == "Wrong dose."
    assert CANARY not in response.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["", "path=", "path=migraine", "path=//evil.example.org/", "path=https://a/", "path=%00",
     "path=/%00", "path=/%0A", "path=/%FF", "path=/" + "x" * 600, "path=/a&path=/b", "site=1"],
)  # fmt: skip
def test_bad_input(get: Get, query: str) -> None:
    response = get(f"find/?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/", "/x", "/%2500", "/[", "/a?b=c", "/a#b", "/;", "/..", "/%25ED%25A0%2580", "/\\"]
)
def test_odd_paths_lead_nowhere(get: Get, path: str) -> None:
    assert get("find/?path=" + path.replace("#", "%23")).status_code == 404


def test_without_the_redirects_app(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    Redirect.add_redirect("/old", "https://example.org/")
    monkeypatch.setattr("api.reading.find.apps.is_installed", lambda name: False)
    assert find(get, "/old").status_code == 404
