"""Sharing one version of a draft, finding it by its link, and stopping it."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.utils import timezone

from api.models import Share, ShareVisit
from api.models.shares import ShareState
from api.sharing.content import read_around, read_pictures
from articles.models import AbstractArticlePage
from articles.review.content import content_hash
from articles.review.reading import read_content


class NewShare(NamedTuple):
    share: Share
    token: str
    """Known now and never again."""


class ShareOverError(Exception):
    """The link was good once. The message is for its guest."""


def may_share(user: Any, page: Any) -> bool:
    """Whether a user may show this page's drafts to others: who may edit it."""
    if user is None or not user.is_active or not user.has_perm("wagtailadmin.access_admin"):
        return False
    return bool(page.permissions_for_user(user).can_edit())


def make_share(
    user: Any,
    page: Any,
    *,
    guest: str,
    days: int,
    revision: Any = None,
    passphrase: str = "",
    takes_comments: bool = True,
) -> NewShare:
    """Keep what a revision says now, and return it with the token of its link.

    Without a revision, what is stored of the page itself.
    """
    if not isinstance(page, AbstractArticlePage) or not may_share(user, page):
        raise PermissionDenied
    if revision is not None and revision.object_id != str(page.pk):
        raise PermissionDenied
    if not 1 <= days <= Share.LONGEST_DAYS:
        raise ValueError(days)
    version = revision.as_object() if revision else page
    content = read_content(version)
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    share = Share.objects.create(
        page=page,
        made_by=user,
        guest=guest,
        revision=revision,
        version_at=revision.created_at if revision else (page.last_published_at or now),
        content=content,
        content_hash=content_hash(content),
        pictures=read_pictures(content),
        around=read_around(version),
        digest=digest_of(token),
        passphrase=make_password(passphrase) if passphrase else "",
        takes_comments=takes_comments,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return NewShare(share, token)


def digest_of(token: str) -> str:
    """The token is long and random: a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def find_share(token: str) -> Share | None:
    """Return the share that a token opens, or None. Raises `ShareOverError`."""
    shares = Share.objects.select_related("page__locale", "made_by")
    share = shares.filter(digest=digest_of(token)).first()
    if share is None:
        return None
    if share.state_at(timezone.now()) is not ShareState.OPEN:
        raise ShareOverError
    if not may_share(share.made_by, share.page.specific_deferred):
        raise ShareOverError
    return share


def is_right_phrase(share: Share, phrase: str) -> bool:
    """Whether a pass phrase opens a share. Wrong ones are counted."""
    if check_password(phrase, share.passphrase):
        return True
    Share.objects.filter(pk=share.pk).update(wrong_phrases=F("wrong_phrases") + 1)
    return False


def note_visit(share: Share) -> None:
    """Note that a share is read. What is read again within half an hour is one visit."""
    now = timezone.now()
    last = share.visits.order_by("-last_at").values_list("pk", "last_at").first()
    if last and last[1] > now - ShareVisit.ONE_VISIT:
        ShareVisit.objects.filter(pk=last[0]).update(last_at=now, times=F("times") + 1)
    else:
        ShareVisit.objects.create(share=share, started_at=now, last_at=now)


def stop_shares(shares: "QuerySet[Share]") -> int:
    """Stop these at once, in every process. Return how many were not stopped before."""
    return shares.filter(revoked_at=None).update(revoked_at=timezone.now())
