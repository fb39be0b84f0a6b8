"""Wording that says a treatment works, is unproven, or is used off-label."""

import re

from articles.checks.language.negation import is_denied, is_distanced
from articles.checks.language.wording import phrases

_WORKS = {
    "en": phrases(
        r"cure[sd]?|treats|relieve[sd]?|reduce[sd]?|improve[sd]?|ease[sd]?|prevent(?:s|ed)",
        r"work(?:s|ed)(?!\s+(?:in|at|as|on|by|for\s+a)\b)|help(?:s|ed)|stop(?:s|ped)|end(?:s|ed)",
        r"free[sd]|lower(?:s|ed)|lessen(?:s|ed)?|benefit(?:s|ed)|halve[sd]?|cuts?\s+the",
        r"brings?\s+(?:\w+\s+)?relief",
        r"effective|better\s+than|pain[- ]free",
    ),
    "es": phrases(
        r"cura[n]?|curó|alivi(?:a|an|ó|aron)|reduc(?:e|en)|redujo|redujeron|mejor(?:a|an|ó|aron)",
        r"previenen?|previno|evitan?|evitó|funcion(?:a|an|ó)|ayud(?:a|an|ó|aron)|elimin(?:a|an|ó)",
        r"detienen?|detuvo|frenan?|frenó|disminuyen?|benefician?",
        r"eficaz|eficaces|efectiv[oa]s?|mejor\s+que|sin\s+dolor",
    ),
}
_HEDGE = {
    "en": phrases(
        r"may|might|could|possibly|perhaps|suggest(?:s|ed)?|seem(?:s|ed)?|appear(?:s|ed)?",
        r"unclear|uncertain|unknown|not\s+known|mixed|conflicting|disagree|do\s+not\s+agree",
        r"weak|limited|inconclusive",
    ),
    "es": phrases(
        r"pued[ea]n?|podr[ií]an?|quiz[áa]s?|tal\s+vez|sugieren?|parecen?|dudos[oa]|incier\w+",
        r"contradictori[oa]s|d[eé]bil(?:es)?|limitad[oa]s?",
        r"no\s+(?:se\s+sabe|est[áa]\s+claro|coinciden|aclar[óa])",
    ),
}
OFF_LABEL = {
    "en": phrases(
        r"off[- ]?label",
        r"(?:not|never|\w+n['’]t)\s+(?:been\s+)?(?:\w+\s+)?(?:approved|licen[cs]ed|authori[sz]ed)",
        r"unapproved|unlicen[cs]ed",
    ),
    "es": phrases(
        r"fuera\s+de\s+(?:indicaci[oó]n|ficha|prospecto|etiqueta)|off[- ]?label",
        r"no\s+(?:(?:est[áa]n?|ha\s+sido|han\s+sido|la\s+ha|lo\s+ha)\s+)?"
        r"(?:aprobad|autorizad)\w+",
    ),
}
"""Words that say a use is not approved."""


def says_it_works(words: str, language: str) -> re.Match[str] | None:
    """Where a sentence says, undenied and without a hedge, that something works."""
    if _HEDGE[language].search(words):
        return None
    for match in _WORKS[language].finditer(words):
        denied = is_denied(words, match.start(), match.end(), language)
        if not denied and not is_distanced(words, match.start(), language):
            return match
    return None
