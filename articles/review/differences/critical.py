"""Which words change what a reader does: numbers, units and negations.

A word is looked up in every language at once, because two versions of a text need not say which
language they are in; none of these words means something harmless in the other.
"""

import re
from collections import Counter
from collections.abc import Sequence

from articles.checks.language.words import NUMBER_WORD


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEGATIONS = _set(
    "no not non never none neither nor nobody nothing cannot without unless except only "
    "nunca jamás ni sin tampoco ningún ninguna ninguno nada nadie excepto salvo solo sólo "
    "solamente"
)
_NOT = re.compile(r"\w+n['’]t")
_NEGATED = re.compile(r"non?[-‑]\w.*")
_AMOUNTS = _set(
    "once twice thrice half double triple quarter third dozen mitad doble tercio cuarto docena"
)
_UNITS = _set(
    "mg µg μg mcg ng kg ml µl μl dl cl mmol mol nmol iu ui meq mmhg bpm kcal kj mm cm km hz khz "
    "percent cent gram grams milligram milligrams microgram micrograms kilogram kilograms litre "
    "litres liter liters millilitre millilitres milliliter milliliters unit units dose doses "
    "tablet tablets drop drops second seconds minute minutes hour hours day days week weeks month "
    "months year years daily weekly monthly hourly "
    "ciento gramo gramos miligramo miligramos microgramo microgramos kilogramo kilogramos litro "
    "litros mililitro mililitros unidad unidades dosis comprimido comprimidos gota gotas segundo "
    "segundos minuto minutos hora horas día días semana semanas mes meses año años diario diaria "
    "semanal mensual"
)
# Units only behind a number or a fraction bar.
_SHORT_UNITS = _set("g l m h s d t u c f ° min hr hrs")
_SIGNS = frozenset("%‰<>≤≥±=~≈×")
# Articles in Spanish, or a pronoun too common to mean a number.
_NO_NUMBERS = frozenset({"un", "una", "uno"})


def critical_tokens(cores: Sequence[str], changed: Sequence[str], before: str = "") -> list[bool]:
    """For each token, whether it is critical and the other side of the change lacks it.

    ``changed``: the tokens that stand there instead; ``before``: the token in front of ``cores``.
    """
    there = Counter(_sense(core) for core in changed)
    found = []
    for core in cores:
        word = _sense(core)
        if there[word] > 0:
            there[word] -= 1
            found.append(False)
        else:
            found.append(is_critical(core, before))
        before = core
    return found


def is_critical(core: str, before: str = "") -> bool:
    """Whether a token is a number, a unit or a negation. ``before``: the token in front of it."""
    word = core.casefold()
    if any(character.isnumeric() for character in word):
        return True
    if word in _NEGATIONS or word in _UNITS or word in _AMOUNTS or word in _SIGNS:
        return True
    if word in _SHORT_UNITS:
        return before == "/" or any(character.isnumeric() for character in before)
    return bool(_NOT.fullmatch(word) or _NEGATED.fullmatch(word)) or _is_number_word(word)


def _is_number_word(word: str) -> bool:
    if word in _NO_NUMBERS:
        return False
    parts = re.split("[-‑]", word)
    return any(pattern.fullmatch(part) for pattern in NUMBER_WORD.values() for part in parts)


def _sense(core: str) -> str:
    """A token as it counts: "doesn't" says as much as "not", "days" is no other unit than "day"."""
    word = core.casefold()
    if word in _UNITS and word.removesuffix("s") in _UNITS:
        return word.removesuffix("s")
    return "not" if word == "cannot" or _NOT.fullmatch(word) else word
