"""Settings of a worker whose receivers are on this machine, and whose mail stays in a folder."""

import os
from pathlib import Path

import django

from cms.settings.test import *  # noqa: F403
from cms.settings.test import CLINIC_CONTENT

CLINIC_CONTENT["API"]["WEBHOOK_PRIVATE_NETWORKS"] = ["127.0.0.0/8"]  # type: ignore[index]
_folder = str(Path(os.environ["CMS_VAR_DIR"]) / "mail")
_backend = "django.core.mail.backends.filebased.EmailBackend"
if django.VERSION < (6, 1):
    EMAIL_BACKEND, EMAIL_FILE_PATH = _backend, _folder
else:
    MAILERS = {"default": {"BACKEND": _backend, "OPTIONS": {"file_path": _folder}}}
