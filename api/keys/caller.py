"""Who a request is from, for the views."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Caller:
    """The holder of an accepted key, and what the key may do."""

    key: str
    """The key's public prefix."""
    client_id: int
    scopes: frozenset[str]
    clinic: str | None
    """Slug of the only clinic it answers for; None: any."""
    locales: tuple[str, ...]
    """The only languages it answers in, its default first; empty: all."""
    requests_per_minute: int | None
    """The client's own limit; None: the site's for keys."""


def caller_of(request: HttpRequest) -> Caller | None:
    """Return who asks with a key; None for anybody."""
    return getattr(request, "caller", None)
