"""Where an article answers DISCERN's questions."""

from typing import Any

import pytest
from django.utils import translation

from articles.checks.discern import QUESTIONS, discern_answers
from tests.articles.checks.building import article, claim, item, section

SOURCED = {"citations": [item(1)]}
# One section that answers the question, and one that comes near and does not.
ANSWERS: list[tuple[int, dict[str, Any], dict[str, Any]]] = [
    (1, section("overview", "What it is."), section("overview")),
    (3, section("faq", "May I drive?"), section("causes", "Genes.")),
    (4, section("causes", "Genes.", **SOURCED), section("causes", "Genes, some say.")),
    (4, section("efficacy", claims=[claim("It may help.", (1, "mixed"))]), section("efficacy")),
    (5, section("causes", "Genes.", **SOURCED), section("causes", "Genes.")),
    (7, section("seek_help", "Call a doctor."), section("seek_help")),
    (
        7,
        section("causes", '<p>Read <a href="https://example.org/">more</a>.</p>'),
        section("causes", "Read more."),
    ),
    (
        7,
        section("causes", '<p><a href="https://example.org/">More</a>.</p>'),
        section("causes", '<p><a linktype="section" id="1" section="x">Below</a>.</p>'),
    ),
    (8, section("uncertainty", "Much."), section("uncertainty")),
    (8, section("causes", "Why it happens is not known."), section("causes", "It is known.")),
    (9, section("mechanism", "It blocks a receptor."), section("mechanism")),
    (10, section("efficacy", "Some feel better."), section("efficacy")),
    (11, section("side_effects", "Dizziness."), section("side_effects")),
    (11, section("risks", "High blood pressure."), section("risks")),
    (12, section("no_treatment", "It may pass."), section("no_treatment")),
    (13, section("living_with", "Sleep well."), section("living_with")),
    (14, section("alternatives", "Triptans."), section("alternatives")),
    (15, section("summary", "Talk to your doctor."), section("summary", "Doctors talk.")),
]


def answered(number: int, *sections: Any, **fields: Any) -> list[str] | None:
    """The kinds of the sections that answer a question; ``None`` where it is not asked."""
    for answer in discern_answers(article(*sections, **fields)):
        if answer.question.number == number:
            return [found.kind for found in answer.sections]
    return None


@pytest.mark.parametrize(("number", "yes", "no"), ANSWERS)
def test_a_question_is_answered_by_what_a_section_says(number: int, yes: Any, no: Any) -> None:
    assert answered(number, yes) == [yes["type"]]
    assert answered(number, no) == []


def test_there_are_fifteen_questions_and_one_only_people_can_answer() -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 16))
    assert [question.number for question in QUESTIONS if question.answered_by is None] == [2]


def test_fair_to_all_sides_needs_benefit_and_risk() -> None:
    benefit, risk = section("efficacy", "It helps some."), section("risks", "It harms some.")
    assert answered(6, benefit) == answered(6, risk) == []
    assert answered(6, risk, benefit) == ["risks", "efficacy"]


def test_a_source_without_a_year_does_not_say_how_old_it_is() -> None:
    from articles.checks.content import Source

    sources = {1: Source(1, "A trial", 2024), 2: Source(2, "A leaflet")}
    both = section("causes", "Genes.", citations=[item(1), item(2)])
    assert answered(5, both, sources=sources) == []
    assert answered(4, both, sources=sources) == ["causes"]


def test_all_sections_that_answer_are_named_in_reading_order() -> None:
    sections = (section("risks", "One."), section("side_effects", "Two."))
    assert answered(11, *sections) == ["risks", "side_effects"]


def test_questions_about_a_treatment_are_not_asked_of_every_kind() -> None:
    overview = section("overview", "What it is.")
    assert answered(9, overview, kind="comparison") == []
    assert answered(9, overview, kind="condition") is None
    assert answered(14, overview, kind="condition") == []
    assert answered(14, overview, kind="lifestyle") is None


def test_words_are_found_in_spanish_and_left_alone_in_other_languages() -> None:
    spanish = section("causes", "No se sabe por qué. Consulte con su médica.")
    assert answered(8, spanish, language="es") == answered(15, spanish, language="es") == ["causes"]
    german = section("uncertainty", "Das ist unklar.")
    assert answered(8, german, language="de") == ["uncertainty"]
    assert answered(15, german, language="de") == []


def test_questions_are_in_both_languages() -> None:
    for question in QUESTIONS:
        english = {str(question.text), str(question.looks_for)}
        with translation.override("es"):
            spanish = {str(question.text), str(question.looks_for)}
        assert not english & spanish, question.number
