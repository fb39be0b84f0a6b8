"""Production's settings, with what a test's articles lack and a machine may not have."""

from cms.settings import backends
from cms.settings.production import *  # noqa: F403
from cms.settings.production import CLINIC_CONTENT, STORAGES

# The articles of a test are signed by nobody.
CLINIC_CONTENT = {**CLINIC_CONTENT, "ARTICLES": {"ENFORCE_CHECKS": False}}
# Nobody has collected static files.
STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": STATIC_STORAGE}}
CACHES = {"default": backends.cache(None)}
