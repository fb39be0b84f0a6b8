"""V: a clinician has read exactly this, not too long ago."""

import datetime as dt
from collections.abc import Iterator

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Approval, Article
from articles.checks.registry import Hit, Rule, Severity, Thresholds
from articles.checks.rules.sources import NHS_STANDARD, POLICY
from articles.review.dates import months_after


def reviewer_is_named(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    approvals = _clinical(article)
    if not approvals:
        yield Hit(message=_("No clinician has approved this article yet."), unless="V2")
        return
    latest = approvals[0]
    if not latest.reviewer_name.strip() or not latest.credentials.strip():
        yield Hit(message=_("The reviewer's name or credentials are missing."))
    authors = {author.clinician_id for author in article.authors}
    if latest.clinician_id is not None and authors == {latest.clinician_id}:
        yield Hit(
            message=_("%(name)s reviewed the article and is its only author.")
            % {"name": latest.reviewer_name},
            field="article_authors",
        )


def this_text_is_signed(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    for role in article.required_roles:
        decided = [approval for approval in article.approvals if approval.role == role]
        same = [approval for approval in decided if approval.content_hash == article.content_hash]
        if not same:
            approved = any(approval.decision == "approved" for approval in decided)
            yield Hit(message=_unsigned(role, changed=approved))
        elif same[0].decision != "approved":
            yield Hit(message=_("The reviewer has asked for changes to this text."))
        elif same[0].valid_until and same[0].valid_until < article.today:
            yield Hit(
                message=_("The approval of this text ended on %(date)s.")
                % {"date": _date(same[0].valid_until)}
            )


def _unsigned(role: str, *, changed: bool) -> str:
    if role == "legal":
        if changed:
            return _("The text has changed since its legal review.")
        return _("Nobody has approved this text in a legal review.")
    if changed:
        return _("The text has changed since a clinician approved it.")
    return _("No clinician has approved this text.")


def review_is_recent(article: Article, thresholds: Thresholds) -> Iterator[Hit]:
    due = _due(article)
    if due is None:
        message = _("The article has no review date.")
        yield Hit(message=message, field="last_reviewed_date", unless="V2")
        return
    days = (due - article.today).days
    if days < 0:
        message = _("The review was due on %(date)s.") % {"date": _date(due)}
        yield Hit(message=message, field="next_review_date")
    elif days <= thresholds["due_soon_days"]:
        message = _("The next review is due on %(date)s.") % {"date": _date(due)}
        yield Hit(message=message, field="next_review_date", severity=Severity.WARNING)


def _due(article: Article) -> dt.date | None:
    """The planned review, and no later than policy allows after the last one."""
    last = article.signed_on or article.last_reviewed
    latest = months_after(last, article.review_months) if last else None
    return min((date for date in (latest, article.next_review) if date), default=None)


def _clinical(article: Article) -> list[Approval]:
    """Approvals by clinicians, the newest first."""
    return [
        approval
        for approval in article.approvals
        if approval.role == "clinical" and approval.decision == "approved"
    ]


def _date(day: dt.date) -> str:
    return formats.date_format(day, "DATE_FORMAT")


RULES = (
    Rule(
        id="V1",
        title=gettext_lazy("A clinician with credentials has reviewed it"),
        severity=Severity.BLOCKING,
        check=reviewer_is_named,
        explanation=gettext_lazy(
            "Readers are told who stands for the text. Nobody reviews their own work alone."
        ),
        cure=gettext_lazy("Submit the article to a clinical reviewer who did not write it."),
        source=NHS_STANDARD,
    ),
    Rule(
        id="V2",
        title=gettext_lazy("Exactly this text is signed off"),
        severity=Severity.BLOCKING,
        check=this_text_is_signed,
        explanation=gettext_lazy(
            "An approval holds for the words that were read, not for later ones."
        ),
        cure=gettext_lazy("Submit the article to clinical review."),
        source=NHS_STANDARD,
    ),
    Rule(
        id="V3",
        title=gettext_lazy("The review is not overdue"),
        severity=Severity.BLOCKING,
        check=review_is_recent,
        explanation=gettext_lazy("Knowledge changes. A text is read again at least so often."),
        cure=gettext_lazy("Have the article reviewed, and set the date of the next review."),
        source=POLICY,
        thresholds={"months": 24, "emerging_months": 12, "due_soon_days": 60},
    ),
)
