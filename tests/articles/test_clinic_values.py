"""Clinic values in the editor: kept, named, compared, signed, and refused where there is none."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import ReferenceIndex
from wagtail.rich_text import expand_db_html, features

from articles.checks.reading import read_articles
from articles.checks.rules.form import everybody_can_use_it
from articles.clinic_values import CLINIC_VALUES, label_of, offered_words, value_problems
from articles.models import ArticlePage, Clinic
from articles.publishing import block_problems
from articles.review.comparing import compare_contents
from articles.review.content import content_hash
from articles.review.reading import read_content
from articles.sections.blocks.text import RICH_TEXT_FEATURES, SHORT_TEXT_FEATURES
from tests.articles.factories import (
    ArticlePageFactory,
    DraftArticleFactory,
    SuperuserFactory,
    rich_text,
    section,
)
from tests.articles.forms_data import article_data, draft_of, errors_at_sections

pytestmark = pytest.mark.django_db


def value(name: str, words: str = "your clinic") -> str:
    return f'<a linktype="clinic-value" value="{name}">{words}</a>'


def sections(html: str) -> list[dict[str, Any]]:
    return [section("overview", rich_text(html)), section("seek_help")]


def messages(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize("name", [*CLINIC_VALUES, "fax"])
def test_a_value_survives_the_editor_and_is_named_there(name: str) -> None:
    converter = ContentstateConverter(features=RICH_TEXT_FEATURES)
    state = converter.from_database_format(f"<p>Call <b>{value(name)}</b> now.</p>")
    assert value(name) in converter.to_database_format(state).replace("<b>", "").replace("</b>", "")
    entity = json.loads(state)["entityMap"]["0"]
    assert entity["mutability"] == "MUTABLE"
    assert entity["data"] == {
        "value": name,
        "label": label_of(name),
        "isKnown": name in CLINIC_VALUES,
    }


def test_every_text_has_the_button() -> None:
    assert "clinic-value" in RICH_TEXT_FEATURES
    assert "clinic-value" in SHORT_TEXT_FEATURES
    options: dict[str, Any] = {}
    features.get_editor_plugin("draftail", "clinic-value").construct_options(options)
    [entity] = options["entityTypes"]
    assert [each["name"] for each in entity["values"]] == list(CLINIC_VALUES)
    phone = next(each for each in entity["values"] if each["name"] == "phone")
    assert phone["words"] == {"en": "your clinic", "es": "su clínica"}


def test_words_are_offered_in_every_language_of_the_site() -> None:
    for each in CLINIC_VALUES.values():
        offered = offered_words(each)
        assert set(offered) >= {"en", "es"}
        assert offered["en"] != offered["es"]


def test_previews_and_the_reference_index_know_it() -> None:
    html = f"<p>{value('phone')} {value('<x>'.replace('<', '&lt;').replace('>', '&gt;'))}</p>"
    shown = expand_db_html(html)
    assert '<a data-clinic-value="phone" title="Clinic phone">your clinic</a>' in shown
    assert "<x>" not in shown
    page = ArticlePageFactory(sections=sections(f"<p>{value('phone')}</p>"))
    ReferenceIndex.create_or_update_for_object(page)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (value("fax"), "no clinic value “fax”"),
        (value(""), "no clinic value “”"),
        ('<a linktype="clinic-value">x</a>', "no clinic value “”"),
        (value("phone", ""), "“Clinic phone” has no words"),
        (value("phone", " "), "“Clinic phone” has no words"),
    ],
)
def test_what_is_wrong_with_a_value_is_said(html: str, said: str) -> None:
    [problem] = value_problems(f"<p>Call {html}.</p>")
    assert said in problem
    assert not list(value_problems(f"<p>Call {value('phone')}.</p>"))


def test_an_unknown_value_is_refused_at_its_section_and_kept_in_the_draft(client: Client) -> None:
    client.force_login(SuperuserFactory())
    page = DraftArticleFactory()
    parts = sections(f"<p>Fax {value('fax')}.</p>")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    saved = client.post(address, article_data(*parts))
    assert saved.status_code == 302
    assert value("fax") in messages(draft_of(page).sections.get_prep_value()).replace('\\"', '"')
    refused = client.post(address, article_data(*parts, **{"action-publish": "1"}))
    assert refused.status_code == 200
    assert "no clinic value “fax”" in messages(errors_at_sections(refused.content.decode()))
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_no_other_way_publishes_it_either() -> None:
    page = DraftArticleFactory(sections=sections(f"<p>Fax {value('fax')}.</p>"))
    assert "fax" in " ".join(problem.message for problem in block_problems(page))
    with pytest.raises(ValidationError, match="fax"):
        page.save_revision().publish()


def test_values_are_part_of_what_is_signed_and_compared() -> None:
    page = ArticlePageFactory(sections=sections(f"<p>Call {value('phone')}.</p>"))
    before = read_content(page)
    page.sections = json.dumps(page.sections.get_prep_value()).replace('phone\\"', 'name\\"')
    after = read_content(page)
    assert content_hash(before) != content_hash(after)
    [changed] = compare_contents(before, after).changed_sections
    assert "Clinic phone" in repr(changed)
    assert "Clinic name" in repr(changed)


def test_words_of_a_value_are_no_link_to_be_judged() -> None:
    def found(link: str) -> list[str]:
        page = ArticlePageFactory(sections=sections(f"<p>Call {link}.</p>"))
        [article] = read_articles([page.pk])
        return [hit.quote for hit in everybody_can_use_it(article, {})]

    assert found(value("phone", "here")) == []
    assert found('<a href="https://www.example.org/">here</a>') == ["here"]


def test_a_clinics_form_refuses_nul(client: Client) -> None:
    client.force_login(SuperuserFactory())
    address = reverse(Clinic.snippet_viewset.get_url_name("add"))
    facts = {"name": "North\x00side", "slug": "north", "texts-TOTAL_FORMS": 0}
    response = client.post(address, {**facts, "texts-INITIAL_FORMS": 0})
    assert "Null characters are not allowed." in response.content.decode()
    assert not Clinic.objects.exists()
