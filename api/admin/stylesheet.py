from django.utils.html import format_html
from wagtail.admin.staticfiles import versioned_static


def stylesheet() -> str:
    """The link to our few rules for the admin: cells of listings have parts of ours."""
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("api/css/admin.css"))
