"""The demo's articles, from their files to published pages in both languages."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from articles.models import (
    ArticleAuthor,
    ArticleIndexPage,
    ArticlePage,
    ArticleTopic,
    Clinic,
    Clinician,
    Placement,
    PlacementExclusion,
    RelatedArticle,
    SignOff,
)
from articles.placing.by_hand import take_off
from articles.review.content import content_hash
from articles.review.reading import read_content
from cms.demo.files import ARTICLES, LOCALES, read, read_article
from cms.demo.ids import article_key
from cms.demo.markup import Targets
from cms.demo.sections import SectionWriter, Shelf

_WORDS = (
    "title",
    "slug",
    "seo_title",
    "search_description",
    "summary",
    "hero_alt_text",
    "disclosure",
    "funding",
)
REVIEWER = "one"
_SIGNED_FOR_DAYS = 730


@dataclass(frozen=True, kw_only=True)
class People:
    """Who does what to the demo's pages, and the clinicians by demo name."""

    editor: Any
    reviewer: Any
    publisher: Any
    clinicians: Mapping[str, int]


def make_drafts(
    libraries: Mapping[str, ArticleIndexPage],
    locales: Mapping[str, Locale],
    images: Mapping[str, int],
    people: People,
) -> dict[str, dict[str, ArticlePage]]:
    """Articles without sections, by language and name: links between them need their keys."""
    facts = read("articles")
    return {
        language: {
            name: _draft(name, language, facts[name], libraries[language], locales, images, people)
            for name in ARTICLES
        }
        for language in LOCALES
    }


def _draft(
    name: str,
    language: str,
    facts: dict[str, Any],
    library: ArticleIndexPage,
    locales: Mapping[str, Locale],
    images: Mapping[str, int],
    people: People,
) -> ArticlePage:
    words = read_article(name, language)
    today = timezone.localdate()
    page = ArticlePage(
        **{field: words[field] for field in _WORDS},
        search_keywords="\n".join(words["search_keywords"]),
        kind=facts["kind"],
        evidence_maturity=facts["evidence_maturity"],
        publisher_sells_therapy=True,
        hero_image_id=images[facts["hero_image"]],
        licence="CC BY 4.0",
        attribution="Clinic Articles",
        last_reviewed_date=today - dt.timedelta(days=facts["reviewed_days_ago"]),
        next_review_date=today + dt.timedelta(days=facts["review_in_days"]),
        locale=locales[language],
        translation_key=article_key(name),
        live=False,
        owner=people.editor,
    )
    library.refresh_from_db()
    library.add_child(instance=page)
    return page


def publish_article(
    name: str, language: str, pages: Mapping[str, ArticlePage], shelf: Shelf, people: People
) -> None:
    """Fill an article, have it signed off, and publish it, as people would."""
    page = pages[name]
    targets = Targets(
        articles={other: other_page.pk for other, other_page in pages.items()}, topics=shelf.topics
    )
    writer = SectionWriter(article=name, shelf=shelf, targets=targets)
    page.sections = json.dumps(writer.write(read_article(name, language)["sections"]))
    facts = read("articles")[name]
    page.article_topics = [
        ArticleTopic(topic_id=shelf.topics[slug], relation=relation, sort_order=order)
        for order, (slug, relation) in enumerate(facts["topics"])
    ]
    page.article_authors = [
        ArticleAuthor(clinician_id=people.clinicians[author], sort_order=order)
        for order, author in enumerate(facts["authors"])
    ]
    page.related_articles = [
        RelatedArticle(article_id=pages[other].pk, sort_order=order)
        for order, other in enumerate(facts["related"])
    ]
    revision = page.save_revision(user=people.editor)
    _sign_off(revision, page, people)
    revision.publish(user=people.publisher, skip_permission_checks=True)


def _sign_off(revision: Any, page: ArticlePage, people: People) -> None:
    clinician = Clinician.objects.get(pk=people.clinicians[REVIEWER])
    content = read_content(revision.as_object())
    SignOff.objects.create(
        page=page,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        title=page.title,
        content_hash=content_hash(content),
        content=content,
        revision=revision,
        reviewer=people.reviewer,
        clinician=clinician,
        reviewer_name=clinician.name,
        credentials=clinician.credentials,
        decision=SignOff.Decision.APPROVED,
        comment="Demonstration sign-off: nobody reviewed this text.",
        signed_at=dt.datetime.combine(
            page.last_reviewed_date or timezone.localdate(), dt.time(9), tzinfo=dt.UTC
        ),
        valid_until=(page.last_reviewed_date or timezone.localdate())
        + dt.timedelta(days=_SIGNED_FOR_DAYS),
    )


def place_articles(
    pages: Mapping[str, ArticlePage], clinics: Mapping[str, int], publisher: Any
) -> None:
    """Show the articles at the clinics; ``pages`` of one language stand for all."""
    for name, page in pages.items():
        for facts in read("articles")[name]["placements"]:
            clinic = clinics[facts.pop("clinic")]
            placement = Placement(article=page, clinic_id=clinic, **facts)
            placement.translation_key = page.translation_key
            placement.full_clean()
            placement.save()
    for facts in read("placing")["exclusions"]:
        page, clinic = pages[facts["article"]], Clinic.objects.get(pk=clinics[facts["clinic"]])
        take_off([page], [clinic], keep_off=True, reason=facts["reason"], user=publisher)


def remove_records() -> None:
    """Delete what the demo's articles leave behind when their pages are gone.

    Sign-offs and the record of what was live stay: nothing deletes them.
    """
    keys = [article_key(name) for name in ARTICLES]
    for model in (Placement, PlacementExclusion):
        model.objects.filter(translation_key__in=keys).delete()
