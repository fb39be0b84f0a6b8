"""Production's settings, with what a measurement must not share or need."""

from cms.settings import backends
from cms.settings.production import *  # noqa: F403
from cms.settings.production import CLINIC_CONTENT, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.plainsite"]

# Counted as in production, and never reached.
CLINIC_CONTENT = {
    "API": {**CLINIC_CONTENT["API"], "ANONYMOUS_LIMIT": 10**9, "KEY_LIMIT": 10**9},
    # The generated articles are signed by nobody; what the rules cost is measured by itself.
    "ARTICLES": {"ENFORCE_CHECKS": False},
}
# In the process: Wagtail's API looks site roots up in it, and a Redis server is one hop more.
CACHES = {"default": backends.cache(None)}
