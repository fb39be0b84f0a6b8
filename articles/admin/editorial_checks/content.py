"""What the panel shows: findings by section, reading levels, DISCERN's questions. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from articles.checks.conf import thresholds_of
from articles.checks.content import Article, Override, Section, Text
from articles.checks.discern import Answer, Question, discern_answers
from articles.checks.reading_level import ReadingLevel, is_measured, reading_level, reading_levels
from articles.checks.registry import Rule, Severity, rules
from articles.checks.running import Finding, Result
from articles.problems import Problem
from articles.review.gate import is_asked_for
from articles.sections.kinds import section_kinds

# An editor finds the place with this many letters around the quoted words.
CONTEXT = 40
LONGEST_QUOTE = 120
SECTIONS_SHOWN = 4
WHOLE_ARTICLE = ""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The quoted words with what stands around them."""

    before: str
    quote: str
    after: str

    @property
    def is_long(self) -> bool:
        """Whether the quoted words are a sentence or more, not a word among others."""
        return len(self.quote) > CONTEXT


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One finding. ``key`` is the same after the next autosave, unless something else changed."""

    key: str
    finding: Finding
    excerpt: Excerpt | None = None

    @property
    def has_place(self) -> bool:
        """Whether there is a block or a field to go to."""
        return bool(self.finding.section or self.finding.block or self.finding.field)


@dataclass(frozen=True, slots=True)
class Issue:
    """What one rule says in one section: its findings share a cure and an explanation."""

    key: str
    rule: Rule
    severity: Severity
    cure: str
    occurrences: tuple[Occurrence, ...]
    override: Override | None = None

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCKING


@dataclass(frozen=True, slots=True)
class Group:
    """The issues of a section; those of the article itself where ``section`` is ``None``."""

    section: Section | None
    issues: tuple[Issue, ...]

    @property
    def key(self) -> str:
        return self.section.id if self.section else "article"

    @property
    def icon(self) -> str:
        return _icon(self.section) if self.section else "doc-full"

    @property
    def blocking(self) -> int:
        return sum(len(issue.occurrences) for issue in self.issues if issue.is_blocking)

    @property
    def warnings(self) -> int:
        return sum(len(issue.occurrences) for issue in self.issues if not issue.is_blocking)


@dataclass(frozen=True, slots=True)
class Requirement:
    """What publishing asks for besides the rules: a needed section, a summary."""

    key: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class SectionLevel:
    """How hard a section is to read; ``level`` is ``None`` where it is too short to tell."""

    section: Section
    level: ReadingLevel | None


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A question of DISCERN with the sections that answer it, few of them at first sight."""

    answer: Answer

    @property
    def question(self) -> Question:
        return self.answer.question

    @property
    def is_for_people(self) -> bool:
        return self.answer.is_for_people

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.answer.sections

    @property
    def first(self) -> tuple[Section, ...]:
        return self.sections[:SECTIONS_SHOWN]

    @property
    def further(self) -> tuple[Section, ...]:
        return self.sections[SECTIONS_SHOWN:]


@dataclass(frozen=True)
class PanelContent:
    """All that the panel shows of one article.

    ``is_enforced``: whether the site refuses to publish what a blocking finding names.
    """

    article: Article
    is_enforced: bool = True
    requirements: tuple[Requirement, ...] = ()
    groups: tuple[Group, ...] = ()
    overridden: tuple[Issue, ...] = ()
    not_checked: tuple[Rule, ...] = ()
    level: ReadingLevel | None = None
    section_levels: tuple[SectionLevel, ...] = ()
    answers: tuple[ShownAnswer, ...] = ()

    @cached_property
    def blocking(self) -> int:
        return len(self.requirements) + sum(group.blocking for group in self.groups)

    @cached_property
    def warnings(self) -> int:
        return sum(group.warnings for group in self.groups)

    @property
    def is_measured(self) -> bool:
        """Whether reading levels can be told in the article's language."""
        return is_measured(self.article.language)


def build_panel(
    article: Article,
    result: Result,
    *,
    problems: Iterable[Problem] = (),
    missing_kinds: Collection[str] = (),
    is_enforced: bool = True,
) -> PanelContent:
    """Arrange what keeps the article from being published and what the rules found.

    ``problems``: what publishing asks for besides the rules; ``missing_kinds``: the sections
    among that. A finding that says the same is left out, as the publish gate leaves it out. What
    an administrator has set aside stands apart.
    """
    findings = [found for found in result.findings if not is_asked_for(found, missing_kinds)]
    thresholds = thresholds_of("L1")
    arranging = _Arranging(article)
    levels = reading_levels(article, thresholds)
    return PanelContent(
        article=article,
        is_enforced=is_enforced,
        requirements=tuple(
            Requirement(f"needed.{place}", problem) for place, problem in enumerate(problems)
        ),
        groups=arranging.groups(findings),
        overridden=arranging.issues(found.finding for found in result.overridden),
        not_checked=tuple(rules[skipped.rule] for skipped in result.not_checked),
        level=reading_level(article.sentences, article.language, thresholds),
        section_levels=tuple(
            SectionLevel(section, levels[section.id])
            for section in article.sections
            if section.body.strip()
        ),
        answers=tuple(ShownAnswer(answer) for answer in discern_answers(article)),
    )


@dataclass
class _Arranging:
    article: Article
    seen: Counter[str] = field(default_factory=Counter)

    def groups(self, findings: Iterable[Finding]) -> tuple[Group, ...]:
        """The article first, then its sections in reading order; those that block before others."""
        found: dict[str, list[Finding]] = defaultdict(list)
        known = self.article.by_section
        for finding in findings:
            found[finding.section if finding.section in known else WHOLE_ARTICLE].append(finding)
        places = (WHOLE_ARTICLE, *(section.id for section in self.article.sections))
        groups = [
            Group(known.get(place), self.issues(found[place]))
            for place in dict.fromkeys(places)
            if found[place]
        ]
        return tuple(sorted(groups, key=lambda group: not group.blocking))

    def issues(self, findings: Iterable[Finding]) -> tuple[Issue, ...]:
        """One a rule, the blocking ones first."""
        by_rule: dict[tuple[str, Severity, str], list[Finding]] = defaultdict(list)
        for finding in findings:
            by_rule[finding.rule, finding.severity, finding.cure].append(finding)
        issues = [
            self._issue(rules[rule_id], severity, cure, found)
            for (rule_id, severity, cure), found in by_rule.items()
        ]
        return tuple(sorted(issues, key=lambda issue: not issue.is_blocking))

    def _issue(self, rule: Rule, severity: Severity, cure: str, found: list[Finding]) -> Issue:
        occurrences = tuple(
            Occurrence(self._key(finding), finding, self._excerpt(finding)) for finding in found
        )
        key = f"{occurrences[0].key}.why"
        return Issue(key, rule, severity, cure, occurrences, self._overrides.get(rule.id))

    def _key(self, finding: Finding) -> str:
        """Place and rule, counted: words move while an editor types, and are no part of it."""
        place = ".".join((finding.rule, finding.section, finding.block, finding.field))
        self.seen[place] += 1
        return f"{place}.{self.seen[place]}"

    def _excerpt(self, finding: Finding) -> Excerpt | None:
        if not finding.quote:
            return None
        quote = _shortened(finding.quote)
        place = (finding.section, finding.block, finding.field)
        for text in self._texts.get(place, ()):
            start = (finding.start or 0) - text.offset
            if start >= 0 and text.text.startswith(finding.quote, start):
                end = start + len(finding.quote)
                return Excerpt(_before(text.text[:start]), quote, _after(text.text[end:]))
        return Excerpt("", quote, "")

    @cached_property
    def _overrides(self) -> dict[str, Override]:
        """By rule. One that holds has no other findings than those that it lets pass."""
        return {override.rule: override for override in self.article.overrides}

    @cached_property
    def _texts(self) -> dict[tuple[str, str, str], list[Text]]:
        texts: dict[tuple[str, str, str], list[Text]] = defaultdict(list)
        around = (sentence.text for sentence in self.article.sentences_around)
        for text in (*self.article.texts, *around):
            texts[text.section, text.block, text.field].append(text)
        return texts


def _shortened(quote: str) -> str:
    """The quoted words; of many the first and the last."""
    if len(quote) <= LONGEST_QUOTE:
        return quote
    first = quote[: LONGEST_QUOTE // 2].rpartition(" ")[0]
    last = quote[-LONGEST_QUOTE // 3 :].partition(" ")[2]
    return f"{first} … {last}"


def _before(text: str) -> str:
    """The last words before the quoted ones."""
    if len(text) <= CONTEXT:
        return text
    return "… " + text[-CONTEXT:].partition(" ")[2]


def _after(text: str) -> str:
    """The first words behind the quoted ones."""
    if len(text) <= CONTEXT:
        return text
    return text[:CONTEXT].rpartition(" ")[0] + " …"


def _icon(section: Section) -> str:
    kind = section_kinds.get(section.kind)
    return kind.icon if kind else "doc-full"
