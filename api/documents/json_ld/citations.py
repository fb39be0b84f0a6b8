"""An article's sources as schema.org's works. Pure."""

from api.documents.json_ld.node import Node, without_empty
from api.documents.schema import ArticleDocument, CitationAuthor, CitationEntry

# Of these, the form of publication does not follow from the design of the study.
_NOT_BY_DESIGN = {"label", "other", "guideline", None}


def id_of(entry: CitationEntry, base: str) -> str:
    return entry.url or f"{base}#citation-{entry.id}"


def reference(entry: CitationEntry, base: str) -> Node:
    return {"@id": id_of(entry, base)}


def build_citations(document: ArticleDocument, base: str) -> dict[str, Node]:
    """Build each source once, by id, in the order of their numbers."""
    return {id_of(entry, base): _work(entry, base) for entry in document.citations}


def _work(entry: CitationEntry, base: str) -> Node:
    scholarly = is_scholarly(entry)
    return without_empty(
        {
            "@type": "ScholarlyArticle" if scholarly else "CreativeWork",
            "@id": id_of(entry, base),
            "name": entry.title,
            "author": [_author(author) for author in entry.authors],
            "isPartOf": _container(entry, scholarly=scholarly),
            "pagination": entry.pages if scholarly else None,
            "datePublished": str(entry.year) if entry.year else None,
            "publisher": {"@type": "Organization", "name": entry.publisher}
            if entry.publisher
            else None,
            "identifier": [
                {"@type": "PropertyValue", "propertyID": name, "value": value}
                for name, value in (("doi", entry.doi), ("pmid", entry.pmid))
                if value
            ],
            "url": entry.url,
            "creativeWorkStatus": "Retracted" if entry.retracted else None,
        }
    )


def is_scholarly(entry: CitationEntry) -> bool:
    """Whether the work is known to be an article in a scholarly publication."""
    if entry.study_design == "label":
        return False
    return bool(entry.pmid) or bool(entry.volume) or entry.study_design not in _NOT_BY_DESIGN


def _author(author: CitationAuthor) -> Node:
    if author.given is None:
        return {"@type": "Organization", "name": author.family}
    return {
        "@type": "Person",
        "name": f"{author.given} {author.family}",
        "familyName": author.family,
        "givenName": author.given,
    }


def _container(entry: CitationEntry, *, scholarly: bool) -> Node | None:
    """The journal, through its volume and issue where they are known; or the book or site."""
    if not entry.container_title:
        return None
    if not scholarly:
        return {"@type": "CreativeWork", "name": entry.container_title}
    part: Node = {"@type": "Periodical", "name": entry.container_title}
    if entry.volume:
        part = {"@type": "PublicationVolume", "volumeNumber": entry.volume, "isPartOf": part}
    if entry.issue:
        part = {"@type": "PublicationIssue", "issueNumber": entry.issue, "isPartOf": part}
    return part
