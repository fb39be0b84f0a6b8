"""The clinical content of an article: what a reviewer reads and signs, as plain JSON values.

A search-engine title, the main image or a clinic's campaign is none of it; every word of the
sections, the sources they rest on and the topics are.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

CLINICAL_FIELDS = (
    "title",
    "kind",
    "summary",
    "audience",
    "disclosure",
    "funding",
    "publisher_sells_therapy",
    "evidence_maturity",
    "safety_notice",
    "safety_notice_severity",
)


_TAG = re.compile(r'<(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:\s+[\w-]+="[^"<>]*")+)\s*>')
_ATTRIBUTE = re.compile(r'[\w-]+="[^"<>]*"')
# As Draftail makes them: nothing in which words could stand.
_EDITORS_MARK = re.compile(r'data-block-key="[a-z0-9]{0,8}"')


class CitedSource(Protocol):
    """What identifies a source, a citation or the rules' view of one."""

    @property
    def title(self) -> str: ...
    @property
    def year(self) -> int | None: ...
    @property
    def doi(self) -> str: ...
    @property
    def pmid(self) -> str: ...


def build_content(
    page: Any,
    sections: Iterable[Mapping[str, Any]],
    topics: Iterable[tuple[int, str]],
    sources: Mapping[int, CitedSource],
) -> dict[str, Any]:
    """Return the clinical content.

    ``fields``    the page's own, by name
    ``sections``  raw StreamField data, with block ids
    ``topics``    pairs of topic id and relation, in order
    ``sources``   by citation id (as text): what makes each source this one and no other
    """
    raw = [dict(section) for section in sections]
    cited = sorted({key for section in raw for key in cited_ids(section)})
    return {
        "fields": {name: getattr(page, name) for name in CLINICAL_FIELDS},
        "sections": raw,
        "topics": [list(topic) for topic in topics],
        "sources": {str(key): source_identity(sources[key]) for key in cited if key in sources},
    }


def build_names(topics: Mapping[int, str], sources: Mapping[int, str]) -> dict[str, Any]:
    """Return a content's further member ``names``: what its ids were called on that day.

    Topics by their names, sources as lines of text, each by id (as text). The hash leaves it
    out: a corrected spelling is no change of what was signed.
    """
    return {
        "topics": {str(key): name for key, name in topics.items()},
        "sources": {str(key): line for key, line in sources.items()},
    }


def content_hash(content: Mapping[str, Any]) -> str:
    """Return the SHA-256, in hex, of a clinical content.

    Block ids are left out, the editor's marks inside formatted text among them: they are not
    read. So are empty members: a block that gains an optional one in a later version has not
    changed for its readers.
    """
    read = {name: content[name] for name in ("fields", "sections", "topics", "sources")}
    canonical = json.dumps(as_read(read), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def cited_ids(section: Mapping[str, Any]) -> Iterable[int]:
    """The citations that a raw section names: its own, its claims' and its quotations'."""
    found: list[int] = []
    _collect(section.get("value"), found)
    return found


def named_topics(content: Mapping[str, Any]) -> set[int]:
    """The topics of a content: its own, and what its sections are about."""
    about = {(section.get("value") or {}).get("about") for section in content["sections"]}
    return {topic_id for topic_id, _relation in content["topics"]} | {
        key for key in about if isinstance(key, int)
    }


def source_identity(source: CitedSource) -> str:
    """A DOI or PubMed id where there is one: mending a typing mistake in a title voids nothing."""
    if source.doi:
        return f"doi:{source.doi}"
    if source.pmid:
        return f"pmid:{source.pmid}"
    return f"{source.title} ({source.year or ''})"


def _collect(value: Any, found: list[int]) -> None:
    if isinstance(value, list):
        for item in value:
            _collect(item, found)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "citation" and isinstance(member, int):
                found.append(member)
            elif name == "citations" and isinstance(member, list):
                found += _plain_ids(member)
                _collect(member, found)
            else:
                _collect(member, found)


def _plain_ids(items: Sequence[Any]) -> Iterable[int]:
    for item in items:
        value = item.get("value") if isinstance(item, dict) else item
        if isinstance(value, int):
            yield value


def as_read(value: Any) -> Any:
    """Raw data without what no reader sees; equal for two texts that read the same."""
    if isinstance(value, str):
        # Formatted text begins with a tag; in any other text nobody left marks.
        return _TAG.sub(_plain_tag, value) if value.lstrip().startswith("<") else value
    if isinstance(value, dict):
        # A block is {"type", "value", "id"}; nothing else in our data has an "id" of its own.
        members = {key: as_read(item) for key, item in value.items() if key != "id"}
        return {key: item for key, item in members.items() if not is_empty(item)}
    if isinstance(value, list | tuple):
        return [as_read(item) for item in value]
    return value


def _plain_tag(tag: re.Match[str]) -> str:
    attributes = (
        attribute
        for attribute in _ATTRIBUTE.findall(tag["attributes"])
        if not _EDITORS_MARK.fullmatch(attribute)
    )
    return f"<{' '.join([tag['name'], *sorted(attributes)])}>"


def is_empty(value: Any) -> bool:
    """Whether a member of raw data says nothing."""
    return value is None or value is False or value in ("", [], {})
