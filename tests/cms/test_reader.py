"""The reader as the server gives it: one page for all addresses, its files, and their policy."""

import gzip
import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from api.v1.examples import ARTICLE
from cms.reader.files import FRONT, read_front
from tests.api.factories import make_document, set_state, withdraw
from tests.articles.factories import ArticlePageFactory, TopicFactory
from tests.cms.test_production import setting

pytestmark = pytest.mark.django_db

# Names of XML's own, which nobody asks, and where sources lead a reader who follows them.
NOT_ASKED = {"www.w3.org", "doi.org", "pubmed.ncbi.nlm.nih.gov"}
BUDGET = 100_000
"""Bytes of an article's page without its images."""


def policy_of(response: Any) -> dict[str, str]:
    """The directives of an answer's content security policy."""
    parts = response.headers["Content-Security-Policy"].split("; ")
    return dict((*part.split(" ", 1), "")[:2] for part in parts)


class TestAddresses:
    @pytest.mark.parametrize(
        ("path", "language"),
        [
            ("/", "en"),
            ("/es/", "es"),
            ("/search/?q=pain", "en"),
            ("/es/search/?q=dolor", "es"),
        ],
    )
    def test_pages_are_served_in_the_language_of_their_path(
        self, client: Client, path: str, language: str
    ) -> None:
        response = client.get(path, headers={"Accept-Language": "fr"})
        assert response.status_code == 200
        assert f'<html lang="{language}" dir="ltr"' in response.text
        assert response.headers["Content-Language"] == language
        assert 'type="module"' in response.text
        assert not response.cookies

    def test_the_page_of_drafts_is_kept_and_framed_by_nobody_else(self, client: Client) -> None:
        response = client.get("/es/preview/?token=secret")
        assert response.status_code == 200
        assert response.headers["Content-Language"] == "es"
        assert response.headers["Cache-Control"] == "private, no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "secret" not in response.text

    def test_an_article_has_the_status_that_the_api_gives_it(self, client: Client) -> None:
        document = make_document(title="Migraine")
        ways = [f"{start}articles/{document.slug}/" for start in ("/", "/en/")]
        ways.append(f"/en/articles/{document.article_id}/")
        assert [client.get(path).status_code for path in ways] == [200, 200, 200]
        assert client.get(f"/es/articles/{document.slug}/").status_code == 404
        withdraw(document)
        assert [client.get(path).status_code for path in ways] == [410, 410, 410]
        set_state(document, "private")
        assert [client.get(path).status_code for path in ways] == [404, 404, 404]

    @pytest.mark.parametrize(
        "key",
        [
            "nothing",
            "a%00b",
            "a b",
            "%F0%9F%98%80",
            "5b0e7c2e-5c5a-4c3b-8a36-2f1a0c0a9d09",
            "x" * 300,
        ],
    )
    def test_nothing_there_is_told_and_never_fails(self, client: Client, key: str) -> None:
        assert client.get(f"/en/articles/{key}/").status_code == 404
        assert client.get(f"/en/topics/{key}/").status_code == 404

    def test_a_topic_is_there_while_a_public_article_refers_to_it(self, client: Client) -> None:
        topic = TopicFactory(slug="migraine")
        assert client.get("/topics/migraine/").status_code == 404
        ArticlePageFactory(topics={"about": topic})
        assert client.get("/topics/migraine/").status_code == 200

    def test_nothing_is_told_where_content_needs_a_key(self, client: Client, settings: Any) -> None:
        settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "API": {"ANONYMOUS_READS": False}}
        there = make_document(title="Migraine")
        answers = [client.get(f"/en/articles/{slug}/").status_code for slug in (there.slug, "no")]
        assert answers == [200, 200]

    def test_a_database_that_is_away_is_no_error(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def away(*args: Any, **kwargs: Any) -> None:
            raise OperationalError("gone")

        monkeypatch.setattr("cms.reader.status.get_article", away)
        response = client.get("/en/articles/migraine/")
        assert response.status_code == 503
        assert 'type="module"' in response.text

    @pytest.mark.parametrize("path", ["/", "/en/articles/migraine/", "/search/"])
    def test_only_reading_is_allowed(self, client: Client, path: str) -> None:
        assert client.post(path).status_code == 405

    def test_everything_else_stays_where_it_was(self, client: Client) -> None:
        page = ArticlePageFactory(title="Migraine")
        assert "article__header" in client.get(page.url).text
        assert client.get("/admin/login/").status_code == 200
        assert client.get("/api/v1/").headers["Content-Type"] == "application/json"
        assert client.get("/api/nothing/").headers["Content-Type"] == "application/problem+json"
        assert client.get("/nothing-here/").status_code == 404
        assert client.get("/fr/").status_code == 404

    def test_nothing_at_an_address_is_told_in_the_reader(self, client: Client) -> None:
        browser = {"Accept": "text/html,*/*"}
        response = client.get("/nothing-here/", headers=browser)
        assert response.status_code == 404
        assert 'type="module"' in response.text
        for path in ("/admin/nothing/", "/nothing.jpg"):
            headers = browser if "admin" in path else {"Accept": "image/*"}
            assert 'type="module"' not in client.get(path, headers=headers).text

    def test_an_editors_redirect_is_followed(self, client: Client) -> None:
        page = ArticlePageFactory(title="Migraine")
        Redirect.add_redirect("/en/articles/before/", f"/en/articles/{page.slug}/")
        response = client.get("/en/articles/before/")
        assert response.headers["Location"] == f"/en/articles/{page.slug}/"

    def test_the_address_in_documents_leads_here(self, client: Client, settings: Any) -> None:
        settings.CLINIC_CONTENT = {
            **settings.CLINIC_CONTENT,
            "API": {"ARTICLE_URL": settings.READER_ARTICLE_URL},
        }
        Site.objects.update(hostname="testserver", port=80)
        page = ArticlePageFactory(title="Migraine")
        url = client.get(f"/api/v1/articles/{page.slug}/").json()["url"]
        assert url == f"http://testserver/en/articles/{page.slug}/"
        assert client.get(url).status_code == 200


class TestPolicy:
    def test_only_files_of_this_site_run_and_nothing_inline(self, client: Client) -> None:
        policy = policy_of(client.get("/"))
        assert policy["default-src"] == "'none'"
        for directive in ("script-src", "style-src", "connect-src"):
            assert policy[directive] == "'self'"
        assert policy["img-src"] == "'self' data:"
        assert policy["require-trusted-types-for"] == "'script'"
        assert "unsafe" not in " ".join(policy.values())

    def test_the_page_itself_has_nothing_inline(self, client: Client) -> None:
        text = client.get("/").text
        assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text)
        assert all(re.search(r"src=\"/", tag) for tag in re.findall(r"<script[^>]*>", text))
        assert "://" not in text

    def test_what_the_admin_needs_is_not_changed(self, client: Client) -> None:
        assert policy_of(client.get("/admin/login/"))["script-src"] == "'self' 'unsafe-inline'"


class TestFiles:
    def test_every_file_of_the_page_is_there_and_kept_for_ever(self, client: Client) -> None:
        addresses = re.findall(r'(?:href|src)="(/reader/[^"]+)"', client.get("/").text)
        assert len(set(addresses)) == len(read_front().files)
        for address in set(addresses):
            response = client.get(address)
            assert response.status_code == 200
            assert "immutable" in response.headers["Cache-Control"]

    def test_media_types_are_those_that_browsers_insist_on(self, client: Client) -> None:
        version = read_front().version
        for name, media_type in (("js/main.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
            response = client.get(f"/reader/{version}/{name}")
            assert response.headers["Content-Type"].startswith(media_type)
            assert response.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize("name", ["js/none.js", "../views.py", "%2e%2e/views.py", "js", "js/"])
    def test_a_file_that_is_not_there_is_not_found(self, client: Client, name: str) -> None:
        assert client.get(f"/reader/{read_front().version}/{name}").status_code == 404

    def test_another_version_is_answered_with_this_one_and_not_kept(self, client: Client) -> None:
        response = client.get("/reader/0000/js/main.js")
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-cache"

    @pytest.mark.parametrize("path", ["/", "/reader/0000/js/main.js"])
    def test_an_unchanged_answer_is_a_304_compressed_or_not(
        self, client: Client, path: str
    ) -> None:
        for coding in ("", "gzip"):
            first = client.get(path, headers={"Accept-Encoding": coding})
            assert first.headers.get("Content-Encoding", "") == coding
            known = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": coding}
            assert client.get(path, headers=known).status_code == 304

    def test_the_version_follows_the_contents(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path
    ) -> None:
        from cms.reader import files

        monkeypatch.setattr(files, "FRONT", tmp_path)
        (tmp_path / "a.js").write_text("1")
        before = files._read().version
        (tmp_path / "a.js").write_text("2")
        assert files._read().version != before

    def test_no_file_names_another_host(self) -> None:
        for path in FRONT.rglob("*.*"):
            hosts = set(re.findall(r"https?://([\w.-]+)", path.read_text(encoding="utf-8")))
            assert hosts <= NOT_ASKED, path
            assert "url(http" not in path.read_text(encoding="utf-8")

    def test_nothing_moves(self) -> None:
        """So there is nothing to leave out for who asked for reduced motion."""
        styles = "".join(path.read_text(encoding="utf-8") for path in FRONT.rglob("*.css"))
        scripts = "".join(path.read_text(encoding="utf-8") for path in FRONT.rglob("*.js"))
        assert not re.findall(r"transition|scroll-behavior|scroll-timeline", styles)
        assert not re.findall(r"smooth|\.animate\(|requestAnimationFrame", scripts)
        animated = re.findall(r"@keyframes \w+ \{(.*?)\n\}", styles, flags=re.DOTALL)
        assert animated
        assert {name for each in animated for name in re.findall(r"([\w-]+):", each)} == {"opacity"}

    def test_markup_is_read_in_one_place_only(self) -> None:
        readers = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval\("
        found = [
            path.name
            for path in FRONT.rglob("*.js")
            if re.search(readers, path.read_text(encoding="utf-8"))
        ]
        assert found == ["rich_text.js"]

    def test_files_are_small_and_few(self) -> None:
        for path in FRONT.rglob("*.js"):
            assert len(path.read_text(encoding="utf-8").splitlines()) <= 260, path

    def test_a_page_fits_its_budget(self, client: Client) -> None:
        """With a long article: forty times the text of the example."""
        document = make_document(title="Migraine", content=list(ARTICLE.sections) * 10)
        paths = ["/", f"/api/v1/articles/{document.slug}/?locale=en", "/api/v1/clinics/?limit=100"]
        paths += re.findall(r'(?:href|src)="(/reader/[^"]+)"', client.get("/").text)
        sizes = [
            len(client.get(path, headers={"Accept-Encoding": "gzip"}).content)
            for path in dict.fromkeys(paths)
        ]
        assert sum(sizes) < BUDGET
        files = read_front().files.values()
        assert sum(len(gzip.compress(file.content)) for file in files) < BUDGET / 2


class TestWords:
    def test_both_languages_have_the_same_words(self) -> None:
        text = (FRONT / "js/words.js").read_text(encoding="utf-8")
        english, spanish = (
            re.findall(r"^ {4}(\w+):", part, flags=re.MULTILINE)
            for part in re.split(r"^ {2}es: \{", text, flags=re.MULTILINE)
        )
        assert english == spanish
        assert len(english) > 80

    def test_every_word_is_used_and_every_used_one_is_there(self) -> None:
        text = (FRONT / "js/words.js").read_text(encoding="utf-8")
        known = set(re.findall(r"^ {4}(\w+):", text, flags=re.MULTILINE))
        code = "".join(
            path.read_text(encoding="utf-8")
            for path in FRONT.rglob("*.js")
            if path.name != "words.js"
        )
        assert set(re.findall(r"\bwords\.(?!js)(\w+)", code)) == known


@pytest.mark.slow
def test_an_operator_can_do_without_it() -> None:
    address = "settings.CLINIC_CONTENT['API']['ARTICLE_URL']"
    assert setting(f"settings.READER, {address}") == "True /{locale}/articles/{slug}/"
    assert setting(f"settings.READER, {address}", READER="no") == "False None"
    own = "https://www.example.org/{locale}/{slug}/"
    assert setting(f"settings.READER, {address}", ARTICLE_URL=own) == f"True {own}"
    code = "__import__('django.urls').urls.resolve('/').url_name"
    assert setting(code) == "home"
    assert setting(code, READER="no") == "wagtail_serve"
