"""Wagtail's REST v2 over the same articles, with everything in them that it can deliver.

It gives raw StreamField values: chosen images, topics and citations stay numbers, where our
documents have them expanded. So it does less work here than a front end needs.
"""

from django.urls import path
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.fields import ImageRenditionField

from articles.models import (
    ArticleAuthor,
    ArticlePage,
    ArticleTopic,
    Clinician,
    RelatedArticle,
    Topic,
)

HERO = APIField(
    "hero", serializer=ImageRenditionField("fill-480x270|format-webp", source="hero_image")
)

Topic.api_fields = [APIField("slug"), APIField("name"), APIField("type")]
Clinician.api_fields = [APIField("name"), APIField("credentials"), APIField("role")]
ArticleTopic.api_fields = [APIField("topic"), APIField("relation")]
ArticleAuthor.api_fields = [APIField("clinician"), APIField("name"), APIField("role")]
RelatedArticle.api_fields = [APIField("article")]
ArticlePage.api_fields = [
    *(
        APIField(name)
        for name in (
            "kind summary audience sections disclosure funding publisher_sells_therapy "
            "evidence_maturity last_reviewed_date next_review_date safety_notice robots "
            "search_keywords licence attribution article_topics article_authors related_articles"
        ).split()
    ),
    HERO,
]

router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [path("api/v2/", router.urls)]
