"""Listings, forms and choosers of what articles share."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from articles.models import Citation, Clinic, Clinician, Placement, Topic
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    ClinicianFactory,
    PlacementFactory,
    SuperuserFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

FACTORIES = {
    "topic": TopicFactory,
    "citation": CitationFactory,
    "clinician": ClinicianFactory,
    "clinic": ClinicFactory,
    "placement": PlacementFactory,
}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(SuperuserFactory())
    return client


def _url(model: str, action: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_articles_{model}:{action}", args=args)


@pytest.mark.parametrize("model", FACTORIES)
def test_listing_edit_usage_history_and_chooser(admin: Client, model: str) -> None:
    item = FACTORIES[model]()
    assert admin.get(_url(model, "list")).status_code == 200
    for action in ("edit", "usage", "history", "delete"):
        assert admin.get(_url(model, action, item.pk)).status_code == 200, action
    chooser = reverse(f"wagtailsnippetchoosers_articles_{model}:choose")
    assert admin.get(chooser).status_code == 200


@pytest.mark.parametrize("model", FACTORIES)
def test_the_number_of_queries_of_a_listing_is_fixed(
    admin: Client, model: str, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        FACTORIES[model]()
    admin.get(_url(model, "list"))
    with django_assert_max_num_queries(40) as few:
        admin.get(_url(model, "list"))
    for _ in range(6):
        FACTORIES[model]()
    with django_assert_max_num_queries(len(few.captured_queries)):
        admin.get(_url(model, "list"))


@pytest.mark.parametrize(
    "model, query, found",
    [
        ("citation", "5811/west", "Low dose"),
        ("topic", "hemicran", "Migraine"),
        ("clinician", "pharma", "Ada"),
        ("clinic", "Madr", "Centro"),
        ("placement", "spring", "Centro"),
    ],
)
def test_search_finds_parts_of_words(admin: Client, model: str, query: str, found: str) -> None:
    CitationFactory(title="Low dose", doi="10.5811/westjem.1")
    TopicFactory(name="Migraine", synonyms="Hemicrania")
    ClinicianFactory(name="Ada", role="Pharmacist")
    clinic = ClinicFactory(name="Centro", locality="Madrid")
    PlacementFactory(clinic=clinic, campaign="spring-26")
    FACTORIES[model]()
    response = admin.get(_url(model, "list"), {"q": query})
    assert [found in str(item) for item in response.context["object_list"]] == [True]


def test_changes_are_in_the_history(admin: Client) -> None:
    citation = CitationFactory()
    admin.post(_url("citation", "edit", citation.pk), {"title": "Corrected", "study_design": "rct"})
    entry = ModelLogEntry.objects.for_instance(citation).get()
    assert entry.action == "wagtail.edit"


def _topic(**fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "name": "Migraine",
            "slug": "migraine",
            "type": "condition",
            "codes": inline_formset(fields.pop("codes", [])),
            "texts": inline_formset(fields.pop("texts", [])),
            **fields,
        }
    )


def test_a_topic_with_codes_and_words_in_another_language(admin: Client) -> None:
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    admin.post(
        _url("topic", "add"),
        _topic(
            codes=[{"system": "icd-10-cm", "code": "G43.909", "display": "Migraine"}],
            texts=[{"locale": spanish.pk, "name": "Migraña", "description": "", "synonyms": ""}],
        ),
    )
    topic = Topic.objects.get()
    assert topic.codes.get().code == "G43.909"
    assert topic.texts.get().name == "Migraña"


def test_a_wrong_code_is_refused_at_its_field(admin: Client) -> None:
    data = _topic(codes=[{"system": "icd-10-cm", "code": "43", "display": ""}])
    response = admin.post(_url("topic", "add"), data)
    errors = response.context["form"].formsets["codes"].errors[0]
    assert "does not look like a code of this system" in errors["code"][0]


@pytest.mark.parametrize(
    "field, value",
    [
        ("orcid", "0000-0002-1825-0098"),
        ("npi", "1234567890"),
        ("profile_url", "ftp://example.org"),
    ],
)
def test_a_clinicians_wrong_value_is_refused_at_its_field(
    admin: Client, field: str, value: str
) -> None:
    data = nested_form_data({"name": "Ada", "texts": inline_formset([]), field: value})
    response = admin.post(_url("clinician", "add"), data)
    assert list(response.context["form"].errors) == [field]
    assert not Clinician.objects.exists()


@pytest.mark.parametrize(
    "field, value",
    [
        ("phone", "201 555 0123"),
        ("emergency_number", "call us"),
        ("country", "usa"),
        ("languages", "english"),
        ("time_zone", "Mars/Base"),
        ("booking_url", "javascript:alert(1)"),
    ],
)
def test_a_clinics_wrong_value_is_refused_at_its_field(
    admin: Client, field: str, value: str
) -> None:
    data = nested_form_data(
        {"name": "Centro", "slug": "centro", "texts": inline_formset([]), field: value}
    )
    response = admin.post(_url("clinic", "add"), data)
    assert list(response.context["form"].errors) == [field]
    assert not Clinic.objects.exists()


@pytest.mark.parametrize(
    "field, value", [("doi", "westjem"), ("pmid", "PMC12"), ("url", "ftp://x.y")]
)
def test_a_citations_wrong_value_is_refused_at_its_field(
    admin: Client, field: str, value: str
) -> None:
    data = {"title": "A trial", "study_design": "rct", field: value}
    response = admin.post(_url("citation", "add"), data)
    assert list(response.context["form"].errors) == [field]


def test_a_second_citation_of_one_doi_is_refused_with_a_link_to_the_first(admin: Client) -> None:
    first = CitationFactory(title="The first", doi="10.5811/westjem.1")
    data = {"title": "Again", "study_design": "rct", "doi": "https://doi.org/10.5811/WESTJEM.1"}
    response = admin.post(_url("citation", "add"), data)
    message = response.context["form"].errors["doi"][0]
    assert f'<a href="{_url("citation", "edit", first.pk)}">' in message
    assert "The first" in message
    assert message in response.content.decode()


CHOOSER_FORMS = {
    "topic": {"name": "Aura", "slug": "aura", "type": "condition"},
    "citation": {"title": "A trial", "study_design": "rct", "doi": "10.1000/1"},
    "clinician": {"name": "Ada"},
    "clinic": {"name": "Centro", "slug": "centro"},
}


@pytest.mark.parametrize("model", CHOOSER_FORMS)
def test_created_in_the_chooser_and_chosen_at_once(admin: Client, model: str) -> None:
    url = reverse(f"wagtailsnippetchoosers_articles_{model}:create")
    response = admin.post(url, CHOOSER_FORMS[model])
    assert response.json()["step"] == "chosen"


@pytest.mark.parametrize("model", ["topic", "citation", "clinician", "clinic"])
def test_the_title_of_a_chooser_says_once_what_is_chosen(admin: Client, model: str) -> None:
    response = admin.get(reverse(f"wagtailsnippetchoosers_articles_{model}:choose"))
    assert response.context["page_title"]
    assert not response.context["page_subtitle"]


def test_a_duplicate_in_the_chooser_is_shown_with_its_link(admin: Client) -> None:
    first = CitationFactory(doi="10.1000/1")
    url = reverse("wagtailsnippetchoosers_articles_citation:create")
    response = admin.post(url, CHOOSER_FORMS["citation"])
    assert response.json()["step"] == "reshow_creation_form"
    assert _url("citation", "edit", first.pk) in response.json()["htmlFragment"]


def test_the_citation_chooser_searches_dois(admin: Client) -> None:
    CitationFactory(title="Wanted", doi="10.5811/westjem.1")
    CitationFactory(title="Unrelated")
    url = reverse("wagtailsnippetchoosers_articles_citation:choose_results")
    html = admin.get(url, {"q": "westjem"}).content.decode()
    assert "Wanted" in html
    assert "Unrelated" not in html


def test_a_placement_opens_with_the_article_and_returns_to_it(admin: Client) -> None:
    article, clinic = ArticlePageFactory(), ClinicFactory()
    back = reverse("wagtailadmin_pages:edit", args=[article.pk])
    url = _url("placement", "add") + f"?article={article.pk}&next={back}"
    response = admin.get(url)
    assert response.context["form"].instance.article_id == article.pk
    response = admin.post(url, {"article": article.pk, "clinic": clinic.pk, "indexing": "index"})
    assert response.url == back
    assert Placement.objects.get().translation_key == article.translation_key


def test_a_clinic_carries_an_article_once(admin: Client) -> None:
    placement = PlacementFactory()
    data = {"article": placement.article.pk, "clinic": placement.clinic.pk, "indexing": "index"}
    response = admin.post(_url("placement", "add"), data)
    assert list(response.context["form"].errors) == ["clinic"]


@pytest.mark.django_db
def test_a_pasted_orcid_address_is_brought_to_its_short_form() -> None:
    clinician = ClinicianFactory.build(orcid="https://orcid.org/0000-0002-1825-0097")
    clinician.full_clean()
    assert clinician.orcid == "0000-0002-1825-0097"


PASTED = [
    ("clinician", "orcid", "https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
    ("clinician", "orcid", "0000-0002-1694-233x", "0000-0002-1694-233X"),
    ("citation", "pmid", "https://pubmed.ncbi.nlm.nih.gov/30429927/", "30429927"),
    ("citation", "pmid", "https://www.ncbi.nlm.nih.gov/pubmed/30429927", "30429927"),
    ("citation", "pmid", "PMID: 30429927", "30429927"),
    ("citation", "doi", "https://doi.org/10.5811/WESTJEM.1", "10.5811/westjem.1"),
]


@pytest.mark.parametrize(("model", "field", "pasted", "stored"), PASTED)
def test_an_address_may_be_pasted_for_an_identifier(
    admin: Client, model: str, field: str, pasted: str, stored: str
) -> None:
    forms = {
        "clinician": nested_form_data({"name": "Ada", "texts": inline_formset([])}),
        "citation": {"title": "A trial", "study_design": "rct"},
    }
    admin.post(_url(model, "add"), {**forms[model], field: pasted})
    saved = {"clinician": Clinician, "citation": Citation}[model].objects.get()
    assert getattr(saved, field) == stored


def test_an_address_may_be_pasted_in_the_chooser(admin: Client) -> None:
    url = reverse("wagtailsnippetchoosers_articles_citation:create")
    pasted = {**CHOOSER_FORMS["citation"], "pmid": "https://pubmed.ncbi.nlm.nih.gov/30429927/"}
    assert admin.post(url, pasted).json()["step"] == "chosen"
    assert Citation.objects.get().pmid == "30429927"


def test_no_browser_cuts_a_pasted_identifier_off(admin: Client) -> None:
    html = admin.get(_url("clinician", "add")).content.decode()
    field = re.search(r'<input[^>]*name="orcid"[^>]*>', html)
    assert field is not None
    assert "maxlength" not in field[0]


@pytest.mark.django_db
def test_all_wrong_fields_of_a_citation_are_named_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        CitationFactory.build(doi="10.12/", pmid="abc", year=1066).full_clean()
    assert set(refused.value.error_dict) == {"doi", "pmid", "year"}


def test_an_exported_source_is_no_formula(admin: Client) -> None:
    CitationFactory(title="=1+1")
    url = reverse(Citation.snippet_viewset.get_url_name("list"))
    response = admin.get(url, {"export": "csv"})
    assert b"'=1+1," in b"".join(response.streaming_content)  # type: ignore[attr-defined]
