"""Whether what is live is what was signed, for many articles at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Publication, SignOff
from articles.review.policy import required_sign_offs


class LiveSignOff(models.TextChoices):
    VALID = "valid", _("valid")
    CHANGED = "changed", _("text has changed since")
    MISSING = "missing", _("never signed")
    ENDED = "ended", _("no longer valid")
    NOT_LIVE = "not_live", _("not live")


Decisions = Mapping[str, list[SignOff]]
"""By role, the newest first."""


def read_live_sign_offs(page_ids: Collection[int]) -> dict[int, LiveSignOff]:
    """For each page, whether every required sign-off holds for its live text. Two queries."""
    live = dict(
        Publication.objects.filter(page_id__in=page_ids, live_until=None).values_list(
            "page_id", "content_hash"
        )
    )
    decisions: dict[int, dict[str, list[SignOff]]] = defaultdict(lambda: defaultdict(list))
    found = SignOff.objects.filter(page_id__in=page_ids).defer("content", "comment")
    for record in found.order_by("-signed_at", "-pk"):
        assert record.page_id is not None
        decisions[record.page_id][record.role].append(record)
    today, roles = timezone.localdate(), required_sign_offs()
    return {
        pk: live_sign_off(live.get(pk), decisions[pk], roles=roles, today=today) for pk in page_ids
    }


def live_sign_off(
    content_hash: str | None, decisions: Decisions, *, roles: Collection[str], today: dt.date
) -> LiveSignOff:
    """``content_hash``: of the live text; `None` where nothing is live. Pure."""
    if content_hash is None:
        return LiveSignOff.NOT_LIVE
    states = [_of_role(content_hash, decisions.get(role, []), today) for role in roles]
    worst = (LiveSignOff.MISSING, LiveSignOff.CHANGED, LiveSignOff.ENDED)
    return next((state for state in worst if state in states), LiveSignOff.VALID)


def _of_role(content_hash: str, decided: list[SignOff], today: dt.date) -> LiveSignOff:
    approved = SignOff.Decision.APPROVED
    last = next((record for record in decided if record.content_hash == content_hash), None)
    if last is None:
        signed = any(record.decision == approved for record in decided)
        return LiveSignOff.CHANGED if signed else LiveSignOff.MISSING
    if last.decision != approved or (last.valid_until and last.valid_until < today):
        return LiveSignOff.ENDED
    return LiveSignOff.VALID
