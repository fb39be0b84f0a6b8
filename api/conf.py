"""Settings of the delivery API: `CLINIC_CONTENT = {"API": {...}}`, read when used."""

from functools import cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

DEFAULTS: dict[str, Any] = {
    # An article's address on the front end, with {slug} and {locale}, or the path of it on the
    # article's Wagtail site; None: the page's own address there.
    "ARTICLE_URL": None,
    # Origins whose scripts may read the API; empty: none. "*" as the only entry: any.
    "CORS_ORIGINS": (),
    # Whether content may be read without a key.
    "ANONYMOUS_READS": True,
    # Requests per minute for each address without a key, for each key whose client has no number
    # of its own, and with keys that are not accepted, for each address; None: as many as they like.
    "ANONYMOUS_LIMIT": 600,
    "KEY_LIMIT": 6000,
    "FAILED_KEY_LIMIT": 60,
    # Proxies in front that append to X-Forwarded-For; 0: the header is not believed.
    "NUM_PROXIES": 0,
    # Seconds a browser or CDN may serve an answer without asking.
    "CACHE_MAX_AGE": 30,
    # Seconds a stale answer may be served while a fresh one is fetched.
    "CACHE_STALE_WHILE_REVALIDATE": 30,
    # Cards per page where a list names no limit, and the highest limit it may name.
    "PAGE_SIZE": 20,
    "MAX_PAGE_SIZE": 100,
    # Days before the next review from which an article counts as due soon.
    "REVIEW_DUE_SOON_DAYS": 60,
    # Days that a change stays in the log. A front end that was away for longer starts again.
    "CHANGES_KEPT_DAYS": 90,
    # Seconds within which every front end has to follow, by how serious a withdrawal or a safety
    # notice is.
    "REFRESH_WITHIN": {"critical": 300, "urgent": 3600, "advice": 86400},
    # Networks inside which receivers of webhooks may be all the same, such as "10.1.0.0/16"; only
    # there may an address begin with http://.
    "WEBHOOK_PRIVATE_NETWORKS": (),
    # Days that a webhook which was delivered or given up stays in the log with its attempts.
    "WEBHOOKS_KEPT_DAYS": 30,
    # What a client is told to wait when the database cannot be reached, in seconds.
    "RETRY_AFTER": 5,
}


def get_setting(name: str) -> Any:
    """Return the site's value of `name`, else the default. Unknown names are a `KeyError`."""
    return _values()[name]


@cache
def _values() -> dict[str, Any]:
    """Merged once: several are read at every request."""
    return {**DEFAULTS, **getattr(settings, "CLINIC_CONTENT", {}).get("API", {})}


def _forget(**kwargs: Any) -> None:
    _values.cache_clear()


# Sent by Django's own means to change settings in tests; nothing else changes them.
setting_changed.connect(_forget, dispatch_uid="api.conf")
