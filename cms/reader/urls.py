"""The reader's addresses. Those without a language are in the site's own."""

import re

from django.conf import settings
from django.urls import include, path, register_converter

from cms.reader import views


class LanguageConverter:
    """One of the site's languages. Anything else is left to Wagtail's pages."""

    regex = "|".join(re.escape(code) for code, _name in settings.LANGUAGES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(LanguageConverter, "language")

app_name = "reader"

_pages = [
    path("", views.page, name="home"),
    path("articles/<str:article>/", views.page, name="article"),
    path("topics/<str:topic>/", views.page, name="topic"),
    path("search/", views.page, name="search"),
    path("preview/", views.draft, name="draft"),
]

urlpatterns = [
    path("reader/<slug:version>/<path:name>", views.file, name="file"),
    *_pages,
    path("<language:language>/", include(_pages)),
]
