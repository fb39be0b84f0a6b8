"""Settings of authoring and review: `CLINIC_CONTENT = {"ARTICLES": {...}}`, read when used."""

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    # Whether a blocking finding of the editorial rules, or a missing sign-off, keeps an article
    # from going live. False: findings are shown and reported only, as while a library moves in.
    "ENFORCE_CHECKS": True,
    # Roles whose sign-off an article needs: "clinical", and "legal" where that is wanted.
    "REQUIRED_SIGN_OFFS": ("clinical",),
    # Whether a reviewer may sign a safety notice that they wrote themselves: for a site where at
    # night there is only one.
    "SIGN_OWN_NOTICES": False,
    # Rules that not even an administrator may override for an article.
    "FIRM_RULES": ("V2",),
    # Days that an override may last at most.
    "OVERRIDE_MAX_DAYS": 90,
    # Days before a review is due on which those who must act are reminded by mail.
    "REMINDER_DAYS": (60, 14, 1),
    # What becomes of a live article whose review is overdue: "flag" it, or "unpublish" it after
    # the days of grace.
    "OVERDUE_ACTION": "flag",
    "OVERDUE_GRACE_DAYS": 90,
    # Signs exports of evidence; `manage.py evidence_key` makes one. Without it nothing is exported.
    "EVIDENCE_KEY": "",
}


def get_articles_settings() -> Any:
    """The value as it is set; not a dict where somebody made a mistake."""
    content = getattr(settings, "CLINIC_CONTENT", {})
    return content.get("ARTICLES", {}) if isinstance(content, dict) else {}


def get_setting(name: str) -> Any:
    """Return the site's value of `name`, else the default. Unknown names are a `KeyError`."""
    values = get_articles_settings()
    return {**DEFAULTS, **(values if isinstance(values, dict) else {})}[name]
