"""The test settings, with a cache that two processes share."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import CACHES

CACHES["default"]["KEY_PREFIX"] = "clinic-articles-test-shared"
