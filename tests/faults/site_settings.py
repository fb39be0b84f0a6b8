"""Production's settings of a site whose receivers and readers are on this machine."""

import os

from cms.settings import backends
from tests.cms.proxies.site_settings import *  # noqa: F403
from tests.cms.proxies.site_settings import CLINIC_CONTENT

CLINIC_CONTENT["ARTICLES"] = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
# One address asks for everything.
CLINIC_CONTENT["API"] |= {
    "WEBHOOK_PRIVATE_NETWORKS": ["127.0.0.0/8"],
    "ANONYMOUS_LIMIT": None,
    "KEY_LIMIT": None,
    "FAILED_KEY_LIMIT": None,
}
WAGTAILFRONTENDCACHE: dict[str, object] = {}
# The Redis of the test: one that is not asked cannot be missed.
CACHES = {"default": backends.cache(os.environ["REDIS_URL"])}
