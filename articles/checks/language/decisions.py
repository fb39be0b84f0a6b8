"""Words with which a text prepares a decision: what is uncertain, and whom to decide with."""

import re

UNCERTAIN = {
    "en": re.compile(
        r"\b(?:(?:is|are)\s+not\s+(?:yet\s+)?known|unknown|unclear|uncertain|we\s+do\s+not\s+know"
        r"|(?:more|further)\s+(?:research|studies|trials)|(?:weak|limited|little)\s+evidence)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:no\s+se\s+sabe|se\s+desconoce|no\s+est[áa]\s+claro|no\s+sabemos|inciert[oa]s?"
        r"|(?:hacen?\s+falta|se\s+necesitan)\s+(?:m[aá]s\s+)?(?:estudios|ensayos|investigaci[oó]n)"
        r"|pruebas\s+(?:son\s+)?(?:d[eé]biles|limitadas))\b",
        re.IGNORECASE,
    ),
}
"""What is not known is said to be so."""

SHARED = {
    "en": re.compile(
        r"\bquestions?\s+(?:to|you\s+(?:can|may|might|could))\s+ask\b|\bask\s+(?:your"
        r"|a)\s+(?:doctor"
        r"|clinician|pharmacist|nurse|specialist|gp)\b|\b(?:talk|speak)\s+(?:to|with"
        r"|\w+\s+over\s+with)"
        r"\s+(?:your|a)\b|\bshared\s+decision|\b(?:decide|choos\w+|decision)\s+together\b"
        r"|\byou\s+and\s+your\s+(?:doctor|clinician)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\bpreguntas\s+(?:para|que\s+puede)\b|\b(?:pregunte|consulte)\s+(?:a|con)\s+(?:su|un"
        r"|una)\b"
        r"|\bhable\s+(?:\w+\s+)?con\s+(?:su|un|una)\b|\bdecisi[oó]n\s+compartida\b"
        r"|\b(?:decid|elij|eleg|elegir)\w*\s+junt[oa]s?\b|\busted\s+y\s+su\s+m[eé]dic[oa]\b",
        re.IGNORECASE,
    ),
}
"""Readers are told to decide together with a clinician."""
