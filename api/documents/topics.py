"""An article's topics with their codes. Pure."""

from api.documents.references import References
from api.documents.schema import TopicCode, TopicRef
from api.documents.sources import ArticleSource
from api.documents.words import in_locale
from articles.models import Topic
from articles.models.base import lines


def build_topics(source: ArticleSource, references: References) -> list[TopicRef]:
    """Build the topics in the editor's order."""
    return [
        TopicRef(
            slug=topic.slug,
            name=in_locale(topic, source.locale, "name"),
            type=topic.type,
            relation=relation,
            codes=build_codes(topic),
        )
        for topic_id, relation in source.topics
        if (topic := references.topics.get(topic_id))
    ]


def other_names(source: ArticleSource, references: References) -> list[str]:
    """Return what readers call the topics besides their names."""
    return [
        name
        for topic_id, _relation in source.topics
        if (topic := references.topics.get(topic_id))
        for name in lines(in_locale(topic, source.locale, "synonyms"))
    ]


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
