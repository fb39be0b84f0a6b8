from django.urls import path

from api.v1.views.article_list import ArticleListView
from api.v1.views.articles import ArticleView
from api.v1.views.changes import ChangesView
from api.v1.views.citations import CitationView
from api.v1.views.clinics import ClinicListView, ClinicView
from api.v1.views.docs import AssetView, DocsView
from api.v1.views.find import FindView
from api.v1.views.index import IndexView
from api.v1.views.manifest import ManifestView
from api.v1.views.preview import PreviewView
from api.v1.views.schema import SchemaView
from api.v1.views.sections import SectionListView, SectionView
from api.v1.views.topics import TopicListView, TopicView
from api.v1.views.webhook_deliveries import WebhookDeliveriesView, WebhookReplayView
from api.v1.views.webhooks import (
    WebhookDetailView,
    WebhookListView,
    WebhookPingView,
    WebhookSecretView,
)
from api.v1.views.withdrawals import AcknowledgementView, WithdrawalView

app_name = "v1"

# The most read first.
urlpatterns = [
    path("articles/<str:ref>/", ArticleView.as_view(), name="article"),
    path("articles/", ArticleListView.as_view(), name="article-list"),
    path(
        "articles/<str:ref>/sections/<str:section>/", SectionView.as_view(), name="article-section"
    ),
    path("sections/", SectionListView.as_view(), name="section-list"),
    path("topics/", TopicListView.as_view(), name="topic-list"),
    path("topics/<str:slug>/", TopicView.as_view(), name="topic"),
    path("clinics/", ClinicListView.as_view(), name="clinic-list"),
    path("clinics/<str:slug>/", ClinicView.as_view(), name="clinic"),
    path("citations/<str:number>/", CitationView.as_view(), name="citation"),
    path("find/", FindView.as_view(), name="find"),
    path("manifest/", ManifestView.as_view(), name="manifest"),
    path("changes/", ChangesView.as_view(), name="changes"),
    path("preview/<str:token>/", PreviewView.as_view(), name="preview"),
    path("withdrawals/<str:withdrawal_id>/", WithdrawalView.as_view(), name="withdrawal"),
    path(
        "withdrawals/<str:withdrawal_id>/acknowledgements/",
        AcknowledgementView.as_view(),
        name="withdrawal-acknowledgements",
    ),
    path("webhooks/", WebhookListView.as_view(), name="webhooks"),
    path("webhooks/<str:number>/", WebhookDetailView.as_view(), name="webhook"),
    path("webhooks/<str:number>/secret/", WebhookSecretView.as_view(), name="webhook-secret"),
    path("webhooks/<str:number>/ping/", WebhookPingView.as_view(), name="webhook-ping"),
    path(
        "webhooks/<str:number>/deliveries/",
        WebhookDeliveriesView.as_view(),
        name="webhook-deliveries",
    ),
    path("webhooks/<str:number>/replay/", WebhookReplayView.as_view(), name="webhook-replay"),
    path("", IndexView.as_view(), name="index"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("docs/assets/<str:name>", AssetView.as_view(), name="docs-asset"),
]
