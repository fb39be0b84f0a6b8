"""Whether words are denied, doubted, asked for, or somebody else's."""

import re
from functools import lru_cache

_I = re.IGNORECASE
# What ends the reach of a "not": the next clause says something of its own.
_CLAUSE = {
    "en": re.compile(
        r"[;:—–(]|\b(?:but|however|although|though|because|since)\b|,\s*yet\b"
        r"|,\s*(?=(?:and\s+|so\s+)?(?:it|this|these|they|we|our|he|she|you|the|your)\b)"
        r"|^\W*no\s*,",
        _I,
    ),
    "es": re.compile(
        r"[;:—–(]|\b(?:pero|sino|aunque|porque|sin\s+embargo|ya\s+que)\b"
        r"|,\s*(?=(?:y\s+)?(?:la|el|este|esta|esto|su|nuestr[oa])\b)|^\W*no\s*,",
        _I,
    ),
}
# They look like a denial and are none.
_NO_DENIAL = {
    "en": re.compile(
        r"\bnot\s+(?:only|just|merely)\b|\bno\s+(?:doubt|question|other|wonder)\b"
        r"|\bwithout\s+(?:a\s+|any\s+)?(?:doubt|question)\b|\bnever\s+fails?\b"
        r"|\bnothing\s+(?:but|short\s+of|less\s+than)\b"
        r"|\bno\s+matter\b",
        _I,
    ),
    "es": re.compile(
        r"\bno\s+(?:s[oó]lo|solamente|cabe\s+duda|hay\s+duda|deja\s+de|falla)\b"
        r"|\bsin\s+(?:ninguna\s+)?duda\b|\bning[uú]n\s+otro\b|\bninguna\s+otra\b|\bnada\s+m[aá]s\b"
        r"|\bno\s+importa\b|\bnunca\s+falla\b",
        _I,
    ),
}
_DENIAL = {
    "en": re.compile(
        r"\b(?:not|never|no|nobody|none|nothing|neither|nor|cannot|hardly|unlikely|impossible"
        r"|fail(?:s|ed)?\s+to|far\s+from|rather\s+than|instead\s+of|false|myths?|beware|wary"
        r"|distrust|doubt(?:s|ful)?|rarely|seldom|wrong|unproven|unclear|uncertain|few|too\s+early)\b|n['’]t\b",
        _I,
    ),
    "es": re.compile(
        r"\b(?:no|nunca|jam[aá]s|ni|tampoco|nadie|nada|ning[uú]n|ninguna|ninguno|imposible"
        r"|improbable|lejos\s+de|en\s+(?:lugar|vez)\s+de|fals[oa]|mitos?|desconf[ií]\w+|dudos[oa]"
        r"|apenas|poc[oa]s|pronto\s+para|rara\s+vez|raramente|err[óo]ne[oa])\b",
        _I,
    ),
}
# They deny what follows at once, not the whole clause.
_WITHOUT = {
    "en": re.compile(r"\bwithout\s+(?:[\w'’-]+\s+){0,3}$", _I),
    "es": re.compile(r"\bsin\s+(?:[\w'’-]+\s+){0,3}$", _I),
}
_DENIED_AFTER = {
    "en": re.compile(
        r"^(?:\s+(?:for|of|to|from|by|with)\s+[\w\s'’-]{1,30}?)?\s+(?:(?:is|are|was|were|has|have"
        r"|does|do|did|can|could|will|would)\s*(?:n['’]t|not|never|no\s+longer)\b"
        r"|cannot\b|(?:is|are|remains?)\s+(?:\w+\s+)?(?:a\s+myth|unlikely|impossible|unproven"
        r"|unknown|false|out\s+of\s+reach|too\s+good))",
        _I,
    ),
    "es": re.compile(
        r"^(?:\s+\w+)?(?:\s+(?:de|para|contra|con|a|por)\s+[\w\s'’-]{1,30}?)?\s+(?:(?:a[uú]n|todav[ií]a"
        r"|hoy)\s+)?"
        r"(?:no|nunca|jam[aá]s)\b|^[\w\s]{0,25}\s+(?:es|son|sigue\s+siendo)\s+(?:un\s+mito"
        r"|imposible"
        r"|improbable|fals[oa]s?)",
        _I,
    ),
}
# Asked, hoped for, or said by others.
_DISTANCE = {
    "en": re.compile(
        r"\b(?:whether|if|hop(?:e|es|ed|ing)\s+(?:for|to|that|of)|search(?:es|ing)?\s+for"
        r"|look(?:s|ing)?\s+for|seek(?:s|ing)?|work(?:s|ing)?\s+towards?|so-called|ask(?:ed)?"
        r"|(?:research|trials?|studies)\s+(?:for|into)\s+a"
        r"|when\s+(?:it|this|that|they)|which\s+(?!is|are|was|were|has|have|can|will|may)\w+|what\s+\w+"
        r"|you\s+(?:may|might|can|will)\s+(?:\w+\s+)?(?:read|hear|heard|see|find|be\s+told)"
        r"|(?:anyone|anybody|people|sites?|websites?|sellers?|adverts?|ads?|those|products?|someone"
        r"|companies)\s+(?:\w+\s+){0,3}?(?:promis|claim|offer|guarant|sell|say)\w*)\b",
        _I,
    ),
    "es": re.compile(
        r"\b(?:si|cu[áa]ndo|qu[ée]\s+\w+(?=\s+(?:es|son)\b)|cu[áa]l(?:es)?|(?:puede|podr[ií]a)\s+(?:leer|o[ií]r)"
        r"|espera\w*\s+(?:que|una)|esperanza\w*\s+de|busca\w*|buscan|pregunt\w+"
        r"|(?:supuest|presunt)[oa]s?|llamad[oa]s?"
        r"|(?:quien(?:es)?|personas?|p[aá]ginas?|anuncios?|vendedores|productos?|alguien|empresas)"
        r"\s+(?:\w+\s+){0,3}?(?:promet|asegur|afirm|ofre|garantiz|vend|dic|diga)\w*)\b",
        _I,
    ),
}
_QUOTED = re.compile(r"“[^”]*(?:”|$)|«[^»]*(?:»|$)|(?<!\w)\"[^\"]*(?:\"|$)|‘[^’]{4,}’(?!\w)")


def is_denied(words: str, start: int, end: int, language: str, *, lead: str = "") -> bool:
    """Whether the words from ``start`` to ``end`` of a sentence stand under a denial.

    ``lead``: the words that a list item continues ("It does not:").
    """
    clause = _clause_before(words[:start], language)
    if _WITHOUT[language].search(clause) or _denies(clause, language):
        return True
    if lead and _denies(_clause_before(lead.rstrip(": "), language), language):
        return True
    return bool(_DENIED_AFTER[language].search(words[end:]))


def is_distanced(words: str, start: int, language: str, *, lead: str = "") -> bool:
    """Whether what follows ``start`` is only asked, hoped for, or reported of others."""
    clause = _clause_before(words[:start], language)
    before = f"{lead} {clause}" if lead else clause
    return bool(_DISTANCE[language].search(before))


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether these words stand between quotation marks."""
    return any(begin <= start and end <= close for begin, close in _quotations(text))


@lru_cache(maxsize=4096)
def _quotations(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _QUOTED.finditer(text))


def _clause_before(before: str, language: str) -> str:
    last = 0
    for match in _CLAUSE[language].finditer(before):
        last = match.end()
    return before[last:]


def _denies(clause: str, language: str) -> bool:
    return bool(_DENIAL[language].search(_NO_DENIAL[language].sub(" ", clause)))
