"""Applies the rules to an article. Reads settings; no database, nothing is written."""

from collections.abc import Collection
from dataclasses import dataclass

from articles.checks.conf import rules_on
from articles.checks.content import Article, Override
from articles.checks.registry import Hit, Rule, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule that an article does not keep: which, where, why, and what to do.

    Places are as in `Hit`; ``end`` is behind the last of the quoted words.
    """

    rule: str
    severity: Severity
    message: str
    cure: str
    section: str = ""
    block: str = ""
    field: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None

    @property
    def is_blocking(self) -> bool:
        return self.severity is Severity.BLOCKING


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A rule that applies to the article and does not understand its language."""

    rule: str
    language: str


@dataclass(frozen=True, slots=True)
class Overridden:
    """A finding that an administrator lets pass for the time being."""

    finding: Finding
    override: Override


@dataclass(frozen=True, slots=True)
class Result:
    """What the rules say of one article: blocking findings first, each in reading order.

    What an override lets pass is not among the findings.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    overridden: tuple[Overridden, ...] = ()

    @property
    def blocking(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_blocking)


def check_article(article: Article, *, only: Collection[str] = ()) -> Result:
    """Apply every rule that is on, or those in ``only``."""
    hits: list[tuple[Rule, Hit]] = []
    not_checked = []
    for rule, thresholds in rules_on():
        if (only and rule.id not in only) or not rule.applies_to(article):
            continue
        if not rule.understands(article.language):
            not_checked.append(NotChecked(rule.id, article.language))
            continue
        hits += ((rule, hit) for hit in rule.check(article, thresholds))
    broken = {rule.id for rule, _hit in hits}
    findings = [_finding(rule, hit) for rule, hit in hits if hit.unless not in broken]
    overrides = {override.rule: override for override in article.overrides}
    overridden = tuple(
        Overridden(finding, overrides[finding.rule])
        for finding in findings
        if finding.rule in overrides
    )
    findings = [finding for finding in findings if finding.rule not in overrides]
    order = {section.id: place for place, section in enumerate(article.sections)}
    findings.sort(key=lambda found: (not found.is_blocking, order.get(found.section, -1)))
    return Result(tuple(findings), tuple(not_checked), overridden)


def _finding(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        rule=rule.id,
        severity=hit.severity or rule.severity,
        message=hit.message,
        cure=hit.cure or str(rule.cure),
        section=hit.section,
        block=hit.block,
        field=hit.field,
        quote=hit.quote,
        start=hit.start,
        end=None if hit.start is None else hit.start + len(hit.quote),
    )
