"""An article's topics as schema.org's medical entities. Pure."""

from api.documents.json_ld.node import Node, without_empty
from api.documents.schema import ArticleDocument, TopicCode, TopicRef

_TYPES = {"condition": "MedicalCondition", "therapy": "MedicalTherapy", "drug": "Drug"}


def id_of(topic: TopicRef, base: str) -> str:
    return f"{base}#topic-{topic.slug}"


def reference(topic: TopicRef, base: str) -> Node:
    return {"@id": id_of(topic, base)}


def build_topics(document: ArticleDocument, base: str) -> dict[str, Node]:
    """Build each topic once, by id, in the article's order.

    What treats what is not said: that an article is on a therapy for a condition does not mean
    that it helps.
    """
    return {
        id_of(topic, base): without_empty(
            {
                "@type": _TYPES[topic.type],
                "@id": id_of(topic, base),
                "name": topic.name,
                "code": [_code(code) for code in topic.codes],
            }
        )
        for topic in document.topics
    }


def _code(code: TopicCode) -> Node:
    return without_empty(
        {
            "@type": "MedicalCode",
            "codeValue": code.code,
            "codingSystem": code.system,
            "name": code.display,
        }
    )
