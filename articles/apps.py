from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    label = "articles"
    verbose_name = _("Clinical articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from articles import search, system_checks
        from articles.checks.rules import register_rules
        from articles.placing import receivers as placing
        from articles.review import notifications, receivers

        register_rules()
        system_checks.register_checks()
        search.connect()
        receivers.connect()
        notifications.connect()
        placing.connect()
