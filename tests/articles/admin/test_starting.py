"""What new articles start from: templates, prepared sections, other articles."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from articles.models import ArticlePage, ArticleTemplate, PreparedSection
from articles.sections.kinds import section_kinds
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    PlacementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def section(kind: str, text: str, **value: Any) -> dict[str, Any]:
    body = [{"type": "rich_text", "value": text, "id": "b1"}]
    return {"type": kind, "id": "s1", "value": {"heading": "", "body": body, **value}}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(group="Editors"))
    return client


def add_url(library: Any, **query: Any) -> str:
    url = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", library.pk])
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def form_of(answer: Any) -> dict[str, str]:
    html = BeautifulSoup(answer.content, "html.parser")
    data = json.loads(html.select_one("#sections")["data-w-block-arguments-value"])  # type: ignore[index,arg-type]
    return {"kinds": [block["type"] for block in data[0]], "json": json.dumps(data)}  # type: ignore[dict-item]


def test_a_site_has_four_templates_whose_sections_are_enough_to_publish_its_kind() -> None:
    templates = list(ArticleTemplate.objects.all())
    assert [template.name for template in templates] == [
        "Therapy",
        "Condition",
        "Comparison",
        "Procedure",
    ]
    for template in templates:
        kinds = {block.block_type for block in template.sections}
        needed = {kind.slug for kind in section_kinds.required_for(template.kind)}
        assert needed <= kinds, template.name


def test_the_gallery_offers_templates_of_the_language_and_kinds(editor: Client) -> None:
    library = ArticleIndexPageFactory()
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    ArticleTemplate.objects.create(name="Solo en español", kind="therapy", locale=spanish)
    ArticleTemplate.objects.create(name="Put away", kind="therapy", is_offered=False)
    html = BeautifulSoup(editor.get(add_url(library)).content, "html.parser")
    offered = [link.text for link in html.select(".articles-kinds__link")]
    assert offered == [
        *("Therapy", "Condition", "Comparison", "Procedure"),
        *("Condition", "Therapy", "Comparison", "Lifestyle"),
    ]


def test_a_new_article_opens_with_the_sections_of_the_template(editor: Client) -> None:
    library = ArticleIndexPageFactory()
    template = ArticleTemplate.objects.create(
        name="Short",
        kind="condition",
        audience="carers",
        sections=json.dumps(
            [section("causes", "<p>[[What causes it]]</p>"), section("seek_help", "<p>Call.</p>")]
        ),
    )
    answer = editor.get(add_url(library, template=template.pk))
    form = form_of(answer)
    assert form["kinds"] == ["causes", "seek_help"]
    assert "[[What causes it]]" in form["json"]
    assert '"s1"' not in form["json"]
    html = BeautifulSoup(answer.content, "html.parser")
    assert html.select_one("[name=kind] option[selected]")["value"] == "condition"  # type: ignore[index]
    assert html.select_one("[name=audience] option[selected]")["value"] == "carers"  # type: ignore[index]


@pytest.mark.parametrize("number", ["999999", "x", "", "9" * 40, "-1"])
def test_a_template_that_is_not_offered_leads_to_the_gallery(editor: Client, number: str) -> None:
    library = ArticleIndexPageFactory()
    answer = editor.get(add_url(library, template=number))
    assert b"What do you want to start from?" in answer.content


class TestPermissions:
    def test_editors_use_templates_and_do_not_change_them(self, editor: Client) -> None:
        template = ArticleTemplate.objects.first()
        viewset = ArticleTemplate.snippet_viewset
        edit = reverse(viewset.get_url_name("edit"), args=[template.pk])
        assert editor.post(edit, {"name": "Mine"}).status_code == 302
        template.refresh_from_db()
        assert template.name == "Therapy"

    @pytest.mark.parametrize("group", ["Publishers", "Administrators"])
    def test_publishers_and_administrators_change_them(self, client: Client, group: str) -> None:
        user = UserFactory(group=group)
        for action in ("add", "change", "delete", "view"):
            assert user.has_perm(f"articles.{action}_articletemplate")
            assert user.has_perm(f"articles.{action}_preparedsection")

    def test_an_administrator_makes_a_template_that_editors_start_from(
        self, client: Client
    ) -> None:
        client.force_login(UserFactory(group="Administrators"))
        viewset = ArticleTemplate.snippet_viewset
        data = {
            "name": "Aftercare",
            "kind": "therapy",
            "audience": "patients",
            "evidence_maturity": "emerging",
            "is_offered": "on",
            "position": "9",
            **nested_form_data({"sections": streamfield([])}),
        }
        answer = client.post(reverse(viewset.get_url_name("add")), data)
        assert answer.status_code == 302, answer.context["form"].errors
        library = ArticleIndexPageFactory()
        client.force_login(UserFactory(group="Editors"))
        assert "Aftercare" in client.get(add_url(library)).content.decode()
        made = ArticleTemplate.objects.get(name="Aftercare")
        edit = reverse(viewset.get_url_name("edit"), args=[made.pk])
        client.force_login(UserFactory(group="Administrators", username="boss"))
        client.post(edit, {**data, "name": "After an infusion"})
        assert b"After an infusion" in client.get(add_url(library)).content


class TestPreparedSections:
    def prepared(self, **fields: Any) -> PreparedSection:
        return PreparedSection.objects.create(
            name="When to call",
            section=json.dumps([section("seek_help", "<p>Call.</p>")]),
            **fields,
        )

    def test_the_form_has_a_button_where_something_is_prepared(self, editor: Client) -> None:
        library = ArticleIndexPageFactory()
        assert (
            b"data-prepared-sections=" not in editor.get(add_url(library, kind="therapy")).content
        )
        self.prepared()
        assert b"data-prepared-sections=" in editor.get(add_url(library, kind="therapy")).content

    def test_the_window_lists_what_is_offered_in_the_language(self, editor: Client) -> None:
        self.prepared()
        spanish = Locale.objects.get_or_create(language_code="es")[0]
        PreparedSection.objects.create(name="Cuándo llamar", locale=spanish)
        answer = editor.get(reverse("articles_prepared_sections", args=["en"])).json()
        assert "When to call" in answer["html"]
        assert "Cuándo llamar" not in answer["html"]

    def test_a_section_comes_as_the_form_takes_it_with_ids_of_its_own(self, editor: Client) -> None:
        url = reverse("articles_prepared_section", args=[self.prepared().pk])
        (first,), (second,) = editor.get(url).json()["blocks"], editor.get(url).json()["blocks"]
        assert first["type"] == "seek_help"
        assert len({first["id"], second["id"], "s1"}) == 3

    def test_one_that_is_put_away_is_not_there(self, editor: Client) -> None:
        url = reverse("articles_prepared_section", args=[self.prepared(is_offered=False).pk])
        assert editor.get(url).status_code == 404

    def test_only_those_who_write_articles_see_it(self, client: Client) -> None:
        client.force_login(UserFactory())
        url = reverse("articles_prepared_section", args=[self.prepared().pk])
        assert client.get(url).status_code == 302


class TestDuplicates:
    def duplicate(self, client: Client, article: ArticlePage, **fields: str) -> ArticlePage:
        form = {"title": "Sleep and tension headache", "kind": "condition", "take": "text"} | fields
        answer = client.post(reverse("articles_duplicate", args=[article.pk]), form)
        assert answer.status_code == 302, answer.context["form"].errors
        return ArticlePage.objects.get(title=form["title"]).get_latest_revision_as_object()

    def test_a_duplicate_is_a_draft_of_its_own(self, editor: Client) -> None:
        article = ArticlePageFactory(
            title="Sleep and migraine",
            safety_notice="Recalled.",
            safety_notice_severity="urgent",
            last_reviewed_date="2026-01-02",
            canonical_url="https://example.org/a/",
        )
        PlacementFactory(article=article)
        draft = self.duplicate(editor, article)
        assert not draft.live
        assert draft.kind == "condition"
        assert draft.slug == "sleep-and-tension-headache"
        assert draft.translation_key != article.translation_key
        assert not draft.placements.exists()
        assert (draft.safety_notice, draft.last_reviewed_date, draft.canonical_url) == (
            "",
            None,
            "",
        )
        old = {block.id for block in article.sections}
        assert not old & {block.id for block in draft.sections}
        assert [block.value["body"][0].value.source for block in draft.sections] == [
            block.value["body"][0].value.source for block in article.sections
        ]
        assert [topic.topic_id for topic in draft.article_topics.all()] == [
            topic.topic_id for topic in article.article_topics.all()
        ]

    def test_a_structure_has_the_sections_and_no_words(self, editor: Client) -> None:
        article = ArticlePageFactory(summary="About sleep.")
        draft = self.duplicate(editor, article, take="structure", title="Another")
        assert [block.block_type for block in draft.sections] == [
            block.block_type for block in article.sections
        ]
        assert draft.summary == ""
        words = json.dumps(list(draft.sections.raw_data))
        assert "<p" not in words

    def test_two_duplicates_of_one_title_have_two_addresses(self, editor: Client) -> None:
        article = ArticlePageFactory()
        self.duplicate(editor, article)
        form = {"title": "Sleep and tension headache", "kind": "therapy", "take": "text"}
        editor.post(reverse("articles_duplicate", args=[article.pk]), form)
        slugs = ArticlePage.objects.filter(title=form["title"]).values_list("slug", flat=True)
        assert sorted(slugs) == ["sleep-and-tension-headache", "sleep-and-tension-headache-2"]

    def test_who_may_not_add_articles_makes_none(self, client: Client) -> None:
        client.force_login(UserFactory(group="Clinical reviewers"))
        url = reverse("articles_duplicate", args=[ArticlePageFactory().pk])
        assert client.get(url).status_code == 302
        assert client.post(url, {}).status_code == 302

    def test_a_title_is_asked_for(self, editor: Client) -> None:
        url = reverse("articles_duplicate", args=[ArticlePageFactory().pk])
        answer = editor.post(url, {"title": "", "kind": "therapy", "take": "text"})
        assert answer.context["form"].errors.keys() == {"title"}
