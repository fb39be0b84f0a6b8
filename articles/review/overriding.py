"""Overriding one rule for one article, until a day: who may, what is recorded."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from articles.checks.reading import read_article
from articles.checks.registry import Rule, rules
from articles.checks.running import Finding, check_article
from articles.conf import get_setting
from articles.models import RuleOverride

MADE, ENDED = "articles.override.make", "articles.override.end"
PERMISSION = "articles.add_ruleoverride"


@dataclass(frozen=True, slots=True)
class Overridable:
    """A rule that keeps an article from going live, and that may be overridden."""

    rule: Rule
    findings: tuple[Finding, ...]


def may_override(user: Any, page: Any) -> bool:
    """Whether this person may let a rule pass for this article."""
    return bool(user.has_perm(PERMISSION) and page.permissions_for_user(user).can_edit())


def may_end(user: Any, override: RuleOverride) -> bool:
    """Whether this person may end an override: as for making one, while its article is there."""
    page = override.page
    return may_override(user, page) if page is not None else user.has_perm(PERMISSION)


def overridable_rules(page: Any) -> list[Overridable]:
    """Rules with a blocking finding in a page instance as it is in memory, the firm ones left out.

    A rule that is overridden already has no findings, and so is not among them.
    """
    firm = set(get_setting("FIRM_RULES"))
    found: dict[str, list[Finding]] = {}
    for finding in check_article(read_article(page)).blocking:
        if finding.rule not in firm:
            found.setdefault(finding.rule, []).append(finding)
    return [Overridable(rules[rule], tuple(findings)) for rule, findings in found.items()]


def last_day(today: dt.date | None = None) -> dt.date:
    """The last day that an override made today may hold."""
    return (today or timezone.localdate()) + dt.timedelta(days=get_setting("OVERRIDE_MAX_DAYS"))


@transaction.atomic
def override_rule(
    page: Any, *, rule: str, reason: str, expires_on: dt.date, user: Any
) -> RuleOverride:
    """Record that a rule does not bind an article up to and with a day.

    ``page``: with the content that has the finding, its latest draft. Raises ValidationError, by
    field, where the rule cannot be overridden, no reason is given, or the day is not within
    `OVERRIDE_MAX_DAYS`.
    """
    problems = {
        "rule": _rule_problem(page, rule),
        "reason": "" if reason.strip() else _("Say why the rule does not bind this article."),
        "expires_on": _day_problem(expires_on),
    }
    if any(problems.values()):
        raise ValidationError({field: text for field, text in problems.items() if text})
    made: RuleOverride = RuleOverride.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        title=page.title,
        rule=rule,
        reason=reason.strip(),
        expires_on=expires_on,
        made_by=user,
        made_by_name=user.get_full_name() or user.get_username(),
    )
    data = {"rule": rule, "reason": made.reason, "expires_on": expires_on.isoformat()}
    log(instance=page, action=MADE, user=user, data=data)
    return made


@transaction.atomic
def end_override(override: RuleOverride, *, user: Any) -> bool:
    """End an override before its day. False, and nothing is written, where it holds no more."""
    current = RuleOverride.objects.select_for_update(of=("self",)).get(pk=override.pk)
    if not current.in_force:
        return False
    current.ended_at, current.ended_by = timezone.now(), user
    current.save(update_fields=["ended_at", "ended_by"])
    if current.page is not None:
        log(instance=current.page, action=ENDED, user=user, data={"rule": current.rule})
    return True


def _rule_problem(page: Any, rule: str) -> str:
    if rule in get_setting("FIRM_RULES"):
        return _("This rule can never be overridden.")
    if rule not in {found.rule.id for found in overridable_rules(page)}:
        return _("This rule does not keep the article from going live.")
    return ""


def _day_problem(day: dt.date) -> str:
    today = timezone.localdate()
    if day < today:
        return _("Choose a day that has not passed.")
    if day > last_day(today):
        return _("Choose a day within %(days)d days.") % {"days": get_setting("OVERRIDE_MAX_DAYS")}
    return ""
