def register_icons(icons: list[str]) -> list[str]:
    """Wagtail has no icon of things that tell each other."""
    return [*icons, "api/icons/webhook.svg"]
