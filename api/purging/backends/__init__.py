"""Front-end cache backends that drop answers by tag, for `WAGTAILFRONTENDCACHE`.

They are Wagtail's own, with its options, and two differences: `purge_tags`, and that what fails
is raised as `PurgeError` instead of being logged.
"""

from api.purging.backends.base import PurgeError
from api.purging.backends.cloudflare import CloudflareBackend
from api.purging.backends.cloudfront import CloudfrontBackend
from api.purging.backends.varnish import VarnishBackend

__all__ = ["CloudflareBackend", "CloudfrontBackend", "PurgeError", "VarnishBackend"]
