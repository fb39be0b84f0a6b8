"""Which of DISCERN's questions an article answers, and in which of its sections.

DISCERN (Charnock and Shepperd, 1998) asks fifteen questions of information on treatments; the
words are ours. What is here tells where an answer can be found. It is no score: how good an
answer is, a reader judges.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.checks.content import Article, Link, Section, Source
from articles.checks.language.decisions import SHARED, UNCERTAIN
from articles.checks.registry import Reference
from articles.checks.rules.sources import DISCERN_URL
from articles.clinic_values import LINKTYPE

SOURCE = Reference("DISCERN", DISCERN_URL)

AnsweredBy = Callable[[Article], tuple[Section, ...]]
ABOUT_TREATMENT = frozenset({"therapy", "comparison"})
WITH_CHOICES = frozenset({"condition", "therapy", "comparison"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question.

    ``answered_by``  pure: the sections in which the article answers it, in reading order;
                     ``None``: only a person can tell
    ``looks_for``    what counts as an answer, for an editor
    ``kinds``        the article kinds it is asked of; ``None``: every kind
    """

    number: int
    text: str | Promise
    looks_for: str | Promise
    answered_by: AnsweredBy | None
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    sections: tuple[Section, ...] = ()

    @property
    def is_for_people(self) -> bool:
        return self.question.answered_by is None


def discern_answers(article: Article) -> tuple[Answer, ...]:
    """The questions that an article of this kind should answer, each with where it does."""
    return tuple(
        Answer(question, question.answered_by(article) if question.answered_by else ())
        for question in QUESTIONS
        if question.kinds is None or article.kind in question.kinds
    )


def _written(*kinds: str) -> AnsweredBy:
    """Sections of these kinds that say something."""

    def answered_by(article: Article) -> tuple[Section, ...]:
        return tuple(section for section in article.of_kind(*kinds) if section.is_written)

    return answered_by


def _with_sources(article: Article) -> tuple[Section, ...]:
    return tuple(section for section in article.sections if section.is_cited)


def _with_dated_sources(article: Article) -> tuple[Section, ...]:
    """Sections that name sources, each with its year."""
    return tuple(
        section
        for section in article.sections
        if (years := [source.year for source in _sources(section)]) and all(years)
    )


def _sources(section: Section) -> list[Source]:
    return [*section.sources, *(source for claim in section.claims for source in claim.sources)]


def _benefit_and_risk(article: Article) -> tuple[Section, ...]:
    """Sections on benefit and on risk, where there are both."""
    benefit = _written("efficacy", "other_uses", "alternatives")(article)
    risk = _written("side_effects", "risks", "suitability")(article)
    both = {section.id for section in (*benefit, *risk)} if benefit and risk else set()
    return tuple(section for section in article.sections if section.id in both)


def _further_help(article: Article) -> tuple[Section, ...]:
    return tuple(
        section
        for section in article.sections
        if (section.kind == "seek_help" and section.is_written)
        or any(_leads_on(link) for text in section.texts for link in text.links)
    )


def _leads_on(link: Link) -> bool:
    """Whether it leads out of the article: not to a section, of which most are its own."""
    return link.attrs.get("linktype") not in ("section", LINKTYPE)


def _uncertain(article: Article) -> tuple[Section, ...]:
    pattern = UNCERTAIN.get(article.language)
    return tuple(
        section
        for section in article.sections
        if (section.kind == "uncertainty" and section.is_written)
        or (pattern and any(t.own_words and pattern.search(t.text) for t in section.texts))
    )


def _shared(article: Article) -> tuple[Section, ...]:
    pattern = SHARED.get(article.language)
    return tuple(
        section
        for section in article.sections
        if pattern and any(t.own_words and pattern.search(t.text) for t in section.texts)
    )


QUESTIONS = (
    Question(
        number=1,
        text=_("Is it clear what the article is for?"),
        looks_for=_("An overview that says what it is about and for whom."),
        answered_by=_written("overview"),
    ),
    Question(
        number=2,
        text=_("Does it do what it set out to do?"),
        looks_for=_("Read it as a patient would. No check can tell."),
        answered_by=None,
    ),
    Question(
        number=3,
        text=_("Does it speak to what readers want to know?"),
        looks_for=_("Questions of patients, whom it suits, what happens, life with it."),
        answered_by=_written("faq", "suitability", "procedure", "living_with"),
    ),
    Question(
        number=4,
        text=_("Is it clear which sources it rests on?"),
        looks_for=_("Claims or sections with their sources."),
        answered_by=_with_sources,
    ),
    Question(
        number=5,
        text=_("Is it clear how old its sources are?"),
        looks_for=_("Sources that all have a year."),
        answered_by=_with_dated_sources,
    ),
    Question(
        number=6,
        text=_("Is it fair to all sides?"),
        looks_for=_("Both benefit and risk are told. Whether in fair measure is yours to judge."),
        answered_by=_benefit_and_risk,
    ),
    Question(
        number=7,
        text=_("Does it say where else to find help and information?"),
        looks_for=_("“When to get help”, or links to read on."),
        answered_by=_further_help,
    ),
    Question(
        number=8,
        text=_("Does it say what is not known?"),
        looks_for=_("“What we do not know”, or words that say so elsewhere."),
        answered_by=_uncertain,
    ),
    Question(
        number=9,
        text=_("Does it say how the treatment works?"),
        looks_for=_("The section “How it works”."),
        answered_by=_written("mechanism"),
        kinds=ABOUT_TREATMENT,
    ),
    Question(
        number=10,
        text=_("Does it say what the treatment can do for a reader?"),
        looks_for=_("The section “What research says”."),
        answered_by=_written("efficacy"),
        kinds=ABOUT_TREATMENT,
    ),
    Question(
        number=11,
        text=_("Does it say what may go wrong?"),
        looks_for=_("The sections “Side effects” and “Risks”."),
        answered_by=_written("side_effects", "risks"),
        kinds=ABOUT_TREATMENT,
    ),
    Question(
        number=12,
        text=_("Does it say what happens without treatment?"),
        looks_for=_("The section “Without treatment”."),
        answered_by=_written("no_treatment"),
        kinds=WITH_CHOICES,
    ),
    Question(
        number=13,
        text=_("Does it say what treatment means for daily life?"),
        looks_for=_("The section “Living with it”."),
        answered_by=_written("living_with"),
        kinds=ABOUT_TREATMENT,
    ),
    Question(
        number=14,
        text=_("Does it show that there is more than one option?"),
        looks_for=_("The section “Other treatments”."),
        answered_by=_written("alternatives"),
        kinds=WITH_CHOICES,
    ),
    Question(
        number=15,
        text=_("Does it help to decide together with a clinician?"),
        looks_for=_("Questions to ask, or the advice to talk to a clinician."),
        answered_by=_shared,
        kinds=WITH_CHOICES,
    ),
)
