"""L3: an abbreviation is spelled out where it first stands."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, Text, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import NHS_WRITING

# Two to six capitals, digits among them: CGRP, MRI, 5-HT is left alone. A plural s may follow.
_ABBREVIATION = re.compile(r"(?<![\w-])([A-ZÁÉÍÓÚÑ][A-ZÁÉÍÓÚÑ0-9]{1,5})(s)?(?![\w-])")
_ROMAN = re.compile(r"(?:X{0,3})(?:IX|IV|V?I{0,3})")
_NUMBERED = re.compile(
    r"\b(?:type|stage|phase|class|grade|nerve|tipo|fase|grado|clase|estadio)\s$", re.IGNORECASE
)
_SPOKEN = {
    "en": r"stands\s+for|(?:is\s+)?short\s+for",
    "es": r"significa|(?:son\s+las\s+)?siglas\s+de|abreviatura\s+de",
}
# Known to everybody, or better known than what they stand for; and words in capitals for emphasis.
_KNOWN = """
AIDS AM BC CD CT DNA DVD EU FAQ GP HIV ID NHS OK PC PDF PM RNA SMS SOS TV UK UN US USA UV
MD PHD RN MBBS DO NP PA ADN ARN DNI ONU OTAN SIDA UE VIH IVA UU EE EEUU COVID
ALL AND ANY CALL DON HELP IF MUST NEVER NO NOT NOTE NOW ONLY OR STOP THE TIP YES
AVISO LLAME NI NOTA NUNCA OJO SI SÍ SOLO TODO YA
"""
KNOWN = frozenset(_KNOWN.split())
# Texts where there is no room to spell anything out: the body does it.
_SKIPPED = frozenset(
    {TextKind.TITLE, TextKind.NAME, TextKind.QUOTE, TextKind.HEADING, TextKind.QUESTION}
    | {TextKind.COLUMN_HEADING, TextKind.ALT_TEXT, TextKind.NOTICE, TextKind.TESTIMONIAL}
)  # fmt: skip


def abbreviations_are_expanded(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    done = {word.upper() for word in (*KNOWN, *thresholds["known"])}
    for text in article.texts:
        if text.kind in _SKIPPED or (" " in text.text and text.text.isupper()):
            continue
        for match in _ABBREVIATION.finditer(text.text):
            word = match[1]
            if word.upper() in done or _is_no_abbreviation(word, text, match):
                continue
            done.add(word)
            if not _is_expanded(text.text, word, match.start(), match.end(), article.language):
                message = _("“%(word)s” is not spelled out where it first stands.")
                yield Hit.in_text(text, *match.span(), message % {"word": word})


def _is_no_abbreviation(word: str, text: Text, match: re.Match[str]) -> bool:
    """Whether capitals are something else: B12, a label ("CGRP: ..."), "type II", "siglo XX".

    IV alone is intravenous.
    """
    if sum(letter.isalpha() for letter in word) < 2:
        return True
    if match.start() == 0 and text.text[match.end() :].startswith(":"):
        return True
    if not _ROMAN.fullmatch(word):
        return False
    return word != "IV" or bool(_NUMBERED.search(text.text[: match.start()]))


def _is_expanded(text: str, word: str, start: int, end: int, language: str) -> bool:
    before, after = text[:start], text[end:]
    # "calcitonin gene-related peptide (CGRP)"
    if before.endswith("(") and after[:1] in (")", ",", ";"):
        return _stands_for(word, before[-120:])
    # "CGRP (calcitonin gene-related peptide)"
    if opened := re.match(r"\s\(([^()]+)\)", after):
        return _stands_for(word, opened[1])
    return bool(re.match(rf",?\s+(?:which\s+|que\s+)?(?:{_SPOKEN[language]})", after))


def _stands_for(word: str, words: str) -> bool:
    """Whether the words begin with letters of the abbreviation, as expansions mostly do.

    Half of the letters are enough: "(FDA)" also follows a name in another language.
    """
    letters = [letter for letter in word.lower() if letter.isalpha()]
    initials = [found[0] for found in re.findall(r"[^\W\d_]+", words.lower())]
    shared = sum(letter in initials for letter in letters)
    return shared * 2 >= len(letters) or any(
        all(letter in found for letter in letters) for found in words.lower().split()
    )


ABBREVIATIONS = Rule(
    id="L3",
    title=gettext_lazy("Abbreviations are spelled out"),
    severity=Severity.WARNING,
    check=abbreviations_are_expanded,
    explanation=gettext_lazy("Readers do not know the abbreviations of a profession."),
    cure=gettext_lazy("Write the full words first, then the abbreviation in brackets."),
    source=NHS_WRITING,
    languages=ENGLISH_AND_SPANISH,
    thresholds={"known": ()},
)
