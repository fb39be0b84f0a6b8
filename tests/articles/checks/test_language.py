"""Sentences, numbers, negation and readability, in English and Spanish."""

import pytest

from articles.checks.language.negation import is_denied, is_quoted
from articles.checks.language.readability import (
    flesch_kincaid_grade,
    measure,
    syllables,
    szigriszt_pazos,
)
from articles.checks.language.sentences import split_sentences
from articles.checks.language.words import PERCENTAGE, has_natural_frequency


def sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, language)]


@pytest.mark.parametrize(
    "language, expected",
    [
        ("en", ["Dr. Smith gave 3.5 mg vs. 4 mg.", "It helped."]),
        ("en", ["Take it with food, e.g. Bread.", "Then rest!"]),
        ("en", ["The U.S. Food and Drug Administration warned.", "Ask why?", "No."]),
        ("en", ["She said “Stop.”", "Then she left."]),
        ("es", ["La Dra. Pérez lo dijo.", "¿Puede conducir?", "No."]),
        ("es", ["Se usa en EE. UU. desde 1970.", "Tome, p. ej. Agua."]),
    ],
)
def test_sentences_end_where_they_end(language: str, expected: list[str]) -> None:
    assert sentences(" ".join(expected), language) == expected


def test_nothing_has_no_sentences() -> None:
    assert split_sentences("  ", "en") == ()


@pytest.mark.parametrize(
    "language, words",
    [
        ("en", "migraine 2 ketamine 3 science 2 medicine 3 people 2 helped 1 started 2 doses 2"),
        ("en", "the 1 reliable 4 table 2 create 2 disease 2 treatment 2 infusion 3 studies 2"),
        ("es", "migraña 3 infusión 3 día 2 guerra 2 que 1 agua 2 pingüino 3 aéreo 4 leído 3 y 1"),
        ("es", "país 2 ciudad 2 riesgo 2 teatro 3 investigación 5 muy 1 mayo 2 ansiedad 3"),
    ],
)
def test_syllables(language: str, words: str) -> None:
    pairs = iter(words.split())
    expected = {word: int(count) for word, count in zip(pairs, pairs, strict=True)}
    assert {word: syllables(word, language) for word in expected} == expected


def test_readability_follows_the_published_formulas() -> None:
    # Ten words, two sentences, fifteen syllables.
    assert flesch_kincaid_grade(2, 10, 15) == pytest.approx(0.39 * 5 + 11.8 * 1.5 - 15.59)
    assert szigriszt_pazos(2, 10, 15) == pytest.approx(206.835 - 62.3 * 1.5 - 5)


def test_hard_words_count_more_than_easy_ones() -> None:
    easy = measure(["Take the pill with food."], "en")
    hard = measure(["Administer the medication concomitantly."], "en")
    assert flesch_kincaid_grade(*easy) < 5 < 12 < flesch_kincaid_grade(*hard)


@pytest.mark.parametrize(
    "language, text, found",
    [
        ("en", "about 30 %", "30 %"),
        ("en", "thirty-five per cent of them", "thirty-five per cent"),
        ("en", "5 percentage points", None),
        ("es", "el treinta y cinco por ciento", "treinta y cinco por ciento"),
        ("es", "el 0,9 %", "0,9 %"),
    ],
)
def test_percentages_in_digits_and_words(language: str, text: str, found: str | None) -> None:
    match = PERCENTAGE[language].search(text)
    assert (match and match[0]) == found


@pytest.mark.parametrize(
    "language, text, expected",
    [
        ("en", "1 in 7 people", True),
        ("en", "about 1 more person in 6", True),
        ("en", "seven out of ten", True),
        ("en", "34 people in 2016", False),
        ("es", "1 de cada 7 personas", True),
        ("es", "1 persona más de cada 6", True),
        ("es", "siete de cada diez", True),
        ("es", "en 5 de 2016", False),
    ],
)
def test_natural_frequencies(language: str, text: str, expected: bool) -> None:
    assert has_natural_frequency(text, language) is expected


def denied(sentence: str, word: str, language: str = "en", lead: str = "") -> bool:
    start = sentence.index(word)
    return is_denied(sentence, start, start + len(word), language, lead=lead)


def test_a_denial_reaches_to_the_end_of_its_clause() -> None:
    assert denied("It does not prevent, treat or cure it.", "cure")
    assert not denied("It is not new, but it can cure you.", "cure")
    assert not denied("No, it cures it.", "cures")
    assert denied("No es una cura.", "cura", "es")
    assert not denied("No es nuevo, pero cura.", "cura", "es")


def test_not_only_denies_nothing() -> None:
    assert not denied("It not only helps, it cures.", "cures")
    assert not denied("No solo alivia, también cura.", "cura", "es")


def test_a_denial_may_stand_before_a_list() -> None:
    assert denied("cure migraine", "cure", lead="Ketamine does not:")
    assert denied("cura la migraña", "cura", "es", lead="La ketamina no:")
    assert not denied("cure migraine", "cure", lead="Ketamine can:")


def test_quotations() -> None:
    text = "He said: “It is a cure.” It is a cure."
    assert is_quoted(text, 17, 21)
    assert not is_quoted(text, 33, 37)
