"""Where sentences begin and end."""

import re
from functools import lru_cache

# An end mark, closing quotes or brackets, white space, and what a sentence can begin with.
_BOUNDARY = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[¿¡]?[\"'“«]?[^\W_a-zà-ÿ])")
_LAST_WORD = re.compile(r"(?:[^\W\d_]\.\s?)*[^\s(\[“«\"]*\.$")
_NUMBER_BEFORE = re.compile(r"\b(?:no|nos|n|núm|fig|figs|vol|pág|págs|art|cap|ch)\.$", re.I)
# Never the end of a sentence: a name, a number or a term follows.
_TITLES_EN = "dr. drs. mr. mrs. ms. prof. st. vs. e.g. i.e. cf."
_TITLES_ES = "dr. dra. dres. sr. sra. srta. prof. profa. lic. ud. uds. vs. ej. cf. d. dña. ee."
_TITLES = {"en": frozenset(_TITLES_EN.split()), "es": frozenset(_TITLES_ES.split())}
# The end of a sentence only where the next word is not a usual companion: "the U.S. The trial".
_ABBREVIATIONS = {
    "en": frozenset({"approx.", "al.", "ca.", "max.", "min.", "est.", "u.s.", "u.k.", "ph.d."}),
    "es": frozenset({"aprox.", "al.", "máx.", "mín.", "ee.uu.", "s.", "p.", "ee. uu."}),
}
_INITIAL = re.compile(r"(?:^|[\s(])[A-ZÁÉÍÓÚÑ]\.$")


@lru_cache(maxsize=8192)
def split_sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """The start and end of each sentence, without the white space between them.

    ``language``: "en" or "es"; other languages are split at their end marks alone.
    """
    spans = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        end = match.end()
        if _is_abbreviation(text[start : match.start() + 1], text[end:], language):
            continue
        spans.append((start, len(text[:end].rstrip())))
        start = end
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return tuple(spans)


def _is_abbreviation(before: str, after: str, language: str) -> bool:
    """Whether the full stop at the end of ``before`` belongs to an abbreviation."""
    if not before.endswith("."):
        return False
    before = before[-40:]
    match = _LAST_WORD.search(before)
    word = match[0].lower() if match else ""
    if word in _TITLES.get(language, ()) or word.rsplit(" ", 1)[-1] in _TITLES.get(language, ()):
        return True
    if _NUMBER_BEFORE.search(before) and after[:1].isdigit():
        return True
    if word in _ABBREVIATIONS.get(language, ()):
        # "in the U.S. The trial" ends; "the U.S. Food and Drug" does not.
        return not re.match(r"(?:The|A|An|It|In|This|They|El|La|Los|Las|En|Un|Una|Se)\b", after)
    return bool(_INITIAL.search(before)) and not before.endswith((" I.", " A."))
