from django.utils.html import format_html_join
from wagtail.admin.staticfiles import versioned_static

_SCRIPTS = ("block-link", "preview-link")


def editor_script() -> str:
    """What leads to a block in the editor: from a report, and from the preview panel."""
    urls = ((versioned_static(f"articles/js/{name}.js"),) for name in _SCRIPTS)
    return format_html_join("\n", '<script src="{}"></script>', urls)
