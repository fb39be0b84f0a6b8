"""E: statements rest on sources."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Article, Claim, Source, TextKind
from articles.checks.language import ENGLISH_AND_SPANISH
from articles.checks.language.efficacy import says_it_works
from articles.checks.language.negation import is_denied, is_distanced, is_quoted
from articles.checks.language.wording import CLAIM_IN_TEXT
from articles.checks.language.words import PERCENTAGE
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import COPE, DOI_HANDBOOK, FTC_HEALTH, JAMA, NHS_STANDARD
from articles.validators import validate_doi, validate_pmid

HUMAN_EVIDENCE = frozenset({"rct", "systematic_review"})
NO_STATEMENT = frozenset(
    {TextKind.CLAIM, TextKind.QUESTION, TextKind.HEADING, TextKind.ALT_TEXT, TextKind.TITLE}
)


def claims_are_cited(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for claim in article.claims:
        if not claim.sources:
            yield _claim_hit(claim, _("This claim has no source."))


def strong_claims_rest_on_trials(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for claim in article.claims:
        if claim.type == "safety" or not claim.sources:
            continue
        if says_it_works(claim.text.text, article.language) and not any(
            source.design in HUMAN_EVIDENCE for source in claim.sources
        ):
            message = _("This claim says that it works, and rests on no trial or review of trials.")
            yield _claim_hit(claim, message)


def mixed_evidence_is_not_praised(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for claim in article.claims:
        mixed = [s for s in claim.sources if s.direction in ("mixed", "contradicts")]
        if mixed and says_it_works(claim.text.text, article.language):
            message = _("The claim is worded as a benefit, and “%(source)s” does not support it.")
            yield _claim_hit(claim, message % {"source": mixed[0].title})


def identifiers_are_right(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    seen: dict[tuple[str, str], int] = {}
    for section, block, source in _cited(article):
        for field, validate in (("doi", validate_doi), ("pmid", validate_pmid)):
            value = getattr(source, field)
            if not value:
                continue
            try:
                validate(value)
            except ValidationError as error:
                message = _("“%(source)s”: %(reason)s") % {
                    "source": source.title,
                    "reason": error.messages[0],
                }
                yield Hit(message=message, section=section, block=block)
            if seen.setdefault((field, value.lower()), source.id) != source.id:
                message = _("“%(source)s” is cited twice, as two sources.")
                yield Hit(message=message % {"source": source.title}, section=section, block=block)
    yield from _named_twice(article)


def _named_twice(article: Article) -> Iterator[Hit]:
    for claim in article.claims:
        ids = [source.id for source in claim.sources]
        twice = next((source for source in claim.sources if ids.count(source.id) > 1), None)
        if twice:
            message = _("This claim names “%(source)s” twice.") % {"source": twice.title}
            yield _claim_hit(claim, message)


def sources_are_current(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    oldest = article.today.year - thresholds["years"]
    reported: set[int] = set()
    for section, block, source in _cited(article):
        if source.year and source.year < oldest and source.id not in reported:
            reported.add(source.id)
            message = _("“%(source)s” is from %(year)d.")
            yield Hit(
                message=message % {"source": source.title, "year": source.year},
                section=section,
                block=block,
            )


def sources_stand(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for claim in article.claims:
        taken_back = next((source for source in claim.sources if source.retracted), None)
        if taken_back:
            message = _("This claim rests on “%(source)s”, which has been retracted.")
            yield _claim_hit(claim, message % {"source": taken_back.title})
    for section, block, source in _named_without_claim(article):
        if source.retracted:
            message = _("“%(source)s” has been retracted.") % {"source": source.title}
            yield Hit(message=message, section=section, block=block, severity=Severity.WARNING)


def sources_are_the_newest(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    reported: set[int] = set()
    for section, block, source in (*_cited(article), *_named_without_claim(article)):
        if source.superseded and source.id not in reported:
            reported.add(source.id)
            message = _("“%(source)s” has been superseded.")
            if source.newer:
                message = _("“%(source)s” has been superseded by “%(newer)s”.")
            values = {"source": source.title, "newer": source.newer}
            yield Hit(message=message % values, section=section, block=block)


def statements_are_cited(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    language = article.language
    for sentence in article.sentences:
        text = sentence.text
        section = article.by_section.get(text.section)
        if section is None or section.is_cited or not text.own_words or text.kind in NO_STATEMENT:
            continue
        match = CLAIM_IN_TEXT[language].search(sentence.words) or PERCENTAGE[language].search(
            sentence.words
        )
        if match is None or sentence.is_question:
            continue
        start, end = match.span()
        if is_quoted(text.text, sentence.start + start, sentence.start + end):
            continue
        if is_denied(sentence.words, start, end, language, lead=text.lead):
            continue
        if is_distanced(sentence.words, start, language, lead=text.lead):
            continue
        message = _("This speaks of results, and the section names no source.")
        yield Hit.in_sentence(sentence, start, end, message)


def _cited(article: Article) -> Iterator[tuple[str, str, Source]]:
    """Every use of a source: its section and the block it is named in."""
    for section in article.sections:
        for source in section.sources:
            yield section.id, source.block, source
        for claim in section.claims:
            for source in claim.sources:
                yield section.id, source.block or claim.id, source


def _named_without_claim(article: Article) -> Iterator[tuple[str, str, Source]]:
    for section in article.sections:
        for source in (*section.sources, *section.quoted):
            yield section.id, source.block, source


def _claim_hit(claim: Claim, message: str) -> Hit:
    return Hit.in_text(claim.text, 0, len(claim.text.text), message)


RULES = (
    Rule(
        id="E1",
        title=gettext_lazy("Every claim has a source"),
        severity=Severity.BLOCKING,
        check=claims_are_cited,
        explanation=gettext_lazy(
            "A statement of benefit or safety that nobody can trace is an opinion."
        ),
        cure=gettext_lazy("Add a source to the claim, or take the claim out."),
        source=FTC_HEALTH,
    ),
    Rule(
        id="E2",
        title=gettext_lazy("A strong claim rests on trials"),
        severity=Severity.WARNING,
        check=strong_claims_rest_on_trials,
        explanation=gettext_lazy(
            "That something works can be said when it was compared in people: in a randomised "
            "trial or a systematic review."
        ),
        cure=gettext_lazy("Add such a source, or say how weak the evidence is."),
        source=FTC_HEALTH,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="E3",
        title=gettext_lazy("Mixed evidence is not worded as a benefit"),
        severity=Severity.BLOCKING,
        check=mixed_evidence_is_not_praised,
        explanation=gettext_lazy(
            "Where sources disagree, a claim that only tells the good half misleads."
        ),
        cure=gettext_lazy("Say that results differ: “may help”, “it is not clear whether”."),
        source=FTC_HEALTH,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="E4",
        title=gettext_lazy("Identifiers of sources are right"),
        severity=Severity.BLOCKING,
        check=identifiers_are_right,
        explanation=gettext_lazy("A wrong DOI or PubMed id leads readers to nothing."),
        cure=gettext_lazy("Correct the citation, or use the one that is there already."),
        source=DOI_HANDBOOK,
    ),
    Rule(
        id="E5",
        title=gettext_lazy("Sources are not old"),
        severity=Severity.WARNING,
        check=sources_are_current,
        explanation=gettext_lazy("Newer research may have come to another result."),
        cure=gettext_lazy("Look for a newer source. Keep the old one if it still holds."),
        source=NHS_STANDARD,
        thresholds={"years": 10},
    ),
    Rule(
        id="E6",
        title=gettext_lazy("Results in the text have a source"),
        severity=Severity.WARNING,
        check=statements_are_cited,
        explanation=gettext_lazy(
            "“Studies show” and percentages are claims, wherever they stand in the text."
        ),
        cure=gettext_lazy("Make it a claim, or add its source to the section."),
        source=JAMA,
        languages=ENGLISH_AND_SPANISH,
    ),
    Rule(
        id="E7",
        title=gettext_lazy("Sources have not been retracted"),
        severity=Severity.BLOCKING,
        check=sources_stand,
        explanation=gettext_lazy(
            "A retracted study supports nothing. Behind a claim it blocks; elsewhere it warns, "
            "because an article may speak of the retraction itself."
        ),
        cure=gettext_lazy("Take the source out, and what rests on it alone."),
        source=COPE,
    ),
    Rule(
        id="E8",
        title=gettext_lazy("Sources are the newest version"),
        severity=Severity.WARNING,
        check=sources_are_the_newest,
        explanation=gettext_lazy("A guideline's newer edition may advise otherwise."),
        cure=gettext_lazy("Read the newer version, cite it, and change what it changes."),
        source=NHS_STANDARD,
    ),
)
