"""Which texts of articles there are to check, and what tells that one has changed.

The fingerprint is of what a database knows without reading the text: versions, sign-offs,
overrides, the rules as the site has set them, and the day, on which reviews lapse.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Subquery
from django.utils import timezone

from articles.checks.conf import rules_on
from articles.conf import get_articles_settings
from articles.models import Publication, RuleOverride, SignOff
from articles.review.library import article_pages

_TRANSLATED = ("en", "es")


@dataclass(frozen=True, slots=True)
class Version:
    """A text of an article to check: the one that is live, or a draft that is not."""

    page_id: int
    live: bool
    fingerprint: str


def read_versions(page_ids: Collection[int] | None) -> Iterator[Version]:
    """Every text of every article, or of those in ``page_ids``. One query."""
    pages = _with_what_decides(article_pages())
    if page_ids is not None:
        pages = pages.filter(pk__in=page_ids)
    common = [timezone.localdate(), rules_stamp()]
    for row in pages.order_by("pk").values_list(
        "pk", "live", "has_unpublished_changes", "latest_revision_id",
        "latest_revision_created_at", "last_published_at", "last_sign_off", "last_text",
        "overrides", "ended",
    ):  # fmt: skip
        pk, live, changed, *decides = row
        digest = _digest([*common, *decides])
        if live:
            yield Version(pk, True, digest)
        if changed or not live:
            yield Version(pk, False, digest)


def _with_what_decides(pages: Any) -> Any:
    """With what findings depend on besides the text and what it refers to."""
    signed = SignOff.objects.filter(page_id=OuterRef("pk")).order_by().values("page_id")
    # The original's too: a translation is held against it.
    texts = Publication.objects.filter(translation_key=OuterRef("translation_key")).order_by()
    overridden = RuleOverride.objects.filter(page_id=OuterRef("pk")).order_by().values("page_id")
    return pages.annotate(
        last_sign_off=Subquery(signed.annotate(last=Max("pk")).values("last")),
        last_text=Subquery(texts.values("translation_key").annotate(last=Max("pk")).values("last")),
        overrides=Subquery(overridden.annotate(many=Count("pk")).values("many")),
        ended=Subquery(overridden.annotate(many=Count("ended_at")).values("many")),
    )


def rules_stamp() -> str:
    """Changes with the rules that are on, their thresholds, and what the site asks for."""
    on = [(rule.id, sorted(thresholds.items())) for rule, thresholds in rules_on()]
    return _digest([on, get_articles_settings(), languages()])


def languages() -> list[str]:
    """Those of the admin that findings are written in."""
    permitted = getattr(settings, "WAGTAILADMIN_PERMITTED_LANGUAGES", settings.LANGUAGES)
    codes = {code.split("-")[0] for code, _name in permitted}
    return [code for code in _TRANSLATED if code in codes] or [_TRANSLATED[0]]


def _digest(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()
