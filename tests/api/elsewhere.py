"""URLs of a site that mounts the API elsewhere and has addresses of its own around it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def own(request: HttpRequest) -> HttpResponse:
    # Sessions are there: the whole middleware ran.
    return HttpResponse(f"own, session {request.session.session_key}")


urlpatterns = [
    path("content/api/own/", own),
    path("content/", include("api.urls")),
    path("", own),
]
