"""The demo keeps the rules: only old sources are pointed at."""

import pytest

from articles.checks.content import Source, Topic
from articles.checks.running import check_article
from cms.demo.files import ARTICLES, LOCALES, read, read_article
from cms.demo.markup import Targets
from cms.demo.sections import SectionWriter, Shelf
from tests.articles.checks.building import article


def keys(name: str) -> dict[str, int]:
    return {slug: number for number, slug in enumerate(read(name), start=1)}


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize("name", ARTICLES)
def test_nothing_is_found_but_old_sources_and_the_missing_review(name: str, language: str) -> None:
    words, facts = read_article(name, language), read("articles")[name]
    citations, topics = read("citations"), read("topics")
    shelf = Shelf(topics=keys("topics"), citations=keys("citations"), images=keys("images"))
    pages = {other: number for number, other in enumerate(ARTICLES, start=1)}
    writer = SectionWriter(
        article=name, shelf=shelf, targets=Targets(articles=pages, topics=shelf.topics)
    )
    made = article(
        *writer.write(words["sections"]),
        language=language,
        sources={
            key: Source(
                key,
                citations[slug]["title"],
                citations[slug].get("year"),
                citations[slug]["study_design"],
                citations[slug].get("doi", ""),
                citations[slug].get("pmid", ""),
            )
            for slug, key in shelf.citations.items()
        },
        topics=tuple(
            (relation, _topic(slug, shelf.topics[slug], topics[slug], language))
            for slug, relation in facts["topics"]
        ),
        kind=facts["kind"],
        emerging=facts["evidence_maturity"] == "emerging",
        publisher_sells_therapy=True,
        title=words["title"],
        summary=words["summary"],
        disclosure=words["disclosure"],
        has_main_image=True,
        main_image_alt=words["hero_alt_text"],
    )
    result = check_article(made)
    assert {finding.rule for finding in result.findings} <= {"E5", "V1", "V2", "V3"}
    assert not result.not_checked
    assert sum(finding.rule == "E5" for finding in result.findings) <= 3


def _topic(slug: str, key: int, facts: dict, language: str) -> Topic:
    name = facts.get(language, facts).get("name", facts["name"])
    return Topic(key, name, facts["type"], (name,))
