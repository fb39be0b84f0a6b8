from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "articles"
    label = "articles"
    verbose_name = _("Clinical articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from articles import search, system_checks
        from articles.checks.rules import register_rules
        from articles.clinics.permissions import ClinicPermissionPolicy
        from articles.models import Clinic
        from articles.placing import receivers as placing
        from articles.review import notifications, receivers

        # Before any view of clinics asks for one.
        register_permission_policy(Clinic, ClinicPermissionPolicy(Clinic))
        register_rules()
        system_checks.register_checks()
        search.connect()
        receivers.connect()
        notifications.connect()
        placing.connect()
