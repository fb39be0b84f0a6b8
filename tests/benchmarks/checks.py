"""How long all editorial rules take for an article of 3,000 words. Runs inside Django.

    python -m tests.benchmarks.checks

The words are the demo's. "New text": nothing of it has been read before, as after a paste;
"one change": an autosave, where most sentences are as they were. "Panel": what the side panel
adds to the answer of such an autosave, of a text with two findings in each block of text.
"""

import json
import statistics
import time
from collections.abc import Callable
from itertools import cycle, islice
from typing import Any

from tests.benchmarks.steps import answer, start_django

WORDS = 3_000
ROUNDS = 15


class AnyKey(dict[str, int]):
    """Primary keys of whatever the demo's texts name."""

    def __missing__(self, name: str) -> int:
        return self.setdefault(name, len(self) + 1)


def raw_sections(language: str) -> list[dict[str, Any]]:
    """Sections of demo articles until they hold enough words."""
    from articles.checks.language.words import count_words
    from cms.demo.files import ARTICLES, read_article
    from cms.demo.markup import Targets
    from cms.demo.sections import SectionWriter, Shelf

    shelf = Shelf(topics=AnyKey(), citations=AnyKey(), images=AnyKey())
    targets = Targets(articles=AnyKey(), topics=shelf.topics)
    everything = [
        section
        for name in ARTICLES
        for section in SectionWriter(article=name, shelf=shelf, targets=targets).write(
            read_article(name, language)["sections"]
        )
    ]
    chosen: list[dict[str, Any]] = []
    for section in islice(cycle(everything), 200):
        article = build(chosen, language)
        if sum(count_words(text.text) for text in article.texts) >= WORDS:
            break
        chosen.append(section)
    return chosen


def build(raw: list[dict[str, Any]], language: str) -> Any:
    import datetime as dt

    from articles.checks.content import Article, Source, Topic
    from articles.checks.flattening import build_sections

    sources = {key: Source(key, f"Source {key}", 2020) for key in range(1, 60)}
    topics = (
        ("drug", Topic(1, "Ketamine", "drug", ("ketamine", "ketamina"))),
        ("treats", Topic(2, "Migraine", "condition", ("migraine", "migraña"))),
    )
    return Article(
        language=language,
        today=dt.date(2026, 1, 1),
        sections=build_sections(raw, language=language, sources=sources),
        topics=topics,
        disclosure="-",
    )


FAULTS = {
    "en": "<p>She suffers from it. It is guaranteed.</p>",
    "es": "<p>Ella sufre migraña. Está garantizado.</p>",
}


def with_faults(raw: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    for section in raw:
        for block in section["value"]["body"]:
            if block["type"] == "rich_text":
                block["value"] += FAULTS[language]
    return raw


def render_panel(raw: list[dict[str, Any]], language: str) -> int:
    """Check an article, render the panel, and return the number of findings."""
    from django.template.loader import render_to_string

    from articles.admin.editorial_checks.content import build_panel
    from articles.checks.running import check_article

    article = build(raw, language)
    content = build_panel(article, check_article(article))
    template = "articles/side_panels/editorial_checks.html"
    render_to_string(template, {"content": content, "is_saved": True})
    return content.blocking + content.warnings


def forget() -> None:
    """Empty what the functions of `articles.checks.language` remember of texts."""
    from articles.checks.language import negation, readability, sentences

    sentences.split_sentences.cache_clear()
    readability.syllables.cache_clear()
    negation._quotations.cache_clear()


def milliseconds(act: Callable[[], Any], before: Callable[[], None]) -> float:
    taken = []
    for _ in range(ROUNDS):
        before()
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000


def main() -> None:
    from articles.checks.language.words import count_words
    from articles.checks.running import check_article

    found = {}
    for language in ("en", "es"):
        raw = json.loads(json.dumps(raw_sections(language)))
        article = build(raw, language)

        def check(raw: Any = raw, language: str = language) -> None:
            check_article(build(raw, language))

        check()
        found[language] = {
            "words": sum(count_words(text.text) for text in article.texts),
            "new": milliseconds(check, forget),
            "changed": milliseconds(check, lambda: None),
        }
        faulty = with_faults(raw, language)

        def render(raw: Any = faulty, language: str = language) -> None:
            render_panel(raw, language)

        found[language]["findings"] = render_panel(faulty, language)
        found[language]["panel"] = milliseconds(render, lambda: None)
    answer(**found)


if __name__ == "__main__":
    start_django()
    main()
