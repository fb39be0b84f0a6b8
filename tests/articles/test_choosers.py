"""Choosers in sections: each row is read once for a form, however often it is named."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.blocks import ImageChooserBlock as WagtailImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock as WagtailSnippetChooserBlock

from articles.models import ArticlePage, Citation, Topic
from articles.sections.blocks.choosers import (
    ImageChooserBlock,
    SnippetChooserBlock,
    reading_once,
)
from tests.articles.factories import (
    CitationFactory,
    DraftArticleFactory,
    ImageFactory,
    SuperuserFactory,
    TopicFactory,
    section,
)
from tests.articles.forms_data import article_data, errors_at_sections, loaded_from

pytestmark = pytest.mark.django_db

SECTIONS = ArticlePage._meta.get_field("sections").stream_block


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def naming(source: Any, *, times: int = 1, about: Any = None) -> dict[str, Any]:
    """A section with a claim, which names the source, and the source itself a number of times."""
    claim = {
        "text": "It did not help.",
        "claim_type": "efficacy",
        "population": "34 adults",
        "approval": "off_label",
        "citations": [{"value": {"citation": source, "direction": "contradicts"}}],
    }
    return section(
        "overview",
        claims=[{"value": claim}],
        citations=[{"value": source}] * times,
        about=about,
    )


def data_of(page: ArticlePage, *sections: dict[str, Any]) -> dict[str, Any]:
    return article_data(*sections, title=page.title, slug=page.slug)


def read_form(*sections: dict[str, Any]) -> Any:
    """The sections of a form, as values."""
    data = QueryDict(mutable=True)
    data.update(article_data(*sections))
    return SECTIONS.value_from_datadict(data, {}, "sections")


def statements(table: str, captured: CaptureQueriesContext) -> int:
    return sum(f'FROM "{table}"' in query["sql"] for query in captured.captured_queries)


class TestHowOftenIsRead:
    def test_a_form_that_names_one_source_often(self) -> None:
        source = CitationFactory().pk
        with CaptureQueriesContext(connection) as captured:
            SECTIONS.clean(read_form(naming(source, times=40)))
        assert statements("articles_citation", captured) == 1

    @pytest.mark.parametrize("way", ["preview", "autosave"])
    def test_what_the_editor_sends(self, admin: Client, way: str) -> None:
        page, source = DraftArticleFactory(), CitationFactory().pk

        def sent(times: int) -> int:
            data = data_of(page, naming(source, times=times))
            if way == "autosave":
                url = reverse("wagtailadmin_pages:edit", args=[page.pk])
                data, headers = data | loaded_from(page), {"Accept": "application/json"}
            else:
                url, headers = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), {}
            with CaptureQueriesContext(connection) as captured:
                assert admin.post(url, data, headers=headers).status_code == 200
                if way == "preview":
                    assert admin.get(url, {"mode": ""}).status_code == 200
            return len(captured)

        sent(1)
        assert sent(30) <= sent(1)

    def test_nothing_is_remembered_after_a_form(self) -> None:
        source = CitationFactory(title="Before")
        first = read_form(naming(source.pk))
        Citation.objects.filter(pk=source.pk).update(title="After")
        second = read_form(naming(source.pk))
        titles = [value[0].value["citations"][0].title for value in (first, second)]
        assert titles == ["Before", "After"]


class TestWhatIsChosen:
    def test_two_blocks_that_name_a_source_have_objects_of_their_own(self) -> None:
        value = read_form(naming(CitationFactory(title="A trial").pk, times=2))[0].value
        one, other = value["citations"]
        assert one == other
        one.title = "Changed"
        assert other.title == "A trial"
        assert value["claims"][0]["citations"][0]["citation"].title == "A trial"

    def test_a_source_that_was_deleted_meanwhile_is_an_error_at_its_field(
        self, admin: Client
    ) -> None:
        page, source = DraftArticleFactory(), CitationFactory()
        data = data_of(page, naming(source.pk))
        source.delete()
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = admin.post(url, data | {"action-publish": "1"})
        errors = errors_at_sections(response.content.decode())
        found = errors["blockErrors"]["0"]["blockErrors"]
        assert set(found) == {"claims", "citations"}
        assert "required" in str(found["citations"])

    def test_a_topic_that_was_deleted_meanwhile_is_none_where_none_is_needed(self) -> None:
        topic = TopicFactory()
        sections = naming(CitationFactory().pk, about=topic.pk)
        topic.delete()
        cleaned = SECTIONS.clean(read_form(sections))
        assert cleaned[0].value["about"] is None

    def test_the_number_of_something_else_chooses_nothing(self) -> None:
        topic = TopicFactory(pk=987_654)
        block = SnippetChooserBlock("articles.Citation")
        with reading_once():
            assert block.value_from_form(str(topic.pk)) is None
            about = SnippetChooserBlock("articles.Topic", required=False)
            assert about.value_from_form(str(topic.pk)) == topic

    @pytest.mark.parametrize("wrong", [None, Topic(pk=1), Citation(title="Not stored")])
    def test_what_is_no_stored_source_is_refused(self, wrong: Any) -> None:
        with pytest.raises(ValidationError):
            SnippetChooserBlock("articles.Citation").clean(wrong)

    def test_a_validator_is_asked(self) -> None:
        def refuse(value: Any) -> None:
            raise ValidationError("Not this one.")

        block = SnippetChooserBlock("articles.Citation", validators=[refuse])
        with pytest.raises(ValidationError, match="Not this one"):
            block.clean(CitationFactory())

    def test_images(self) -> None:
        image, block = ImageFactory(), ImageChooserBlock()
        with reading_once(), CaptureQueriesContext(connection) as captured:
            chosen = [block.clean(block.value_from_form(str(image.pk))) for _time in range(3)]
        assert chosen == [image] * 3
        assert len(captured) == 1


@pytest.mark.parametrize(
    ("ours", "wagtails"),
    [
        (SnippetChooserBlock("articles.Topic"), WagtailSnippetChooserBlock("articles.Topic")),
        (ImageChooserBlock(), WagtailImageChooserBlock()),
    ],
    ids=["snippet", "image"],
)
def test_migrations_name_wagtail_s_chooser(ours: Any, wagtails: Any) -> None:
    assert ours.deconstruct() == wagtails.deconstruct()


def test_choosers_of_stored_sections_ask_only_for_what_is_chosen() -> None:
    cited, topic = CitationFactory(), TopicFactory()
    gone = Citation.objects.latest("pk").pk + 1
    named = [
        section("overview"),
        section("overview", citations=[cited.pk] * 2, about=topic.pk),
        section("overview", citations=[gone]),
    ]
    with CaptureQueriesContext(connection) as captured:
        empty, full, missing = (_read([one]) for one in named)
    assert len(captured) == 3
    assert [item.pk for item in full.value["citations"]] == [cited.pk, cited.pk]
    assert full.value["citations"][0] is not full.value["citations"][1]
    assert full.value["about"] == topic
    assert list(missing.value["citations"]) == [None]
    assert empty.value["about"] is None


def test_within_reading_once_stored_choices_are_read_once() -> None:
    cited, topic = CitationFactory(), TopicFactory()
    named = [section("overview", citations=[cited.pk] * 2, about=topic.pk)]
    with CaptureQueriesContext(connection) as captured, reading_once():
        first, second = _read(named), _read(named)
    assert len(captured) == 2
    assert first.value["about"] == second.value["about"] == topic
    assert first.value["about"] is not second.value["about"]


def _read(stored: list[dict[str, Any]]) -> Any:
    return SECTIONS.to_python([{"id": "s", **one} for one in stored])[0]
