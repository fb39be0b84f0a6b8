"""What the editorial rules and a missing sign-off keep from going live."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import ngettext

from articles.checks.content import Article
from articles.checks.reading import read_article
from articles.checks.running import Finding, check_article
from articles.conf import get_setting
from articles.models import SignOff
from articles.problems import Problem
from articles.review.dates import months_after

# What a missing section is refused for already, by the rule that would say it again.
_SAID_BY_SECTION = {
    "R1": {"side_effects", "risks"},
    "S1": {"seek_help"},
    "T2": {"alternatives"},
    "T3": {"uncertainty"},
    "O1": {"regulatory_status"},
}
_MOST_OF_A_RULE = 5
SIGN_OFF_RULES = ("V1", "V2", "V3", "I1")
"""What an article cannot keep before a reviewer has seen it."""


def rule_problems(page: Any, *, missing_kinds: Collection[str]) -> list[Problem]:
    """Blocking findings in a page instance as it would go live.

    ``missing_kinds``: sections that are asked for already; what their absence breaks is not
    said twice. Empty where the site does not enforce the rules (`ENFORCE_CHECKS`). Sets the
    page's review dates from the sign-off of exactly its text, where there is one.
    """
    enforced = get_setting("ENFORCE_CHECKS")
    if not enforced and not SignOff.objects.filter(page_id=page.pk).exists():
        return []
    article = _with_review_dates(page, read_article(page))
    return article_problems(article, missing_kinds=missing_kinds) if enforced else []


def article_problems(
    article: Article, *, missing_kinds: Collection[str] = (), without: Collection[str] = ()
) -> list[Problem]:
    """Blocking findings as reasons at form fields; ``without``: rules that are left out."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in check_article(article).blocking:
        if not is_asked_for(finding, missing_kinds) and finding.rule not in without:
            by_rule.setdefault(finding.rule, []).append(finding)
    return [problem for found in by_rule.values() for problem in _problems(article, found)]


def is_asked_for(finding: Finding, missing_kinds: Collection[str]) -> bool:
    """Whether a finding only says that a section is missing which is asked for already."""
    return not _SAID_BY_SECTION.get(finding.rule, set()).isdisjoint(missing_kinds)


def _with_review_dates(page: Any, article: Article) -> Article:
    """The next review may be planned earlier than policy asks, never later.

    A date that was there before this sign-off is no plan for what comes after it.
    """
    signed, planned = article.signed_on, article.next_review
    if signed is None:
        return article
    live = type(page)._default_manager.filter(pk=page.pk)
    before = live.values_list("last_reviewed_date", "next_review_date").first()
    if before is not None and before[0] not in (None, signed) and before[1] == planned:
        planned = None
    latest = months_after(signed, article.review_months)
    page.last_reviewed_date = signed
    page.next_review_date = min(planned, latest) if planned and planned > signed else latest
    return replace(article, last_reviewed=signed, next_review=page.next_review_date)


def _problems(article: Article, found: list[Finding]) -> list[Problem]:
    shown = [_problem(article, finding) for finding in found[:_MOST_OF_A_RULE]]
    more = len(found) - len(shown)
    if more:
        message = ngettext(
            "And %(count)d more like this: see “Editorial checks”.",
            "And %(count)d more like these: see “Editorial checks”.",
            more,
        )
        shown.append(Problem(shown[-1].field, message % {"count": more}, found[0].rule))
    return shown


def _problem(article: Article, finding: Finding) -> Problem:
    section = article.by_section.get(finding.section)
    message = f"{finding.message} {finding.cure}".strip()
    # Most messages say the words themselves.
    if finding.quote and finding.quote not in finding.message:
        message = f"“{finding.quote}”: {message}"
    if section is not None:
        return Problem("sections", f"{section.label}: {message}", finding.rule)
    return Problem(finding.field or NON_FIELD_ERRORS, message, finding.rule)
