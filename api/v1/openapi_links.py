"""What one answer gives to ask the next question with, as OpenAPI links."""

from typing import Any, NamedTuple


class Link(NamedTuple):
    """From an operation's answer to another operation: its path parameters by JSON pointer."""

    name: str
    source: str
    target: str
    parameters: dict[str, str]
    says: str


LINKS = (
    Link("article", "list_articles", "get_article", {"ref": "/items/0/id"}, "The whole of a card."),
    Link(
        "article", "get_manifest", "get_article", {"ref": "/items/0/id"}, "The whole of an entry."
    ),
    Link(
        "article", "get_changes", "get_article", {"ref": "/items/0/id"}, "The whole of an article."
    ),
    Link(
        "section",
        "get_article",
        "get_section",
        {"ref": "/id", "section": "/sections/0/id"},
        "One section by itself.",
    ),
    Link(
        "citation",
        "get_article",
        "get_citation",
        {"number": "/citations/0/citation_id"},
        "One source.",
    ),
    Link("topic", "get_article", "get_topic", {"slug": "/topics/0/slug"}, "One of its topics."),
    Link("topic", "list_topics", "get_topic", {"slug": "/items/0/slug"}, "The whole profile."),
    Link("clinic", "list_clinics", "get_clinic", {"slug": "/items/0/slug"}, "The whole profile."),
    Link(
        "article",
        "list_sections",
        "get_article",
        {"ref": "/items/0/article/id"},
        "The article that a section is from.",
    ),
)


def add_links(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """State the links at the answers they start from."""
    operations = {
        operation["operationId"]: operation
        for methods in result["paths"].values()
        for operation in methods.values()
    }
    for link in LINKS:
        response = operations[link.source]["responses"]["200"]
        response.setdefault("links", {})[link.name] = {
            "operationId": link.target,
            "parameters": {
                f"path.{name}": f"$response.body#{pointer}"
                for name, pointer in link.parameters.items()
            },
            "description": link.says,
        }
    return result
