"""Lists what the editorial rules find in the library."""

import csv
import io
import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.checks.content import Article
from articles.checks.reading import article_models, read_articles
from articles.checks.registry import rules
from articles.checks.running import Finding, Result, check_article
from articles.spreadsheets import as_cell

BATCH = 100
BLOCKING_IN_LIVE = 1
COLUMNS = (
    "article", "locale", "title", "live", "rule", "severity", "section", "section_kind", "block",
    "field", "quote", "message", "cure",
)  # fmt: skip


class Command(BaseCommand):
    help = (
        "Lists what the editorial rules find in stored articles. Exits with 1 when an article "
        "that is live has a blocking finding."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="only these articles")
        parser.add_argument("--locale", help="only articles in this language, such as es")
        parser.add_argument(
            "--rule", action="append", default=[], metavar="RULE", help="only this rule; repeatable"
        )
        parser.add_argument("--format", choices=("text", "json", "csv"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        if unknown := [rule for rule in options["rule"] if rule not in rules]:
            known = ", ".join(rule.id for rule in rules)
            raise CommandError(f"There is no rule {unknown[0]!r}. Rules are {known}.")
        ids = _page_ids(options["ids"], options["locale"])
        blocked = 0
        write = {"text": self._write_text, "json": self._write_json, "csv": self._write_csv}
        for article, result in self._check(ids, options["rule"], write[options["format"]]):
            blocked += article.live and bool(result.blocking)
        if options["format"] == "text":
            self.stdout.write(f"{len(ids)} articles checked.")
        if blocked:
            raise CommandError(
                f"{blocked} live articles have blocking findings.", returncode=BLOCKING_IN_LIVE
            )

    def _check(
        self, ids: Sequence[int], only: Sequence[str], write: Any
    ) -> Iterator[tuple[Article, Result]]:
        """Check in batches, and write each article's findings as soon as they are known."""
        self._written = 0
        for start in range(0, len(ids), BATCH):
            for article in read_articles(ids[start : start + BATCH]):
                result = check_article(article, only=only)
                write(article, result)
                yield article, result

    def _write_text(self, article: Article, result: Result) -> None:
        if not result.findings and not result.not_checked:
            return
        state = "live" if article.live else "draft"
        self.stdout.write(f"{article.title} ({article.id}, {article.locale}, {state})")
        for finding in result.findings:
            style = self.style.ERROR if finding.is_blocking else self.style.WARNING
            where = _where(article, finding)
            quote = f" “{_short(finding.quote)}”" if finding.quote else ""
            head = style(f"{finding.severity:8} {finding.rule:3}")
            self.stdout.write(f"  {head} {where}: {finding.message}{quote}")
        if skipped := ", ".join(entry.rule for entry in result.not_checked):
            self.stdout.write(f"  not checked in “{article.language}”: {skipped}")

    def _write_json(self, article: Article, result: Result) -> None:
        """One object a line, an article each."""
        answer = {
            "article": article.id,
            "locale": article.locale,
            "title": article.title,
            "live": article.live,
            "findings": [
                {
                    **{name: getattr(finding, name) for name in finding.__slots__},
                    "section_kind": _kind(article, finding),
                }
                for finding in result.findings
            ],
            "not_checked": [entry.rule for entry in result.not_checked],
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _write_csv(self, article: Article, result: Result) -> None:
        if not self._written:
            self.stdout.write(_csv_line(COLUMNS))
        self._written += 1
        for finding in result.findings:
            about = {
                "article": article.id,
                "locale": article.locale,
                "title": article.title,
                "live": "yes" if article.live else "no",
                "section_kind": _kind(article, finding),
            }
            row = [about.get(name, getattr(finding, name, "")) for name in COLUMNS]
            self.stdout.write(_csv_line(row))


def _page_ids(wanted: Sequence[int], locale: str | None) -> list[int]:
    found: set[int] = set()
    for model in article_models():
        pages = model._default_manager.filter(alias_of=None)
        if wanted:
            pages = pages.filter(pk__in=wanted)
        if locale:
            pages = pages.filter(locale__language_code=locale)
        found.update(pages.values_list("pk", flat=True))
    if missing := set(wanted) - found:
        raise CommandError(f"There is no such article: {', '.join(map(str, sorted(missing)))}.")
    return sorted(found)


def _kind(article: Article, finding: Finding) -> str:
    section = article.by_section.get(finding.section)
    return section.kind if section else ""


def _where(article: Article, finding: Finding) -> str:
    section = article.by_section.get(finding.section)
    return section.label if section else finding.field or "article"


def _short(quote: str, most: int = 60) -> str:
    return quote if len(quote) <= most else f"{quote[:most]}…"


def _csv_line(row: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([as_cell(cell) for cell in row])
    return line.getvalue()
