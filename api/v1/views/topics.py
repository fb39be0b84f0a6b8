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
from api.v1.clinics import not_found, with_clinic_tag
from api.v1.filters import OF_CLINIC
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
PARAMETERS = (LOCALE, TYPE, OF_CLINIC, LIMIT, CURSOR)
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
        """A page of the topics that published articles, in any language, refer to; by slug.

        With `clinic` those of the articles that it carries, which are all that is counted.
        """
        query = read_parameters(request, PARAMETERS)
        at, clinic = moment(), query["clinic"]
        conditions = [shown_condition("topic", at, clinic=clinic)]
        if query["type"] is not None:
            conditions.append(Condition("n.type = %s", (query["type"],)))

        def build(ids: Sequence[int]) -> dict[int, bytes]:
            return _profiles(request, ids, query["locale"], at, clinic=clinic)

        body = snippet_list(request, query, TABLE, conditions, build)
        return answer(request, body, with_clinic_tag(_TAGS, clinic))


class TopicView(DeliveryView):
    """One topic."""

    @operation(
        operation_id="get_topic",
        summary="One topic with its codes and other names",
        tags=["topics"],
        parameters=[responses.slug_of("topic"), LOCALE.as_openapi(), OF_CLINIC.as_openapi()],
        responses=responses.TOPIC,
    )
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """A topic that published articles refer to; `articles` is the URL of those on it."""
        query = read_parameters(request, (LOCALE, OF_CLINIC))
        at, clinic = moment(), query["clinic"]
        found = None
        if WORD.fullmatch(slug):
            found = find_snippet(TABLE, "slug", slug, [shown_condition("topic", at, clinic=clinic)])
        profiles = _profiles(request, [found], query["locale"], at, clinic=clinic) if found else {}
        if found not in profiles:
            raise not_found("No published article refers to a topic with this slug.", clinic)
        tags = with_clinic_tag(f"{_TAGS} {topic_tag(slug)}", clinic)
        return answer(request, profiles[found], tags)


def _profiles(
    request: HttpRequest, ids: Sequence[int], locale: str, at: Moment, *, clinic: str | None
) -> dict[int, bytes]:
    topics = Topic.objects.filter(pk__in=ids).prefetch_related("codes", "texts__locale")
    counts = count_articles([topic.slug for topic in topics], locale=locale, at=at, clinic=clinic)
    base = f"{request.scheme}://{request.get_host()}{reverse('api:v1:article-list')}"
    of_clinic = {} if clinic is None else {"clinic": clinic}
    return {
        topic.pk: build_topic(
            topic,
            locale,
            article_count=counts.get(topic.slug, 0),
            articles=f"{base}?{urlencode({'topic': topic.slug, 'locale': locale, **of_clinic})}",
        )
        .model_dump_json()
        .encode()
        for topic in topics
    }
