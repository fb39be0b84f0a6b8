"""The schema.org graph of an article is valid, complete and claims no more than the article."""

from datetime import date
from typing import Any, get_args

import pytest
from schema_org.registry import ENUM_MEMBERS
from schema_org.schema_version import SCHEMA_VERSION

from api.documents.json_ld import build_json_ld
from api.documents.json_ld.citations import is_scholarly
from api.documents.schema import (
    ArticleDocument,
    FaqItem,
    HealthAspect,
    RichText,
    Section,
    Subsection,
    TopicRef,
)
from api.v1.example_evidence import CITATION
from api.v1.examples import ARTICLE
from articles.sections.kinds import section_kinds
from tests.api.documents.schema_org import problems


def graph(document: ArticleDocument = ARTICLE) -> list[dict[str, Any]]:
    found = build_json_ld(document).graph
    assert problems(found) == []
    return found


def page(document: ArticleDocument = ARTICLE) -> dict[str, Any]:
    return graph(document)[0]


def changed(**members: Any) -> ArticleDocument:
    return ARTICLE.model_copy(update=members)


def section(**members: Any) -> Section:
    return ARTICLE.sections[0].model_copy(update=members)


def test_the_vocabulary_is_version_30() -> None:
    assert SCHEMA_VERSION.partition(".")[0] == "30"
    assert set(get_args(HealthAspect)) == set(ENUM_MEMBERS["HealthAspectEnumeration"])


@pytest.mark.parametrize(
    ("node", "problem"),
    [
        ({"@type": "MedicalArticle"}, "no current type"),
        ({"@type": "HealthAspectEnumeration"}, "no current type"),
        ({"@type": "MedicalWebPage", "colour": "red"}, "no current property"),
        ({"@type": "MedicalWebPage", "aspect": "causes"}, "no current property"),
        (
            {"@type": "WebPage", "hasHealthAspect": "https://schema.org/CausesHealthAspect"},
            "has no hasHealthAspect",
        ),
        (
            {"@type": "HealthTopicContent", "hasHealthAspect": "https://schema.org/Diagnosis"},
            "cannot be",
        ),
        (
            {"@type": "HealthTopicContent", "hasHealthAspect": "https://schema.org/Clinician"},
            "cannot be",
        ),
        ({"@type": "MedicalWebPage", "reviewedBy": "Joan Meyer"}, "cannot be"),
        ({"@type": "MedicalWebPage", "lastReviewed": "2 March 2026"}, "cannot be"),
        ({"@type": "MedicalWebPage", "about": {"@id": "#nothing"}}, "nowhere"),
        (
            {"@type": "MedicalWebPage", "mainContentOfPage": {"@type": "HealthTopicContent"}},
            "cannot be",
        ),
    ],
)
def test_the_check_finds_what_is_wrong(node: dict[str, Any], problem: str) -> None:
    assert problem in " ".join(problems([node]))


def test_the_page_says_who_reviewed_it_and_when() -> None:
    found = page()
    assert found["@type"] == "MedicalWebPage"
    assert found["lastReviewed"] == "2026-03-02"
    assert [person["name"] for person in found["reviewedBy"]] == ["Joan Meyer"]
    assert found["mainContentOfPage"]["hasPart"] == [
        {"@id": part["@id"]} for part in found["hasPart"]
    ]


def test_without_a_sign_off_no_review_is_claimed() -> None:
    review = ARTICLE.review.model_copy(update={"last_reviewed_date": None, "status": "unreviewed"})
    found = page(changed(reviewers=[], review=review))
    assert "reviewedBy" not in found
    assert "lastReviewed" not in found


def test_a_lawyer_s_sign_off_is_no_medical_review() -> None:
    legal = ARTICLE.reviewers[0].model_copy(update={"role": "legal"})
    assert "reviewedBy" not in page(changed(reviewers=[legal]))


@pytest.mark.parametrize("kind", section_kinds, ids=lambda kind: kind.slug)
def test_every_kind_of_section_is_topic_content(kind: Any) -> None:
    part = section(kind=kind.slug, health_aspect=kind.schema_health_aspect)
    [found] = page(changed(sections=[part]))["hasPart"]
    assert found["@type"] == "HealthTopicContent"
    aspect = kind.schema_health_aspect
    assert found.get("hasHealthAspect") == (f"https://schema.org/{aspect}" if aspect else None)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("condition", "MedicalCondition"), ("therapy", "MedicalTherapy"), ("drug", "Drug")],
)
def test_topics_are_medical_entities_with_their_codes(kind: str, expected: str) -> None:
    topic = ARTICLE.topics[0].model_copy(update={"type": kind})
    [_page, found, _source] = graph(changed(topics=[topic]))
    assert found["@type"] == expected
    assert found["code"] == [
        {
            "@type": "MedicalCode",
            "codeValue": "G43",
            "codingSystem": "http://hl7.org/fhir/sid/icd-10-cm",
            "name": "Migraine",
        }
    ]


def topic(slug: str, relation: str) -> TopicRef:
    return ARTICLE.topics[0].model_copy(update={"slug": slug, "relation": relation})


def test_a_therapy_is_not_said_to_help() -> None:
    found = graph(changed(topics=[topic("infusion", "about"), topic("migraine", "treats")]))
    assert len(found[0]["about"]) == len(found[0]["mentions"]) == 1
    assert found[0]["about"][0]["@id"].endswith("#topic-infusion")
    assert "possibleTreatment" not in str(found)


def test_sections_are_about_their_topic_or_the_main_one() -> None:
    sections = [section(about="b"), section(about=None, id="2", anchor="x")]
    document = changed(topics=[topic("a", "about"), topic("b", "drug")], sections=sections)
    about = [part["about"][0]["@id"].rpartition("-")[2] for part in page(document)["hasPart"]]
    assert about == ["b", "a"]


def faq(aspect: str | None) -> FaqItem:
    return FaqItem(
        id="q",
        question="Does it hurt?",
        answer=RichText(html="<p>You <strong>may</strong> feel it.</p>"),
        health_aspect=aspect,
    )


def test_questions_are_parts_of_their_section() -> None:
    inner = Subsection(id="s", heading="More", body=[faq("SafetyHealthAspect")])
    [part] = page(changed(sections=[section(body=[faq(None), inner])]))["hasPart"]
    question, with_aspect = part["hasPart"]
    assert question == {
        "@type": "Question",
        "name": "Does it hurt?",
        "acceptedAnswer": {"@type": "Answer", "text": "You may feel it."},
    }
    assert with_aspect["@type"] == "HealthTopicContent"
    assert with_aspect["hasPart"] == [question]


@pytest.mark.parametrize("audience", ["patients", "carers", "professionals"])
def test_every_audience(audience: str) -> None:
    assert page(changed(audience=audience))["medicalAudience"]


@pytest.mark.parametrize(
    ("members", "scholarly"),
    [
        ({}, True),
        ({"study_design": "label"}, False),
        ({"study_design": "guideline", "pmid": "1", "volume": None}, True),
        ({"study_design": "other", "volume": None}, False),
        ({"study_design": None, "volume": None}, False),
    ],
)
def test_only_scholarly_articles_are_called_so(members: dict[str, Any], scholarly: bool) -> None:
    entry = CITATION.model_copy(update=members)
    assert is_scholarly(entry) == scholarly
    found = graph(changed(citations=[entry]))[-1]
    assert found["@type"] == ("ScholarlyArticle" if scholarly else "CreativeWork")


def test_a_retracted_source_says_so() -> None:
    entry = CITATION.model_copy(update={"retracted": True})
    assert graph(changed(citations=[entry]))[-1]["creativeWorkStatus"] == "Retracted"


def test_an_article_with_nothing_but_the_necessary() -> None:
    bare = changed(
        url=None,
        summary="",
        hero_image=None,
        topics=[],
        authors=[],
        reviewers=[],
        citations=[],
        sections=[],
        search_keywords=[],
        licence=None,
        attribution=None,
        review=ARTICLE.review.model_copy(update={"last_reviewed_date": date(2026, 1, 1)}),
    )
    [found] = graph(bare)
    assert found["@id"] == f"urn:uuid:{ARTICLE.id}#webpage"
    assert not {None, ""} & {value for value in found.values() if isinstance(value, str | None)}
