"""The numbered list of sources of an article."""

from typing import Any

from api.documents.schema import CitationAuthor, CitationDocument, CitationEntry
from articles.citation_text import format_citation, split_author
from articles.models import Citation


class CitationNumbers:
    """Gives each source a number in order of first use. A source that is gone has none."""

    def __init__(self, citations: dict[int, Citation]) -> None:
        self._citations = citations
        self._numbers: dict[int, int] = {}

    def number(self, citation_id: int | None) -> int | None:
        if citation_id is None or citation_id not in self._citations:
            return None
        return self._numbers.setdefault(citation_id, len(self._numbers) + 1)

    def entries(self) -> list[CitationEntry]:
        return [
            build_citation(number, self._citations[citation_id])
            for citation_id, number in self._numbers.items()
        ]


def build_citation(number: int, citation: Citation) -> CitationEntry:
    return CitationEntry(id=number, citation_id=citation.pk, **_facts(citation))


def build_citation_document(citation: Citation) -> CitationDocument:
    return CitationDocument(id=citation.pk, **_facts(citation))


def _facts(citation: Citation) -> dict[str, Any]:
    return {
        "title": citation.title,
        "authors": [_author(name) for name in citation.author_names],
        "container_title": citation.container_title or None,
        "year": citation.year,
        "volume": citation.volume or None,
        "issue": citation.issue or None,
        "pages": citation.pages or None,
        "publisher": citation.publisher or None,
        "doi": citation.doi or None,
        "pmid": citation.pmid or None,
        "url": citation_url(citation),
        "study_design": citation.study_design or None,
        "formatted": format_citation(citation),
        "retracted": citation.retracted,
        "superseded": citation.superseded,
    }


def citation_url(citation: Citation) -> str | None:
    """Where to read a source: its DOI, else PubMed, else its own address."""
    if citation.doi:
        return f"https://doi.org/{citation.doi}"
    if citation.pmid:
        return f"https://pubmed.ncbi.nlm.nih.gov/{citation.pmid}/"
    return citation.url or None


def _author(name: str) -> CitationAuthor:
    family, given = split_author(name)
    return CitationAuthor(family=family, given=given or None)
