"""Settings of a worker whose receivers are on this machine."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import CLINIC_CONTENT

CLINIC_CONTENT["API"]["WEBHOOK_PRIVATE_NETWORKS"] = ["127.0.0.0/8"]  # type: ignore[index]
