"""Articles for tests of rules, from raw data, without a database."""

import datetime as dt
import uuid
from typing import Any

from articles.checks.content import Article, Source
from articles.checks.flattening import build_sections
from articles.checks.registry import rules
from articles.checks.running import Finding, check_article

TODAY = dt.date(2026, 6, 1)
SOURCES = {
    1: Source(1, "A trial", 2024, "rct", "10.1000/trial"),
    2: Source(2, "A cohort", 2023, "cohort", "10.1000/cohort"),
    3: Source(3, "An old review", 2001, "systematic_review"),
}


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def item(value: Any) -> dict[str, Any]:
    return block("item", value)


def text(html: str) -> dict[str, Any]:
    return block("rich_text", html if html.startswith("<") else f"<p>{html}</p>")


def section(kind: str, *body: Any, **value: Any) -> dict[str, Any]:
    """A section; a string in ``body`` is a paragraph."""
    blocks = [text(part) if isinstance(part, str) else part for part in body]
    return block(kind, {"heading": "", "body": blocks, "claims": [], "citations": [], **value})


def claim(words: str, *cited: tuple[int, str], **value: Any) -> dict[str, Any]:
    """A claim with its sources as pairs of citation and direction."""
    sources = [item({"citation": key, "direction": direction}) for key, direction in cited]
    return item({"text": words, "claim_type": "efficacy", "citations": sources, **value})


def article(*sections: Any, language: str = "en", sources: Any = SOURCES, **fields: Any) -> Article:
    built = build_sections(sections, language=language, sources=sources)
    return Article(language=language, locale=language, today=TODAY, sections=built, **fields)


def find(rule: str, made: Article) -> list[Finding]:
    """What one rule says of an article. A rule that does not apply says nothing."""
    assert rule in rules
    return list(check_article(made, only=[rule]).findings)


def quotes(rule: str, made: Article) -> list[str]:
    return [finding.quote for finding in find(rule, made)]
