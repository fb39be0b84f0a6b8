"""The tests' settings for processes that share a test's files, too."""

import os
from pathlib import Path

from cms.settings.test import *  # noqa: F403
from cms.settings.test import CLINIC_CONTENT

MEDIA_ROOT = Path(os.environ["CMS_VAR_DIR"]) / "media"
# Nobody has to sign: who acts here is a publisher.
CLINIC_CONTENT["ARTICLES"]["REQUIRED_SIGN_OFFS"] = ()  # type: ignore[index]
CLINIC_CONTENT["API"]["WEBHOOK_PRIVATE_NETWORKS"] = ["127.0.0.0/8"]  # type: ignore[index]
