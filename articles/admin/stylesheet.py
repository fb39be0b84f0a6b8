from django.utils.html import format_html_join
from wagtail.admin.staticfiles import versioned_static

_SHEETS = (
    "admin",
    "clinic-values",
    "clinics",
    "differences",
    "placing",
    "quality",
    "review",
    "withdrawals",
)


def stylesheet() -> str:
    """The links to our few rules for the admin: listings, forms and modals have parts of ours."""
    urls = ((versioned_static(f"articles/css/{name}.css"),) for name in _SHEETS)
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', urls)
