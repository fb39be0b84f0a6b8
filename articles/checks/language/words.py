"""Words and numbers."""

import re

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+(?:[.,]\d+)*")

_EN_NUMBERS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    "sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    "hundred|thousand"
)
_ES_NUMBERS = (
    "cero|un|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|"
    "quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veinti\\w+|treinta|cuarenta|cincuenta|"
    "sesenta|setenta|ochenta|noventa|cien|ciento|mil"
)
_IN_WORDS = {"en": _EN_NUMBERS, "es": _ES_NUMBERS}
NUMBER_WORD = {language: re.compile(words, re.IGNORECASE) for language, words in _IN_WORDS.items()}
"""One number written as a word."""

_DIGITS = r"\d{1,12}(?:[.,]\d{1,12}){0,4}"
# A denominator, not a year.
_WHOLE = rf"(?!(?:19|20)\d\d\b){_DIGITS}"


def _number(language: str, digits: str = _DIGITS) -> str:
    words = _IN_WORDS[language]
    # No number has more parts; without an end, a text of nothing but numbers takes minutes.
    joined = r"(?:[- ](?:and |y )?(?:" + words + ")){0,6}"
    return rf"(?:\b{digits}|\b(?:{words}){joined}\b)"


def _people(language: str) -> str:
    if language == "en":
        return (
            r"(?:\s+(?:more|fewer|other|extra))?"
            r"(?:\s+(?:people|persons?|patients?|adults?|women|men|children|participants?|them))?"
        )
    return (
        r"(?:\s+(?:personas?|pacientes?|adult[oa]s?|mujeres|hombres|niñ[oa]s|participantes))?"
        r"(?:\s+(?:más|menos))?"
    )


PERCENTAGE = {
    "en": re.compile(
        rf"{_number('en')}(?:\s?%|[\s-]per\s?cent\b)(?!\s*(?:points?|-point))", re.IGNORECASE
    ),
    "es": re.compile(rf"{_number('es')}(?:\s?%|\s+por\s+ciento\b)", re.IGNORECASE),
}
"""A share in hundredths, in digits or in words."""

_NATURAL = {
    "en": re.compile(
        rf"{_number('en')}{_people('en')}\s+(?:in|out\s+of|of)(?:\s+(?:every|each|the|all))?\s+"
        rf"{_number('en', _WHOLE)}"
        rf"|\bof\s+(?:every|each)\s+{_number('en', _WHOLE)}"
        r"|\b(?:half|(?:a|one|two|three)[- ](?:thirds?|quarters?|fifths?|tenths?))\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"{_number('es')}{_people('es')}\s+(?:de|entre)(?:\s+(?:cada|las|los))?\s+"
        rf"{_number('es', _WHOLE)}"
        rf"|\bde\s+cada\s+{_number('es', _WHOLE)}"
        r"|\b(?:la mitad|(?:un|dos) tercios?|(?:la|una|tres) (?:cuarta|quinta|décima)s? partes?)\b",
        re.IGNORECASE,
    ),
}


def has_natural_frequency(text: str, language: str) -> bool:
    """Whether a text says "1 in 7", "seven out of ten", "1 de cada 7", "half" or the like."""
    return bool(_NATURAL[language].search(text))


def count_words(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))
