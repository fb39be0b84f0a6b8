"""O: what is not approved says so."""

import re
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, Section, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.efficacy import OFF_LABEL
from articles.checks.language.negation import is_denied
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import FDA_KETAMINE, FDA_OFF_LABEL

_COMPOUNDED = {
    "en": re.compile(
        r"\bcompounded\s+(?!by\b|with\b|the\b|when\b|over\b|daily\b|interest\b)\w+"
        r"|\bcompounding\s+pharmac\w+",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:preparad[oa]s?|f[oó]rmulas?|formulaci[oó]n|formulaciones)\s+magistral(?:es)?\b",
        re.IGNORECASE,
    ),
}
_FOR_IT = {
    "en": re.compile(
        r"\b(?:for|treats?|treating|help(?:s|ed|ing)?|relie[fv]\w*|eas(?:e|es|ed|ing)|prevent\w*"
        r"|reduc\w+|improv\w+)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:para|contra|trata\w*|ayuda\w*|alivi\w+|previ\w+|reduc\w+|mejor\w+|calma\w*)\b",
        re.IGNORECASE,
    ),
}


def off_label_is_stated(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    pattern = OFF_LABEL[article.language]
    off_label = [claim for claim in article.claims if claim.approval == "off_label"]
    status = article.of_kind("regulatory_status")
    if off_label and article.kind == "therapy" and not any(_states(s, pattern) for s in status):
        yield Hit(
            message=_("The use is off-label, and “Approval status” does not say so."),
            section=status[0].id if status else "",
            field="sections",
        )
    for claim in off_label:
        section = article.by_section[claim.section] if claim.section else None
        beside = f"{claim.text.text} {claim.population}"
        if not pattern.search(beside) and not (section and pattern.search(section.body)):
            message = _("This claim is about off-label use, and readers are not told.")
            yield Hit.in_text(claim.text, 0, len(claim.text.text), message)


def compounding_is_stated(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    unapproved = OFF_LABEL[article.language]
    first = None
    for text in article.texts:
        match = _COMPOUNDED[article.language].search(text.text) if text.own_words else None
        if match is None or not text.section:
            continue
        first = first or (text, match)
        if unapproved.search(article.by_section[text.section].body):
            return
    if first:
        text, match = first
        message = _("A compounded product is named, and not that it is not approved.")
        yield Hit.in_text(text, match.start(), match.end(), message)


def off_label_is_marked(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    """Finds sentences only where the article itself says that the use is not approved."""
    language = article.language
    off_label = OFF_LABEL[language]
    if not _is_off_label(article, off_label):
        return
    drugs = _names(article.names_of("drug"))
    conditions = _names(article.names_of("treats"))
    if not drugs or not conditions:
        return
    marked = {section.id for section in article.sections if _states(section, off_label)}
    for sentence in article.sentences:
        text = sentence.text
        if text.section in marked or not text.section or not text.own_words or sentence.is_question:
            continue
        if text.kind in (TextKind.HEADING, TextKind.CLAIM, TextKind.ALT_TEXT):
            continue
        drug, condition = drugs.search(sentence.words), conditions.search(sentence.words)
        purpose = _FOR_IT[language].search(sentence.words)
        if not (drug and condition and purpose):
            continue
        if is_denied(sentence.words, purpose.start(), purpose.end(), language, lead=text.lead):
            continue
        marked.add(text.section)
        start, end = min(drug.start(), condition.start()), max(drug.end(), condition.end())
        message = _("Here a reader may think that this use is approved.")
        yield Hit.in_sentence(sentence, start, end, message)


def _states(section: Section, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search(section.body)) or any(
        pattern.search(claim.text.text) for claim in section.claims
    )


def _is_off_label(article: Article, pattern: re.Pattern[str]) -> bool:
    return any(claim.approval == "off_label" for claim in article.claims) or any(
        _states(section, pattern) for section in article.of_kind("regulatory_status")
    )


@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> re.Pattern[str] | None:
    if not names:
        return None
    joined = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?:{joined})s?\b", re.IGNORECASE)


RULES = (
    Rule(
        id="O1",
        title=gettext_lazy("Off-label use is stated"),
        severity=Severity.BLOCKING,
        check=off_label_is_stated,
        explanation=gettext_lazy(
            "Off-label use is legal and common, and readers have a right to know that it is that."
        ),
        cure=gettext_lazy("Say “off-label” or “not approved”, beside the claim and under status."),
        source=FDA_OFF_LABEL,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="O2",
        title=gettext_lazy("A compounded product is called not approved"),
        severity=Severity.BLOCKING,
        check=compounding_is_stated,
        explanation=gettext_lazy(
            "Nobody has checked the safety, quality and effect of what a pharmacy mixes itself."
        ),
        cure=gettext_lazy("Say beside it that compounded products are not approved by the FDA."),
        source=FDA_KETAMINE,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="O3",
        title=gettext_lazy("A drug and an unapproved use are not named alone"),
        severity=Severity.WARNING,
        check=off_label_is_marked,
        explanation=gettext_lazy(
            "Sections are also shown alone. Each that links the drug to the condition has to say "
            "that this use is not approved."
        ),
        cure=gettext_lazy("Add “off-label” to the section."),
        source=FDA_KETAMINE,
        languages=ENGLISH_AND_SPANISH,
    ),
)
