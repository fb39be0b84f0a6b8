"""Production's settings of a site whose receivers of webhooks are on this machine."""

from tests.cms.proxies.site_settings import *  # noqa: F403
from tests.cms.proxies.site_settings import CLINIC_CONTENT

CLINIC_CONTENT["ARTICLES"] = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
CLINIC_CONTENT["API"]["WEBHOOK_PRIVATE_NETWORKS"] = ["127.0.0.0/8"]
WAGTAILFRONTENDCACHE: dict[str, object] = {}
