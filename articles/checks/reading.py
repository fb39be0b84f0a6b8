"""Builds what rules read from page instances: drafts, revisions, forms and live pages alike."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.utils import timezone

from articles.checks.content import Approval, Article, Author, Override, Source, Topic
from articles.checks.flattening import build_sections
from articles.checks.originals import Translation, read_source_changes
from articles.models import (
    AbstractArticlePage,
    ArticleAuthor,
    ArticleTopic,
    Citation,
    RuleOverride,
    SignOff,
)
from articles.models import Topic as TopicModel
from articles.models.base import lines
from articles.models.topics import topic_name
from articles.review.content import build_content, cited_ids, content_hash
from articles.review.policy import months_for, required_sign_offs
from articles.review.source_changes import SourceChange


@dataclass(frozen=True)
class _Own:
    """What an article page itself holds."""

    page: Any
    sections: Sequence[Any]
    topics: Sequence[tuple[int, str]]
    authors: Sequence[Author]


@dataclass(frozen=True)
class _LookedUp:
    """What articles refer to, and what was decided about them, by primary key."""

    sources: Mapping[int, Source]
    topics: Mapping[int, TopicModel]
    approvals: Mapping[int, list[Approval]]
    overrides: Mapping[int, list[Override]]
    source_changes: Mapping[int, tuple[SourceChange, ...]]
    required_roles: tuple[str, ...]


def read_article(
    page: Any,
    *,
    today: dt.date | None = None,
    topics: Sequence[tuple[int, str]] | None = None,
    authors: Sequence[Author] | None = None,
) -> Article:
    """The content of a page instance as it is in memory, saved or not.

    ``topics``, ``authors``: what a form knows better than the page it will fill.
    """
    if topics is None:
        topics = [(link.topic_id, link.relation) for link in page.article_topics.all()]
    if authors is None:
        authors = [Author(link.clinician_id, link.name) for link in page.article_authors.all()]
    own = _Own(page, page.sections.get_prep_value(), topics, authors)
    return _articles([own], today)[0]


def read_articles(page_ids: Iterable[int], *, today: dt.date | None = None) -> list[Article]:
    """The stored content of articles, in the order of ``page_ids``; others are left out.

    A constant number of queries, whatever the number of articles.
    """
    ids = list(page_ids)
    topics: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for page_id, topic_id, relation in _children(ArticleTopic, ids, "topic_id", "relation"):
        topics[page_id].append((topic_id, relation))
    authors: dict[int, list[Author]] = defaultdict(list)
    for page_id, clinician_id, name in _children(ArticleAuthor, ids, "clinician_id", "name"):
        authors[page_id].append(Author(clinician_id, name))
    pages = {
        page.pk: page
        for model in article_models()
        for page in model._default_manager.filter(pk__in=ids).select_related("locale")
    }
    owned = [
        _Own(pages[pk], list(pages[pk].sections.raw_data), topics[pk], authors[pk])
        for pk in ids
        if pk in pages
    ]
    return _articles(owned, today)


def article_models() -> list[Any]:
    """The concrete article models of this project, a host's own included."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, AbstractArticlePage) and not model._meta.abstract
    ]


def _children(model: Any, page_ids: Sequence[int], *columns: str) -> Iterable[tuple[Any, ...]]:
    found = model.objects.filter(page_id__in=page_ids).order_by("sort_order", "pk")
    rows: Iterable[tuple[Any, ...]] = found.values_list("page_id", *columns)
    return rows


def _articles(owned: Sequence[_Own], today: dt.date | None) -> list[Article]:
    today = today or timezone.localdate()
    sources = _read_sources(
        {key for own in owned for section in own.sections for key in cited_ids(section)}
    )
    topics = _read_topics({topic_id for own in owned for topic_id, _relation in own.topics})
    ids = [own.page.pk for own in owned if own.page.pk]
    looked_up = _LookedUp(
        sources=sources,
        topics=topics,
        approvals=_read_approvals(ids),
        overrides=_read_overrides(ids, today),
        source_changes=read_source_changes(
            Translation(
                own.page.pk,
                own.page.translation_key,
                own.page.locale.language_code.split("-")[0],
                own.sections,
            )
            for own in owned
            if own.page.pk
        ),
        required_roles=tuple(required_sign_offs()),
    )
    return [_build(own, today, looked_up) for own in owned]


def _build(own: _Own, today: dt.date, looked_up: _LookedUp) -> Article:
    page = own.page
    sources, topics = looked_up.sources, looked_up.topics
    emerging = page.evidence_maturity == page.EvidenceMaturity.EMERGING
    locale = page.locale.language_code
    language = locale.split("-")[0]
    return Article(
        id=page.pk,
        locale=locale,
        language=language,
        today=today,
        title=page.title,
        summary=page.summary,
        kind=page.kind,
        live=page.live,
        emerging=emerging,
        disclosure=page.disclosure,
        safety_notice=page.safety_notice,
        publisher_sells_therapy=page.publisher_sells_therapy,
        has_main_image=page.hero_image_id is not None,
        seo_title=page.seo_title,
        search_description=page.search_description,
        main_image_alt=page.hero_alt_text,
        main_image_decorative=page.hero_decorative,
        last_reviewed=page.last_reviewed_date,
        next_review=page.next_review_date,
        content_hash=content_hash(build_content(page, own.sections, own.topics, sources)),
        sections=build_sections(own.sections, language=language, sources=sources),
        topics=tuple(
            (relation, _topic(topics[topic_id], locale))
            for topic_id, relation in own.topics
            if topic_id in topics
        ),
        authors=tuple(own.authors),
        approvals=tuple(looked_up.approvals.get(page.pk, ())),
        overrides=tuple(looked_up.overrides.get(page.pk, ())),
        source_changes=looked_up.source_changes.get(page.pk, ()),
        required_roles=looked_up.required_roles,
        review_months=months_for(
            emerging=emerging,
            of_topics=[
                topics[topic_id].review_months
                for topic_id, _relation in own.topics
                if topic_id in topics
            ],
        ),
    )


def _read_sources(ids: set[int]) -> dict[int, Source]:
    own = ("id", "title", "year", "study_design", "doi", "pmid", "retracted", "superseded")
    columns = (*own, "superseded_by__title")
    rows = Citation.objects.filter(pk__in=ids).values_list(*columns) if ids else ()
    return {row[0]: replace(Source(*row[:-1]), newer=row[-1] or "") for row in rows}


def _read_topics(ids: set[int]) -> dict[int, TopicModel]:
    if not ids:
        return {}
    found = TopicModel.objects.filter(pk__in=ids).prefetch_related("codes", "texts__locale")
    return {topic.pk: topic for topic in found}


def _topic(topic: TopicModel, locale: str) -> Topic:
    text = next((text for text in topic.texts.all() if text.locale.language_code == locale), None)
    name = topic_name(topic, locale)
    synonyms = lines(text.synonyms if text and text.synonyms else topic.synonyms)
    return Topic(
        id=topic.pk,
        name=name,
        type=topic.type,
        names=(name, *synonyms),
        codes=tuple((code.system, code.code) for code in topic.codes.all()),
    )


def _read_approvals(page_ids: Sequence[int]) -> dict[int, list[Approval]]:
    """Decisions about each page, the newest first."""
    found: dict[int, list[Approval]] = defaultdict(list)
    if page_ids:
        records = SignOff.objects.filter(page_id__in=page_ids).select_related("rests_on")
        for record in records.order_by("-signed_at", "-pk"):
            assert record.page_id is not None
            found[record.page_id].append(
                Approval(
                    content_hash=record.content_hash,
                    role=record.role,
                    decision=record.decision,
                    reviewer_name=record.reviewer_name,
                    credentials=record.credentials,
                    clinician_id=record.clinician_id,
                    signed_on=timezone.localdate(record.of_text.signed_at),
                    valid_until=record.valid_until,
                )
            )
    return found


def _read_overrides(page_ids: Sequence[int], today: dt.date) -> dict[int, list[Override]]:
    found: dict[int, list[Override]] = defaultdict(list)
    if page_ids:
        open_ones = RuleOverride.objects.filter(
            page_id__in=page_ids, ended_at=None, expires_on__gte=today
        )
        for row in open_ones.order_by("expires_on"):
            assert row.page_id is not None
            found[row.page_id].append(
                Override(
                    id=row.pk,
                    rule=row.rule,
                    reason=row.reason,
                    expires_on=row.expires_on,
                    made_by=row.made_by_name,
                )
            )
    return found
