"""The bare view that ours is compared with: constant bytes, as many as an article has."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b"x" * settings.BARE_SIZE


def constant(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(BODY, content_type="application/json")


urlpatterns = [path("<path:name>", constant)]
