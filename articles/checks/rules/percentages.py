"""L4: a percentage is also given as people out of so many."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, Text, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.negation import is_quoted
from articles.checks.language.words import PERCENTAGE, has_natural_frequency
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import NHS_NUMBERS

# Shares of something else than people: statistics, solutions, measurements, prices.
_SOLUTIONS_EN = r"saline|glucose|dextrose|lidocaine|oxygen|alcohol|solution|cream|gel|ointment"
_SOLUTIONS_ES = r"oxígeno|alcohol|suero|salino|glucosado|solución|crema|gel|lidocaína"
_AFTER = {
    "en": re.compile(
        rf"^\W{{0,2}}(?:ci\b|confidence|{_SOLUTIONS_EN}|patch|humidity|vat|tax|off\b|discount|cotton"
        r"|effective|safe|natural|certain"
        r"|of\s+(?:the|its|your)\s+(?:dose|price|cost|maximum|normal|predicted|total|weight|time))",
        re.IGNORECASE,
    ),
    "es": re.compile(
        rf"^\W{{0,2}}(?:ic\b|de\s+(?:{_SOLUTIONS_ES}|confianza|descuento|humedad|la\s+dosis|iva|su\b)"
        r"|eficaz|segur\w+|efectiv\w+|natural)",
        re.IGNORECASE,
    ),
}
_BEFORE = {
    "en": re.compile(
        rf"\b(?:saturation|ejection\s+fraction|hba1c|ha?ematocrit|humidity|confidence\s+interval"
        rf"|{_SOLUTIONS_EN})\b[^.;]{{0,25}}$",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:saturación|fracción\s+de\s+eyección|hba1c|hemoglobina\s+glicosilada|hematocrito"
        rf"|humedad|intervalo\s+de\s+confianza|ic\s+del?|{_SOLUTIONS_ES})\b[^.;]{{0,25}}$",
        re.IGNORECASE,
    ),
}


def percentages_are_people(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    """One finding a text: who adds people to a sentence sees the others too."""
    language = article.language
    texts = [text for text in article.texts if text.kind is not TextKind.ALT_TEXT]
    for place, text in enumerate(texts):
        match = next(_shares_of_people(text, language), None) if text.own_words else None
        if match is None:
            continue
        near = [text, *_neighbours(texts, place), *_row(texts, text)]
        if any(has_natural_frequency(other.text, language) for other in near):
            continue
        message = _("“%(share)s” is hard to picture.") % {"share": match[0]}
        yield Hit.in_text(text, *match.span(), message)


def _shares_of_people(text: Text, language: str) -> Iterator[re.Match[str]]:
    for match in PERCENTAGE[language].finditer(text.text):
        start, end = match.span()
        if (
            not _AFTER[language].search(text.text[end : end + 40])
            and not _BEFORE[language].search(text.text[:start])
            and not is_quoted(text.text, start, end)
        ):
            yield match


def _neighbours(texts: list[Text], place: int) -> list[Text]:
    """The texts before and after it in the same section, in another block too."""
    here = texts[place]
    found = texts[max(0, place - 1) : place] + texts[place + 1 : place + 2]
    return [text for text in found if text.section == here.section]


def _row(texts: list[Text], cell: Text) -> list[Text]:
    if cell.kind is not TextKind.CELL:
        return []
    row = cell.field.rsplit(".", 1)[0]
    return [
        text
        for text in texts
        if text.block == cell.block
        and (text.field.startswith(f"{row}.") or text.field == "caption")
    ]


PERCENTAGES = Rule(
    id="L4",
    title=gettext_lazy("Percentages are also given as people"),
    severity=Severity.WARNING,
    check=percentages_are_people,
    explanation=gettext_lazy(
        "“1 in 7 people” is understood by more readers than “14 %”, and stays in mind."
    ),
    cure=gettext_lazy("Add “that is 1 in 7 people”, or say only that."),
    source=NHS_NUMBERS,
    languages=ENGLISH_AND_SPANISH,
)
