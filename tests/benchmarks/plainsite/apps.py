from django.apps import AppConfig


class PlainSiteConfig(AppConfig):
    name = "tests.benchmarks.plainsite"
    label = "plainsite"
    default_auto_field = "django.db.models.BigAutoField"
