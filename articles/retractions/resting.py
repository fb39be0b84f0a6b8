"""Which articles and claims rest on given citations, live ones and drafts alike."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from articles.checks.content import Section, Source
from articles.checks.flattening import build_sections
from articles.checks.reading import article_models
from articles.models import Citation
from articles.review.content import cited_ids

_CHUNK = 100
# Section, claim, citation and source, as in `Resting`.
_Place = tuple[str, str, int, str]


class Resting(NamedTuple):
    """One place of an article that names a source.

    ``claim``  the claim's words; empty where the section or a quotation names the source
    ``state``  ``live``: readers see it; ``draft``: an unpublished version has it
    """

    page_id: int
    title: str
    locale: str
    state: str
    section: str
    claim: str
    citation_id: int
    source: str


def find_resting(citation_ids: Collection[int]) -> Iterator[Resting]:
    """Every such place, article by article. Aliases are left out: they are their original's."""
    wanted = {
        row[0]: Source(*row)
        for row in Citation.objects.filter(pk__in=citation_ids).values_list("pk", "title")
    }
    if wanted:
        for page in _pages():
            yield from _of_page(page, wanted)


def _pages() -> Iterator[Any]:
    for model in article_models():
        pages = model._default_manager.filter(alias_of=None).order_by("title", "pk")
        yield from pages.select_related("locale", "latest_revision").iterator(chunk_size=_CHUNK)


def _of_page(page: Any, wanted: Mapping[int, Source]) -> Iterator[Resting]:
    live = list(_of_sections(page.sections.raw_data, page, wanted)) if page.live else []
    draft: list[_Place] = []
    if not page.live or page.has_unpublished_changes:
        draft = list(_of_sections(_draft_sections(page), page, wanted))
    # What the draft has kept is said once.
    new = [place for place in draft if place not in live]
    for state, places in (("live", live), ("draft", new)):
        for section, claim, citation_id, source in places:
            yield Resting(
                page_id=page.pk,
                title=page.title,
                locale=page.locale.language_code,
                state=state,
                section=section,
                claim=claim,
                citation_id=citation_id,
                source=source,
            )


def _draft_sections(page: Any) -> Iterable[Mapping[str, Any]]:
    if page.latest_revision is None:
        return list(page.sections.raw_data)
    sections = json.loads(page.latest_revision.content.get("sections") or "[]")
    return sections if isinstance(sections, list) else []


def _of_sections(
    raw: Iterable[Mapping[str, Any]], page: Any, wanted: Mapping[int, Source]
) -> Iterator[_Place]:
    # Most sections name none of them: only those that do are taken apart.
    named = [section for section in raw if wanted.keys() & set(cited_ids(section))]
    language = page.locale.language_code.split("-")[0]
    for section in build_sections(named, language=language, sources=wanted):
        yield from dict.fromkeys(_of_section(section))


def _of_section(section: Section) -> Iterator[_Place]:
    for claim in section.claims:
        for source in claim.sources:
            yield section.label, claim.text.text, source.id, source.title
    for source in (*section.sources, *section.quoted):
        yield section.label, "", source.id, source.title
