"""What becomes of live articles whose review is overdue: a site's policy."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction

from articles.conf import get_setting
from articles.mail import admin_url, send_to
from articles.review.library import article_pages
from articles.review.outcome import Outcome
from articles.review.recipients import by_person, read_recipients

logger = logging.getLogger("articles.review")

TAKEN_DOWN = "articles.unpublish.overdue"


def apply_overdue_policy(today: dt.date) -> Outcome:
    """Where the site says "unpublish": take articles down once their days of grace have passed.

    Each in its own transaction, so that none keeps the others; then everybody who cares for one
    is told, in one mail. Nothing where the site says "flag": the API flags by itself.
    """
    if get_setting("OVERDUE_ACTION") != "unpublish":
        return Outcome()
    latest = today - dt.timedelta(days=get_setting("OVERDUE_GRACE_DAYS"))
    late = _late(latest).order_by("next_review_date", "pk")
    outcome, taken = Outcome(), []
    for page in late.select_related("locale"):
        try:
            with transaction.atomic():
                done = _take_down(page.pk, latest)
        except Exception:
            outcome.failed += 1
            logger.exception("Overdue article not taken down: page %s", page.pk)
            continue
        if done:
            logger.warning("Overdue article taken down: page %s", page.pk)
            taken.append(page)
    outcome.done = len(taken)
    outcome.failed += _tell(taken)
    return outcome


def _late(latest: dt.date) -> Any:
    return article_pages("next_review_date").filter(live=True, next_review_date__lt=latest)


def _take_down(page_id: int, latest: dt.date) -> bool:
    """False where another process or a reviewer was faster."""
    base = article_pages().model._default_manager
    base.select_for_update(of=("self",)).filter(pk=page_id).first()
    page = _late(latest).filter(pk=page_id).first()
    if page is None:
        return False
    page.specific.unpublish(log_action=TAKEN_DOWN)
    return True


def _tell(pages: list[Any]) -> int:
    """Mail those who care for these articles; return how many mails failed."""
    failed = 0
    by_key = {page.pk: page for page in pages}
    for user, page_ids in by_person(read_recipients(list(by_key))).items():
        articles = [
            {"page": by_key[pk], "url": admin_url("wagtailadmin_pages:edit", pk)}
            for pk in by_key
            if pk in set(page_ids)
        ]
        try:
            send_to(user, "taken_down", {"articles": articles, "count": len(articles)})
        except Exception:
            failed += 1
            logger.exception("Notice of articles taken down not sent to user %s", user.pk)
    return failed
