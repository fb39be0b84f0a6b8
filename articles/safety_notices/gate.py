"""What keeps a safety notice, or a version without the one that is live, from readers."""

from typing import Any

from django.utils.translation import gettext as _

from articles.checks.reading import read_article
from articles.conf import get_setting
from articles.problems import Problem
from articles.publishing import severity_problems
from articles.review.gate import article_problems

NOTICE_FIELDS = ("safety_notice", "safety_notice_severity")


def notice_problems(page: Any) -> list[Problem]:
    """What is wrong with the notice itself.

    The rest of the text is live already. That a source of it was retracted, or its review is
    overdue, may be the reason for the notice, and keeps it from nobody.
    """
    found = severity_problems(page)
    if get_setting("ENFORCE_CHECKS"):
        problems = article_problems(read_article(page))
        found += [problem for problem in problems if problem.field in NOTICE_FIELDS]
    return found


def dropped_notice_problems(page: Any) -> list[Problem]:
    """A version that was written, signed or scheduled before the live notice would drop it."""
    stored = (
        type(page)
        ._default_manager.filter(pk=page.pk, live=True)
        .exclude(safety_notice="")
        .values_list(*NOTICE_FIELDS)
        .first()
    )
    if stored is None or stored == tuple(getattr(page, name) for name in NOTICE_FIELDS):
        return []
    message = _(
        "Readers see a safety notice that this version does not have. Change or remove it with "
        "“Safety notice” in the menu at the title, or take the latest draft, which has it."
    )
    return [Problem("safety_notice", message, "notice_dropped")]
