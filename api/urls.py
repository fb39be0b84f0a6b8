"""The API's addresses: `include("api.urls")` wherever it is to be mounted."""

from django.urls import include, path, re_path

from api.sharing.views import SharedDraftView
from api.v1.views.health import LiveView, ReadyView
from api.v1.views.index import UnknownView

app_name = "api"

urlpatterns = [
    path("api/v1/", include("api.v1.urls")),
    # Below the API's prefix nothing answers in HTML. Other apps' addresses there go before.
    re_path(r"^api/", UnknownView.as_view(), name="unknown"),
    path("shared/<str:token>/", SharedDraftView.as_view(), name="shared"),
    path("health/live", LiveView.as_view(), name="health-live"),
    path("health/ready", ReadyView.as_view(), name="health-ready"),
]
