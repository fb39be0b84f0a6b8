"""The embedded default: SQLite, local files, demo content. Never for the open internet.

`CMS_VAR_DIR` moves the database and the uploads; `DATABASE_URL` and `REDIS_URL` are honoured, so
that measurements and experiments run on PostgreSQL and Redis too.
"""

import os
from pathlib import Path
from typing import Any

from cms.settings import backends
from cms.settings.base import *  # noqa: F403
from cms.settings.base import BASE_DIR, READER_ARTICLE_URL
from cms.settings.local import known_base_url, local_evidence_key

VAR_DIR = Path(os.environ.get("CMS_VAR_DIR") or BASE_DIR / "var").resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = True
SECRET_KEY = "development-only-key-never-used-in-production"  # noqa: S105
ALLOWED_HOSTS = ["*"]
# `manage.py serve` writes the address it serves at into this file.
BASE_URL_NOTE = VAR_DIR / "base_url"
WAGTAILADMIN_BASE_URL = os.environ.get("WAGTAILADMIN_BASE_URL") or known_base_url(
    os.environ, BASE_URL_NOTE
)
DATABASES = {
    "default": (
        backends.database(os.environ["DATABASE_URL"])
        if os.environ.get("DATABASE_URL")
        else backends.sqlite(VAR_DIR / "db.sqlite3")
    )
}
CACHES = {"default": backends.cache(os.environ.get("REDIS_URL"))}
MEDIA_ROOT = VAR_DIR / "media"
CLINIC_CONTENT: dict[str, dict[str, Any]] = {
    "ARTICLES": {"EVIDENCE_KEY": local_evidence_key(VAR_DIR / "evidence_key")},
    "API": {"ARTICLE_URL": READER_ARTICLE_URL},
}

# Nothing has to be collected: files are found in the apps, so an edited one shows at once.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

globals().update(backends.mail("consolemail://"))
