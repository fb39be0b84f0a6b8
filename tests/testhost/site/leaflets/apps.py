from django.apps import AppConfig


class LeafletsConfig(AppConfig):
    name = "leaflets"

    def ready(self) -> None:
        from leaflets import rules  # noqa: F401 (registers the host's rules)
