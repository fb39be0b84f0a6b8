"""What the site asks for: whose sign-off, and how long one holds."""

from typing import Any

from articles.checks.conf import thresholds_of
from articles.conf import get_setting
from articles.review.dates import review_months


def required_sign_offs() -> list[str]:
    """Roles, in the order in which they sign."""
    return list(get_setting("REQUIRED_SIGN_OFFS"))


def own_notices_may_be_signed() -> bool:
    """Whether a reviewer may sign the safety notice that they wrote themselves."""
    return bool(get_setting("SIGN_OWN_NOTICES"))


def review_months_of(page: Any) -> int:
    """Months until a page instance, as it is in memory, must be reviewed again."""
    topics: Any = page.article_topics.all()
    return months_for(
        emerging=page.evidence_maturity == page.EvidenceMaturity.EMERGING,
        of_topics=[link.topic.review_months for link in topics],
    )


def months_for(*, emerging: bool, of_topics: list[int | None]) -> int:
    """The thresholds of rule V3 and what topics ask for."""
    thresholds = thresholds_of("V3")
    return review_months(
        usual=thresholds["months"],
        emerging_months=thresholds["emerging_months"],
        emerging=emerging,
        of_topics=of_topics,
    )
