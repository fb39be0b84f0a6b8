"""Settings of the test suite: development's, with production's caution and nothing shared.

`DATABASE_URL` and `REDIS_URL` choose the services, as in `.ci/run`.
"""

import os
import tempfile
from pathlib import Path

from cms.settings import backends
from cms.settings.development import *  # noqa: F403
from cms.settings.development import CACHES, DATABASES

DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = []
# Goes when the process does; each process of a parallel run has its own.
_media = tempfile.TemporaryDirectory(prefix="clinic-articles-media-")
MEDIA_ROOT = Path(_media.name)
# A test's connection must not outlive its database.
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Parallel runs share one Redis and must not read each other's keys.
CACHES["default"]["KEY_PREFIX"] = f"clinic-articles-test-{os.getpid()}"

# One address asks for everything here; tests of limits set their own.
CLINIC_CONTENT = {
    # Most tests need articles that are live and not articles that are good; those of the gate
    # and of sign-off have it enforced.
    "ARTICLES": {"ENFORCE_CHECKS": False},
    "API": {"ANONYMOUS_LIMIT": None, "KEY_LIMIT": None, "FAILED_KEY_LIMIT": None},
}

globals().update(backends.mail("memorymail://"))
