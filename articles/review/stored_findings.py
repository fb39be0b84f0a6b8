"""Keeps what the rules say of every article, so that a report need not ask them all again.

Checking 3,000 words takes some 40 ms; a library of a thousand articles would take a minute.
"""

import logging
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import ReferenceIndex

from articles.checks.content import Article
from articles.checks.reading import read_article, read_articles
from articles.checks.running import Finding, Result, check_article
from articles.models import CheckedVersion, StoredFinding
from articles.review.checked_versions import Version, languages, read_versions
from articles.review.library import article_pages

logger = logging.getLogger("articles.review")

BATCH = 20
_LONGEST_QUOTE = 500


@dataclass(slots=True)
class Refreshed:
    checked: int = 0
    failed: int = 0
    left: int = 0
    """Those for which there was no time."""


def refresh(
    *,
    seconds: float | None = None,
    live_only: bool = False,
    page_ids: Collection[int] | None = None,
) -> Refreshed:
    """Check anew what has changed since it was checked, and forget versions that are gone.

    ``seconds``: begin no further batch after so long; `None`: go on until all is done.
    """
    outcome = Refreshed()
    wanted = [version for version in _stale(page_ids) if version.live or not live_only]
    until = None if seconds is None else time.monotonic() + seconds
    for start in range(0, len(wanted), BATCH):
        if until is not None and time.monotonic() >= until:
            outcome.left = len(wanted) - start
            break
        for version, article in _read(wanted[start : start + BATCH]):
            if _check(version, article):
                outcome.checked += 1
            else:
                outcome.failed += 1
    return outcome


def forget(page_ids: Collection[int]) -> None:
    """Have these articles checked again, whatever their fingerprints say."""
    CheckedVersion.objects.filter(page_id__in=page_ids).update(fingerprint="")


def users_of(instance: Any) -> set[int]:
    """The pages that refer to a citation, a topic or a clinician."""
    pages = ContentType.objects.get_for_model(article_pages().model)
    references = ReferenceIndex.get_references_to(instance).filter(base_content_type=pages)
    return {int(key) for key in references.values_list("object_id", flat=True)}


def _stale(page_ids: Collection[int] | None) -> list[Version]:
    """What there is to check. Deletes what was stored of versions that are no more."""
    known = CheckedVersion.objects.all()
    if page_ids is not None:
        known = known.filter(page_id__in=page_ids)
    stored = {(row.page_id, row.live): row for row in known}
    wanted = {(version.page_id, version.live): version for version in read_versions(page_ids)}
    gone = [row.pk for key, row in stored.items() if key not in wanted]
    CheckedVersion.objects.filter(pk__in=gone).delete()
    return [
        version
        for key, version in wanted.items()
        if key not in stored or stored[key].fingerprint != version.fingerprint
    ]


def _read(versions: list[Version]) -> Iterator[tuple[Version, Article | None]]:
    """The articles of a batch; `None` where one cannot be read."""
    live = _read_live([version.page_id for version in versions if version.live])
    draft_ids = [version.page_id for version in versions if not version.live]
    drafts = {page.pk: page for page in article_pages().filter(pk__in=draft_ids).specific()}
    for version in versions:
        if version.live:
            yield version, live.get(version.page_id)
        else:
            yield version, _read_draft(drafts.get(version.page_id))


def _read_live(page_ids: list[int]) -> dict[int | None, Article]:
    """All at once; where one of them cannot be read, each by itself."""
    try:
        return {article.id: article for article in read_articles(page_ids)}
    except Exception:
        if len(page_ids) == 1:
            logger.exception("Article could not be read for checking: page %s", page_ids[0])
            return {}
    return {key: article for pk in page_ids for key, article in _read_live([pk]).items()}


def _read_draft(page: Any) -> Article | None:
    try:
        return read_article(page.get_latest_revision_as_object()) if page is not None else None
    except Exception:
        logger.exception("Draft could not be read for checking: page %s", page.pk)
        return None


def _check(version: Version, article: Article | None) -> bool:
    """Check an article and store what was found. An article that fails keeps no other."""
    if article is None:
        return False
    try:
        worded = _word(article)
        with transaction.atomic():
            _store(version, article, worded)
    except Exception:
        logger.exception("Article could not be checked: page %s", version.page_id)
        return False
    return True


def _word(article: Article) -> dict[str, Result]:
    """The same findings in each language; only the rules that found something are asked again."""
    first, *others = languages()
    with override(first):
        result = check_article(article)
    rules = {finding.rule for finding in _all(result)}
    worded = {first: result}
    for language in others if rules else ():
        with override(language):
            worded[language] = check_article(article, only=rules)
            if len(_all(worded[language])) != len(_all(result)):
                # A rule gives way to one that gives way itself: only all of them know.
                worded[language] = check_article(article)
    return worded


def _all(result: Result) -> list[Finding]:
    return [*result.findings, *(overridden.finding for overridden in result.overridden)]


def _store(version: Version, article: Article, worded: Mapping[str, Result]) -> None:
    result = next(iter(worded.values()))
    blocking = len(result.blocking)
    row, _created = CheckedVersion.objects.update_or_create(
        page_id=version.page_id,
        live=version.live,
        defaults={
            "fingerprint": version.fingerprint,
            "checked_at": timezone.now(),
            "blocking": blocking,
            "warnings": len(result.findings) - blocking,
        },
    )
    row.findings.all().delete()
    until = [
        *(None for _ in result.findings),
        *(overridden.override.expires_on for overridden in result.overridden),
    ]
    words = {language: _all(found) for language, found in worded.items()}
    StoredFinding.objects.bulk_create(
        _build(row, article, place, words, until[place]) for place in range(len(until))
    )


def _build(
    row: CheckedVersion,
    article: Article,
    place: int,
    words: Mapping[str, list[Finding]],
    until: Any,
) -> StoredFinding:
    finding = next(iter(words.values()))[place]
    section = article.by_section.get(finding.section)
    return StoredFinding(
        version=row,
        place=place,
        rule=finding.rule,
        severity=finding.severity.value,
        section=finding.section,
        section_kind=section.kind if section else "",
        section_label=section.label[:255] if section else "",
        block=finding.block,
        field=finding.field,
        quote=finding.quote[:_LONGEST_QUOTE],
        messages={
            language: [str(found[place].message), str(found[place].cure)]
            for language, found in words.items()
        },
        overridden_until=until,
    )
