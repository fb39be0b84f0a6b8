"""The same site with Wagtail's own REST v2 instead of ours."""

from tests.benchmarks.settings import *  # noqa: F403
from tests.benchmarks.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "wagtail.api.v2"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith(("api.", "articles."))]
ROOT_URLCONF = "tests.benchmarks.plainsite.urls"
