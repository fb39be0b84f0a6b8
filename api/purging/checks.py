"""System checks of the caches in front. Registered by being imported in `ApiConfig.ready`."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from wagtail.contrib.frontend_cache.utils import get_backends


@register(Tags.caches)
def check_backends(
    *, app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Find caches that cannot be made, or that would keep withdrawn articles."""
    try:
        backends = get_backends()
    except Exception as error:
        # Whatever a backend raises for what it lacks: a missing option, package or class.
        return [
            Error(
                f"WAGTAILFRONTENDCACHE cannot be used: {type(error).__name__}: {error}",
                hint="Correct it, or remove it where no cache is to be purged.",
                id="api.E018",
            )
        ]
    return [
        Warning(
            f"WAGTAILFRONTENDCACHE[{name!r}] cannot purge by tag: it keeps changed and withdrawn "
            "answers of the API until they are too old.",
            hint="Use one of api.purging.backends, or a backend of your own with `purge_tags`.",
            id="api.W002",
        )
        for name, backend in backends.items()
        if not hasattr(backend, "purge_tags")
    ]
