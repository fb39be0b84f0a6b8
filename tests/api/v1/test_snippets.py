"""Topics, clinics and sources as resources."""

from typing import Any

import pytest
from wagtail.models import Locale, PageViewRestriction

from articles.models import ClinicText, TopicCode, TopicText
from tests.api.v1.conftest import Get
from tests.api.v1.test_openapi import assert_described
from tests.api.v1.test_openapi import schema as schema  # a fixture
from tests.articles.factories import (
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    DraftArticleFactory,
    ImageFactory,
    TopicFactory,
    section,
    sections_for,
)

CANARY = "canary-7f3a"
BAD_SLUGS = ["nothing", "a%00b", "%FF", "x" * 300, "a%20b", "..", "'", "%F0%9F%98%80"]


def slugs(response: Any) -> list[str]:
    return [item["slug"] for item in response.json()["items"]]


def citing(citation: Any, *, factory: Any = ArticlePageFactory) -> Any:
    cited = [{"type": "item", "id": "a", "value": citation.pk}]
    return factory(sections=[*sections_for("lifestyle"), section("risks", citations=cited)])


def walk(get: Get, path: str) -> list[str]:
    page = get(path).json()
    seen = [item["slug"] for item in page["items"]]
    while page["links"]["next"]:
        page = get(page["links"]["next"].partition("/api/v1/")[2]).json()
        seen += [item["slug"] for item in page["items"]]
    while page["links"]["previous"]:
        page = get(page["links"]["previous"].partition("/api/v1/")[2]).json()
    assert [item["slug"] for item in page["items"]] == seen[: len(page["items"])]
    return seen


def test_a_topic_with_codes_synonyms_and_articles(get: Get, schema: dict[str, Any]) -> None:
    topic = TopicFactory(
        slug="migraine", name="Migraine", synonyms="Megrim\nSick headache", description="Hurts."
    )
    topic.codes.add(TopicCode(system="icd-10-cm", code="G43", display="Migraine"))
    topic.save()
    page = ArticlePageFactory(topics={"about": topic})
    response = get("topics/migraine/")
    assert_described(schema, "/topics/{slug}/", response)
    found = response.json()
    assert found["synonyms"] == ["Megrim", "Sick headache"]
    assert found["codes"][0]["code"] == "G43"
    assert found["article_count"] == 1
    articles = get(found["articles"].partition("/api/v1/")[2]).json()["items"]
    assert [item["slug"] for item in articles] == [page.slug]
    assert response["Surrogate-Key"] == "articles topics topic-migraine"
    assert get("topics/migraine/", if_none_match=response["ETag"]).status_code == 304
    listed = get("topics/")
    assert_described(schema, "/topics/", listed)
    assert listed.json()["items"] == [found]


def test_a_topic_in_another_language(get: Get) -> None:
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    topic = TopicFactory(slug="migraine", name="Migraine", synonyms="Megrim")
    topic.texts.add(TopicText(locale=spanish, name="Migraña"))
    topic.save()
    ArticlePageFactory(topics={"about": topic})
    found = get("topics/migraine/?locale=es").json()
    assert (found["name"], found["synonyms"], found["locale"]) == ("Migraña", ["Megrim"], "es")
    assert found["article_count"] == 0


def test_topics_that_only_hidden_articles_speak_of_are_not_told(get: Get) -> None:
    topics = [TopicFactory(slug=f"{CANARY}-{number}", name=CANARY) for number in range(4)]
    DraftArticleFactory(topics={"about": topics[0]})
    unpublished = ArticlePageFactory(topics={"about": topics[1]})
    private = ArticlePageFactory(topics={"about": topics[2]})
    unpublished.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    shown = TopicFactory(slug="shown")
    ArticlePageFactory(topics={"treats": shown})
    response = get("topics/")
    assert slugs(response) == ["shown"]
    assert response.json()["meta"] == {"total_count": 1, "total_is_exact": True}
    for topic in topics:
        response = get(f"topics/{topic.slug}/")
        assert response.status_code == 404
        assert CANARY not in response.json()["detail"]


def test_topics_by_type_and_page_by_page(get: Get) -> None:
    topics = {
        f"t{number}": TopicFactory(slug=f"t{number}", type="drug" if number % 2 else "therapy")
        for number in range(5)
    }
    for topic in topics.values():
        ArticlePageFactory(topics={"about": topic})
    assert walk(get, "topics/?limit=2") == sorted(topics)
    assert walk(get, "topics/?limit=1&type=drug") == ["t1", "t3"]


def test_queries_do_not_grow_with_the_page(get: Get, django_assert_num_queries: Any) -> None:
    parent = ClinicFactory()
    for _ in range(4):
        ArticlePageFactory(topics={"about": TopicFactory()})
        ClinicFactory(parent=parent)
    for limit in (2, 4):
        # Number, page, topics, codes, texts, articles on them.
        with django_assert_num_queries(6):
            get(f"topics/?limit={limit}")
        # Number, page, clinics, texts, and the group's.
        with django_assert_num_queries(4):
            get(f"clinics/?limit={limit}&locale=en")


def test_a_clinic_inherits_what_it_leaves_blank(get: Get, schema: dict[str, Any]) -> None:
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    group = ClinicFactory(
        slug="group",
        name="Group",
        legal_name="Group LLC",
        phone="+12015550100",
        street_address="1 Main Street",
        locality="Springfield",
        booking_url="https://group.example.org/book/",
        languages="en\nes",
        opening_hours={
            "week": {"mon": [["09:00", "13:00"], ["15:00", "00:00"]], "sun": []},
            "special": [{"date": "2026-12-25", "times": [], "note": "Christmas Day"}],
        },
        hours_note="Saturdays by appointment",
        disclaimer="No advice.",
        logo=ImageFactory(),
    )
    group.texts.add(
        ClinicText(locale=spanish, disclaimer="No es consejo.", hours_note="Sábados con cita")
    )
    group.save()
    ClinicFactory(slug="north", name="North", parent=group, phone="+12015550199", country="")
    response = get("clinics/north/")
    assert_described(schema, "/clinics/{slug}/", response)
    found = response.json()
    assert (found["name"], found["phone"]) == ("North", "+12015550199")
    assert (found["legal_name"], found["parent"]) == ("Group LLC", "group")
    assert found["address"]["street_address"] == "1 Main Street"
    assert found["hours"] == [
        "Mon 09:00-13:00, 15:00-00:00",
        "Sun closed",
        "Dec. 25, 2026: closed (Christmas Day)",
        "Saturdays by appointment",
    ]
    assert found["opening_hours"] == [
        {"day_of_week": "Monday", "opens": "09:00", "closes": "13:00"},
        {"day_of_week": "Monday", "opens": "15:00", "closes": "00:00"},
        {"day_of_week": "Sunday", "opens": None, "closes": None},
    ]
    assert found["special_opening_hours"] == [
        {"date": "2026-12-25", "opens": None, "closes": None, "note": "Christmas Day"}
    ]
    assert found["languages"] == ["en", "es"]
    assert found["booking_url"] == "https://group.example.org/book/"
    assert found["logo"]["alt"] == "Group"
    assert found["logo"]["sources"]
    assert found["disclaimer"] == "No advice."
    in_spanish = get("clinics/north/?locale=es").json()
    assert in_spanish["disclaimer"] == "No es consejo."
    assert in_spanish["hours"][0] == "Lun 09:00-13:00, 15:00-00:00"
    assert in_spanish["hours"][-1] == "Sábados con cita"
    assert response["Surrogate-Key"] == "clinics clinic-north"
    assert get("clinics/north/", if_none_match=response["ETag"]).status_code == 304
    listed = get("clinics/")
    assert_described(schema, "/clinics/", listed)
    assert slugs(listed) == ["group", "north"]
    assert listed.json()["items"][1] == found


def test_a_photo_comes_with_its_words_from_the_same_clinic(
    get: Get, schema: dict[str, Any]
) -> None:
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    group = ClinicFactory(slug="group", photo=ImageFactory(), photo_alt_text="A glass door.")
    group.texts.add(ClinicText(locale=spanish, photo_alt_text="Una puerta de vidrio."))
    group.save()
    own = {"photo": ImageFactory(), "photo_decorative": True, "photo_alt_text": "Unused."}
    ClinicFactory(slug="north", parent=group)
    ClinicFactory(slug="south", parent=group, **own)
    response = get("clinics/north/")
    assert_described(schema, "/clinics/{slug}/", response)
    inherited = response.json()["photo"]
    assert (inherited["alt"], inherited["decorative"]) == ("A glass door.", False)
    assert inherited["sources"]
    assert get("clinics/north/?locale=es").json()["photo"]["alt"] == "Una puerta de vidrio."
    south = get("clinics/south/").json()["photo"]
    assert (south["alt"], south["decorative"]) == ("", True)
    assert get("clinics/").json()["items"][2] == get("clinics/south/").json()


def test_no_clinic_stands_in_a_street_of_another_town(get: Get) -> None:
    group = ClinicFactory(street_address="1 Main Street", locality="Springfield", country="US")
    ClinicFactory(slug="north", parent=group, locality="Shelbyville", country="")
    address = get("clinics/north/").json()["address"]
    assert address["locality"] == "Shelbyville"
    assert address["street_address"] is None


def test_clinics_in_a_circle_end(get: Get) -> None:
    first = ClinicFactory(slug="first", phone="")
    second = ClinicFactory(slug="second", parent=first, phone="")
    first.parent = second
    first.save()
    assert get("clinics/first/").json()["parent"] == "second"
    assert get("clinics/first/").json()["phone"] is None


def test_clinics_page_by_page(get: Get) -> None:
    names = [ClinicFactory().slug for _ in range(5)]
    assert sorted(walk(get, "clinics/?limit=2")) == sorted(names)


def test_a_source_that_an_article_cites(
    get: Get, schema: dict[str, Any], django_assert_num_queries: Any
) -> None:
    citation = CitationFactory(title="A study")
    page = citing(citation)
    with django_assert_num_queries(2):
        response = get(f"citations/{citation.pk}/")
    assert_described(schema, "/citations/{number}/", response)
    in_article = dict(get(f"articles/{page.slug}/").json()["citations"][0])
    in_article["id"] = in_article.pop("citation_id")
    assert response.json() == in_article
    assert response["Surrogate-Key"] == f"articles citation-{citation.pk}"
    page.unpublish()
    assert get(f"citations/{citation.pk}/").status_code == 404


def test_a_source_that_no_public_article_cites(get: Get) -> None:
    alone, drafted = CitationFactory(title=CANARY), CitationFactory(title=CANARY)
    citing(drafted, factory=DraftArticleFactory)
    for citation in (alone, drafted):
        response = get(f"citations/{citation.pk}/")
        assert response.status_code == 404
        assert CANARY not in response.content.decode()


@pytest.mark.parametrize(
    "number",
    ["0", "-1", "x", "1.5", "%D9%A1", "a%00", str(2**63), str(2**63 - 1), "9" * 300, "+1", "%FF"],
)
def test_numbers_that_no_source_has(get: Get, number: str) -> None:
    assert get(f"citations/{number}/").status_code == 404


@pytest.mark.parametrize("slug", BAD_SLUGS)
@pytest.mark.parametrize("what", ["topics", "clinics"])
def test_slugs_that_nothing_has(get: Get, what: str, slug: str) -> None:
    assert get(f"{what}/{slug}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    ["colour=red", "locale=xx", "limit=0", "limit=101", "cursor=x", "cursor=", "limit=1&limit=1"],
)
@pytest.mark.parametrize("path", ["topics/", "clinics/", "topics/a/", "clinics/a/", "citations/1/"])
def test_bad_input(get: Get, path: str, query: str) -> None:
    response = get(f"{path}?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_types_of_topics_are_a_closed_list(get: Get) -> None:
    response = get("topics/?type=disease")
    assert response.json()["errors"][0]["allowed"] == ["condition", "therapy", "drug"]
