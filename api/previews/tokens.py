"""What stands in a preview's address. Signed for this use alone, so accepted nowhere else."""

from typing import NamedTuple
from uuid import UUID

from django.core import signing

from api.models import PreviewSession

SALT = "api.previews"
LONGEST_TOKEN = 400


class Bound(NamedTuple):
    """What a token was made for."""

    session_id: UUID
    page_id: int
    revision_id: int | None


class TokenError(ValueError):
    """This is no token of ours, or one that is too old."""


def make_token(session: PreviewSession) -> str:
    """Return the token of a session: the same as before only within one second."""
    bound = [session.pk.hex, session.page_id, session.revision_id]
    return signing.dumps(bound, salt=SALT)


def read_token(token: str) -> Bound:
    """Return what a token was made for, or raise `TokenError`. Whether that is open still is
    another question."""
    if len(token) > LONGEST_TOKEN:
        raise TokenError
    try:
        session_id, page_id, revision_id = signing.loads(
            token, salt=SALT, max_age=PreviewSession.LONGEST
        )
        return Bound(UUID(session_id), page_id, revision_id)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise TokenError from error
