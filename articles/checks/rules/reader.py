"""S and D: readers get help in time, and know who speaks and why."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.negation import is_denied
from articles.checks.language.wording import CALL_TO_ACTION, EXPERIENCE_OF_EFFECT, FIRST_PERSON
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import (
    FTC_ENDORSEMENTS,
    HON_ADVERTISING,
    JAMA,
    NHS_CARE_CARDS,
)
from articles.sections.kinds import section_kinds

URGENT = frozenset({"emergency", "urgent"})
_EMERGENCY_NUMBER = re.compile(
    r"\b(?:call|dial|phone|ring|llame?\w*|marque|teléfono)\b[^.;]{0,20}?\b(911|112|999|000|061"
    r"|111|988|024)\b",
    re.IGNORECASE,
)
_SELLS = {
    "en": re.compile(
        r"\b(?:sell\w*|offer\w*|provid\w+|earn\w*|gain\w*|profit\w*|paid|charg\w+|income"
        r"|financial\w*|commercial\w*)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:vend\w+|ofrec\w+|cobr\w+|gan[ae]\w*|benefici\w+|pag\w+|ingresos|econ[oó]mic\w+"
        r"|comercial\w*)\b",
        re.IGNORECASE,
    ),
}


def help_is_shown(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    sections = article.of_kind("seek_help")
    cards = [
        block
        for section in sections
        for block in section.blocks
        if block.type == "care_card" and block.texts
    ]
    if not any(card.value.get("urgency") in URGENT for card in cards):
        yield Hit(
            message=_("No care card says when to get help at once or today."),
            section=sections[0].id if sections else "",
            field="sections",
        )
    for text in article.texts:
        if match := _EMERGENCY_NUMBER.search(text.text):
            message = _("The emergency number “%(number)s” is not right in every country.")
            yield Hit.in_text(
                text,
                match.start(1),
                match.end(1),
                message % {"number": match[1]},
                cure=_("Write “your local emergency number”: each clinic's own is added."),
            )


def interests_are_disclosed(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    if not article.disclosure.strip():
        yield Hit(message=_("The disclosure is empty."), field="disclosure")
    elif article.publisher_sells_therapy and not _SELLS[article.language].search(
        article.disclosure
    ):
        yield Hit(
            message=_("The publisher sells this therapy, and the disclosure does not say so."),
            field="disclosure",
        )


def clinical_text_sells_nothing(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for sentence in article.sentences:
        text = sentence.text
        kind = section_kinds.get(text.section_kind)
        if not text.section or not text.own_words or (kind and kind.contact_free):
            continue
        match = CALL_TO_ACTION[article.language].search(sentence.words)
        if match is None or is_denied(sentence.words, *match.span(), article.language):
            continue
        message = _("“%(words)s” is an invitation to buy, in clinical text.")
        yield Hit.in_sentence(sentence, *match.span(), message % {"words": match[0]})


def testimonials_claim_nothing(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    pattern = EXPERIENCE_OF_EFFECT[article.language]
    for sentence in article.sentences:
        text = sentence.text
        if text.kind not in (TextKind.TESTIMONIAL, TextKind.QUOTE):
            continue
        match = pattern.search(sentence.words)
        if match is None or is_denied(sentence.words, *match.span(), article.language):
            continue
        # An expert may speak of pain that went away in a trial.
        if text.kind is TextKind.TESTIMONIAL or FIRST_PERSON[article.language].search(text.text):
            message = _("This person's words say that the treatment worked.")
            yield Hit.in_sentence(sentence, *match.span(), message)
    for block in article.blocks:
        if block.type == "testimonial" and not (block.value.get("name") or "").strip():
            yield Hit(
                message=_("The testimonial does not say whose words these are."),
                section=block.section,
                block=block.id,
                field="name",
            )


RULES = (
    Rule(
        id="S1",
        title=gettext_lazy("Says when to get help"),
        severity=Severity.BLOCKING,
        check=help_is_shown,
        explanation=gettext_lazy(
            "Somebody may read this in an emergency. What to do stands in a card, and the number "
            "to call is the one of the reader's country."
        ),
        cure=gettext_lazy("Add an emergency or urgent care card to “When to get help”."),
        source=NHS_CARE_CARDS,
    ),
    Rule(
        id="D1",
        title=gettext_lazy("Interests are disclosed"),
        severity=Severity.BLOCKING,
        check=interests_are_disclosed,
        explanation=gettext_lazy("Readers weigh a text by who gains from it."),
        cure=gettext_lazy("Write who pays and who gains; say so if the publisher sells it."),
        source=JAMA,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="D2",
        title=gettext_lazy("No call to action in clinical text"),
        severity=Severity.WARNING,
        check=clinical_text_sells_nothing,
        explanation=gettext_lazy("Information and advertising are kept apart."),
        cure=gettext_lazy("Move it to “How to get it”."),
        source=HON_ADVERTISING,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="D3",
        title=gettext_lazy("Testimonials claim no effect"),
        severity=Severity.BLOCKING,
        check=testimonials_claim_nothing,
        explanation=gettext_lazy(
            "One person's result says nothing about the next one's, and it is a claim by law."
        ),
        cure=gettext_lazy("Keep what the person felt or saw; take out that it worked."),
        source=FTC_ENDORSEMENTS,
        languages=ENGLISH_AND_SPANISH,
    ),
)
