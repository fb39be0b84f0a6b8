"""`/topics/` and `/topics/{slug}/`."""

from collections.abc import Sequence
from typing import get_args
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from api.documents.profiles import build_topic
from api.documents.schema.topics import TopicType
from api.purging.tags import ARTICLES, TOPICS, topic_tag
from api.reading.lists import Condition
from api.reading.public import Moment, moment
from api.reading.snippets import count_articles, find_snippet, shown_condition
from api.v1 import resource_responses as responses
from api.v1.errors import NotFound
from api.v1.operation import operation
from api.v1.parameters import CURSOR, LIMIT, LOCALE, WORD, Parameter, read_parameters
from api.v1.views.base import DeliveryView
from api.v1.views.snippets import answer, snippet_list
from articles.models import Topic

TABLE = Topic._meta.db_table
TYPES: tuple[str, ...] = get_args(TopicType)
TYPE = Parameter(
    name="type",
    description="Topics of this type.",
    allowed=lambda: TYPES,
    schema={"type": "string", "enum": list(TYPES)},
)
PARAMETERS = (LOCALE, TYPE, LIMIT, CURSOR)
# Which topics there are, and how many articles each has, depends on the articles.
_TAGS = f"{ARTICLES} {TOPICS}"


class TopicListView(DeliveryView):
    """Topics that public articles speak of."""

    @operation(
        operation_id="list_topics",
        summary="Conditions, therapies and drugs",
        tags=["topics"],
        parameters=[each.as_openapi() for each in PARAMETERS],
        responses=responses.TOPIC_LIST,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of the topics that published articles, in any language, refer to; by slug."""
        query = read_parameters(request, PARAMETERS)
        at = moment()
        conditions = [shown_condition("topic", at)]
        if query["type"] is not None:
            conditions.append(Condition("n.type = %s", (query["type"],)))

        def build(ids: Sequence[int]) -> dict[int, bytes]:
            return _profiles(request, ids, query["locale"], at)

        return answer(request, snippet_list(request, query, TABLE, conditions, build), _TAGS)


class TopicView(DeliveryView):
    """One topic."""

    @operation(
        operation_id="get_topic",
        summary="One topic with its codes and other names",
        tags=["topics"],
        parameters=[responses.slug_of("topic"), LOCALE.as_openapi()],
        responses=responses.TOPIC,
    )
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A topic that published articles refer to; `articles` is the URL of those on it."""
        query = read_parameters(request, (LOCALE,))
        at = moment()
        found = None
        if WORD.fullmatch(slug):
            found = find_snippet(TABLE, "slug", slug, [shown_condition("topic", at)])
        profiles = _profiles(request, [found], query["locale"], at) if found else {}
        if found not in profiles:
            raise NotFound("No published article refers to a topic with this slug.")
        return answer(request, profiles[found], f"{_TAGS} {topic_tag(slug)}")


def _profiles(
    request: HttpRequest, ids: Sequence[int], locale: str, at: Moment
) -> dict[int, bytes]:
    topics = Topic.objects.filter(pk__in=ids).prefetch_related("codes", "texts__locale")
    counts = count_articles([topic.slug for topic in topics], locale=locale, at=at)
    base = f"{request.scheme}://{request.get_host()}{reverse('api:v1:article-list')}"
    return {
        topic.pk: build_topic(
            topic,
            locale,
            article_count=counts.get(topic.slug, 0),
            articles=f"{base}?{urlencode({'topic': topic.slug, 'locale': locale})}",
        )
        .model_dump_json()
        .encode()
        for topic in topics
    }
