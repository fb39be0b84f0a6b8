"""An article's topics with their codes. Pure."""

from functools import partial

from api.documents.references import References
from api.documents.schema import TopicCode, TopicRef
from api.documents.sources import ArticleSource
from api.documents.words import in_locale
from articles.models import Topic
from articles.models.base import lines


def build_topics(source: ArticleSource, references: References) -> list[TopicRef]:
    """Build the topics in the editor's order."""
    locale = source.locale
    return [
        references.once(
            ("topic", topic_id, locale, relation), partial(_topic_ref, topic, locale, relation)
        )
        for topic_id, relation in source.topics
        if (topic := references.topics.get(topic_id))
    ]


def _topic_ref(topic: Topic, locale: str, relation: str) -> TopicRef:
    return TopicRef(
        slug=topic.slug,
        name=in_locale(topic, locale, "name"),
        type=topic.type,
        relation=relation,
        codes=build_codes(topic),
    )


def other_names(source: ArticleSource, references: References) -> list[str]:
    """Return what readers call the topics besides their names."""
    locale = source.locale
    return [
        name
        for topic_id, _relation in source.topics
        if (topic := references.topics.get(topic_id))
        for name in references.once(
            ("synonyms", topic_id, locale), partial(_synonyms, topic, locale)
        )
    ]


def _synonyms(topic: Topic, locale: str) -> list[str]:
    return lines(in_locale(topic, locale, "synonyms"))


def build_codes(topic: Topic) -> list[TopicCode]:
    return [
        TopicCode(
            system=code.system_uri,
            oid=code.system_oid,
            code=code.code,
            display=code.display or None,
            version=code.version or None,
        )
        for code in topic.codes.all()
    ]
