from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Delivery of published articles as finished JSON."""

    name = "api"
    label = "api"
    verbose_name = _("Delivery API")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Imported for its effect: system checks register themselves.
        from api import checks, receivers  # noqa: F401
        from api.purging import checks as purging_checks  # noqa: F401

        receivers.connect()
