"""An article as a schema.org graph. Pure.

Only what the article itself can answer for is said: no rating, no treatment recommended, and no
review that a clinician did not sign. Types and properties are those of schema.org 30; a test
holds them against its vocabulary.
"""

from api.documents.json_ld.citations import build_citations
from api.documents.json_ld.page import SCHEMA, build_page
from api.documents.json_ld.topics import build_topics
from api.documents.schema import ArticleDocument, JsonLd

__all__ = ["build_json_ld"]


def build_json_ld(document: ArticleDocument) -> JsonLd:
    """Build the graph: the page with its sections, then its topics and sources, each once."""
    base = document.url or f"urn:uuid:{document.id}"
    nodes = {**build_topics(document, base), **build_citations(document, base)}
    graph = [build_page(document, base), *nodes.values()]
    return JsonLd.model_validate({"@context": SCHEMA, "@graph": graph})
