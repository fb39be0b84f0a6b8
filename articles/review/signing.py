"""Signing an article off, or asking for changes: who may, what is recorded."""

from typing import Any, NamedTuple

from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision, TaskState

from articles.models import Clinician, SignOff, SignOffRole
from articles.problems import SignOffRefused
from articles.review.content import content_hash as hash_of
from articles.review.dates import months_after
from articles.review.policy import required_sign_offs, review_months_of
from articles.review.reading import read_content

Decision = SignOff.Decision
CARRIED = "articles.notice.carry"
"""The log's action for a draft into which a safety notice was put: it is the older one besides."""


def signer_problem(page: Any, revision: Any, user: Any, role: str) -> str:
    """Why this person may not sign this revision, in words for them; empty when they may."""
    problem = credentials_problem(user, role)
    if not problem and user.pk in writers_since_sign_off(page, revision, role):
        return _(
            "You have changed this article since it was last signed off. Somebody else must "
            "review it."
        )
    return problem


def credentials_problem(user: Any, role: str) -> str:
    """Why nobody signs as this person, whatever the text; empty where they can."""
    clinician = clinician_of(user)
    if role == SignOffRole.CLINICAL and clinician is None:
        return _(
            "Nobody on file is linked to your account. Ask an administrator to choose your "
            "account at your entry under Clinicians."
        )
    if role == SignOffRole.CLINICAL and clinician and not clinician.credentials.strip():
        return _("Your entry under Clinicians has no credentials. They are needed to sign.")
    return ""


def clinician_of(user: Any) -> Clinician | None:
    return Clinician.objects.filter(user=user).first()


def writers_since_sign_off(page: Any, revision: Any, role: str) -> set[int]:
    """Users with a version of the article after the one last signed off, up to this revision.

    Of a version that was brought back, also those who had a part in it then.
    """
    # What was written while an older version was being read nobody has signed.
    signed = _approvals(page, role).annotate(read_at=Coalesce("revision__created_at", "signed_at"))
    last = signed.filter(read_at__lte=revision.created_at).order_by("-read_at").first()
    revisions = Revision.page_revisions.filter(
        object_id=str(page.pk), created_at__lte=revision.created_at
    )
    if last is not None:
        revisions = revisions.filter(created_at__gt=last.read_at)
    writers = set(revisions.exclude(user=None).values_list("user_id", flat=True))
    writers |= _writers_of_purged(page, after=last.read_at if last else None, until=revision)
    for old in _brought_back(page, revisions).filter(created_at__lt=revision.created_at):
        writers |= writers_since_sign_off(page, old, role)
    return writers


def _writers_of_purged(page: Any, *, after: Any, until: Any) -> set[int]:
    """Users with a version that `purge_revisions` has deleted since: the log still names them."""
    kept = Revision.page_revisions.filter(object_id=str(page.pk))
    edits = PageLogEntry.objects.filter(
        page_id=page.pk,
        action__in=("wagtail.create", "wagtail.edit"),
        timestamp__lte=until.created_at,
        revision_id__isnull=False,
        user_id__isnull=False,
    ).exclude(revision_id__in=kept.values("pk"))
    if after is not None:
        edits = edits.filter(timestamp__gt=after)
    return set(edits.values_list("user_id", flat=True))


def _brought_back(page: Any, revisions: Any) -> Any:
    """The older versions that some of these revisions were made from."""
    reverts = PageLogEntry.objects.filter(
        page_id=page.pk, action__in=("wagtail.revert", CARRIED), revision__in=revisions
    )
    ids = [entry.data["revision"]["id"] for entry in reverts]
    return Revision.page_revisions.filter(object_id=str(page.pk), pk__in=ids)


def last_approval(page: Any, role: str = SignOffRole.CLINICAL) -> SignOff | None:
    found: SignOff | None = _approvals(page, role).order_by("-signed_at", "-pk").first()
    return found


def _approvals(page: Any, role: str) -> Any:
    return SignOff.objects.filter(page_id=page.pk, role=role, decision=Decision.APPROVED)


class Read(NamedTuple):
    """What a reviewer had before them: a revision, and the hash of its text."""

    revision_id: int | None = None
    content_hash: str = ""


def decide(task_state: Any, *, user: Any, approve: bool, read: Read, comment: str) -> SignOff:
    """Record a reviewer's decision, and make the revision they read the one under review.

    Only a request for changes may come without ``read``: it is then about the revision that was
    submitted. Raises SignOffRefused, and records nothing, when the text has changed since, or when
    this person may not sign it.
    """
    role = task_state.task.specific.role
    _refuse_second(task_state)
    revision = _revision_read(task_state, read)
    page = revision.as_object()
    content = read_content(page)
    current = hash_of(content)
    if approve:
        _refuse(page, revision, user, role, read=read.content_hash, current=current)
    clinician = clinician_of(user)
    task_state.revision = revision
    signed_at = timezone.now()
    months = review_months_of(page)
    return SignOff.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        title=page.title,
        content_hash=current,
        content=content,
        revision=revision,
        reviewer=user,
        clinician=clinician,
        reviewer_name=clinician.name if clinician else user.get_full_name() or str(user),
        credentials=clinician.credentials if clinician else "",
        role=role,
        decision=Decision.APPROVED if approve else Decision.CHANGES_REQUESTED,
        comment=comment,
        signed_at=signed_at,
        valid_until=months_after(timezone.localdate(signed_at), months) if approve else None,
    )


def _refuse_second(task_state: Any) -> None:
    """Locked: of two decisions at the same moment one comes second."""
    current = TaskState.objects.select_for_update(of=("self",)).get(pk=task_state.pk)
    if current.status != TaskState.STATUS_IN_PROGRESS:
        raise SignOffRefused(_("This review has been decided already."), "decided")


def _revision_read(task_state: Any, read: Read) -> Revision:
    """Locked: a draft must not be saved over it between our look at it and the record."""
    submitted = task_state.revision
    found: Revision | None = (
        Revision.page_revisions.select_for_update(of=("self",))
        .filter(
            pk=read.revision_id or submitted.pk,
            base_content_type_id=submitted.base_content_type_id,
            object_id=submitted.object_id,
        )
        .first()
    )
    if found is None:
        raise SignOffRefused(
            _("This version of the article is gone. Read the present one."), "gone"
        )
    return found


def _refuse(page: Any, revision: Any, user: Any, role: str, *, read: str, current: str) -> None:
    if not read:
        raise SignOffRefused(
            _("An article is signed on its review screen, where its text is shown."), "not_read"
        )
    if read != current:
        raise SignOffRefused(
            _("The text has changed while you were reading. Read it again before you sign."),
            "stale",
        )
    problem = signer_problem(page, revision, user, role)
    if problem:
        raise SignOffRefused(problem, "signer")
    missing = [
        str(SignOffRole(other).label) for other in _before(role) if not _holds(page, other, current)
    ]
    if missing:
        raise SignOffRefused(
            _("The text has changed since this sign-off: %(roles)s. Request changes instead.")
            % {"roles": ", ".join(missing)},
            "earlier_sign_off",
        )


def _before(role: str) -> list[str]:
    """The required roles that sign before this one."""
    required = required_sign_offs()
    return required[: required.index(role)] if role in required else []


def _holds(page: Any, role: str, content_hash: str) -> bool:
    last = last_approval(page, role)
    return last is not None and last.content_hash == content_hash
