from django.utils.html import format_html
from wagtail.admin.staticfiles import versioned_static


def editor_script() -> str:
    """What lets a report link to a block in the editor."""
    return format_html('<script src="{}"></script>', versioned_static("articles/js/block-link.js"))
