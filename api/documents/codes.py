"""The rows by which a document is found by its topics' codes. Pure."""

from collections.abc import Iterable

from api.documents.schema import TopicRef
from articles.codes import SLUGS_BY_URI, broader_codes


def codes_of(topics: Iterable[TopicRef]) -> set[tuple[str, str, bool]]:
    """Return system, code and whether it only is a broader category, each code once."""
    own = {(SLUGS_BY_URI[code.system], code.code) for topic in topics for code in topic.codes}
    broader = {(system, above) for system, code in own for above in broader_codes(system, code)}
    return {(*code, code not in own) for code in own | broader}
