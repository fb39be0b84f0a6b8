"""How hard an article and its sections are to read."""

from articles.checks.reading_level import Scale, reading_level, reading_levels
from tests.articles.checks.building import article, block, section

THRESHOLDS = {"max_grade": 8, "min_inflesz": 55, "min_words": 20}
EASY = "The pain may last a day. It can come back. Rest in a dark room. Sleep helps. " * 3
HARD = (
    "Intravenous administration of anaesthetic medication necessitates continuous "
    "cardiovascular monitoring throughout the entire hospitalisation because haemodynamic "
    "instability occurs unpredictably. "
) * 2


def test_english_is_measured_in_years_of_school() -> None:
    made = article(section("overview", EASY), section("risks", HARD))
    easy, hard = reading_levels(made, THRESHOLDS).values()
    assert easy is not None
    assert hard is not None
    assert easy.scale is Scale.GRADE
    assert easy.value < 4
    assert not easy.is_hard
    assert hard.value > 15
    assert hard.is_hard


def test_spanish_is_measured_in_ease() -> None:
    easy = "El dolor dura un día. Puede volver. Descanse a oscuras. Dormir ayuda mucho. " * 3
    hard = (
        "La administración intravenosa de medicamentos anestésicos necesita monitorización "
        "cardiovascular continuada durante toda la hospitalización correspondiente. "
    ) * 2
    made = article(section("overview", easy), section("risks", hard), language="es")
    levels = list(reading_levels(made, THRESHOLDS).values())
    assert [level and level.scale for level in levels] == [Scale.INFLESZ, Scale.INFLESZ]
    assert [level and level.is_hard for level in levels] == [False, True]


def test_a_few_words_say_nothing() -> None:
    made = article(section("overview", "Rest. Sleep."), section("risks"))
    assert list(reading_levels(made, THRESHOLDS).values()) == [None, None]


def test_a_language_without_a_formula_is_not_measured() -> None:
    made = article(section("overview", EASY), language="de")
    assert reading_level(made.sentences, "de", THRESHOLDS) is None


def test_only_running_text_of_sections_counts() -> None:
    facts = block("quote", {"text": HARD})
    made = article(section("overview", EASY, facts), title=HARD, summary=HARD)
    level = reading_level(made.sentences, "en", THRESHOLDS)
    assert level is not None
    assert level.value < 4
