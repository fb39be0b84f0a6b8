from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.media.serving import serve_media

handler404 = (
    "cms.reader.views.page_not_found" if settings.READER else "django.views.defaults.page_not_found"
)
handler500 = "articles.outage.on_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("api.urls")),
    # Empty unless DEBUG is on: elsewhere uploads are the web server's or the bucket's.
    *static(settings.MEDIA_URL, view=serve_media, document_root=settings.MEDIA_ROOT),
    *([path("", include("cms.reader.urls"))] if settings.READER else []),
    path("", include(wagtail_urls)),
]
