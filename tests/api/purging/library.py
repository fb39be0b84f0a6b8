"""A small library that editors work on, and every answer of the API about it.

Slugs are few, so that articles come to places where others were.
"""

import datetime
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

from api.changes.documents import settle
from api.documents.columns import path_of
from api.models import DeliveryDocument
from articles.models import ArticlePage, Clinic, Placement, Withdrawal
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    CitationFactory,
    ClinicFactory,
    TopicFactory,
    section,
    sections_for,
    site_root,
)

SLUGS = ("one", "two", "three")
DAY = datetime.timedelta(days=1)


class Library:
    """The pages and snippets, and what editors do to them, by chance."""

    def __init__(self, seed: int, clock: Any) -> None:
        self.random = random.Random(seed)
        self.clock = clock
        spanish, _made = Locale.objects.get_or_create(language_code="es")
        self.home = {"es": site_root().copy_for_translation(spanish)}
        self.shelves = [ArticleIndexPageFactory(slug=slug) for slug in ("a", "b")]
        self.topics = [TopicFactory(slug="migraine"), TopicFactory(slug="pain")]
        self.citation = CitationFactory(title="A study")
        self.clinics = [ClinicFactory(slug="group"), ClinicFactory(slug="north")]
        self.clinics[1].parent = self.clinics[0]
        self.clinics[1].save()
        for slug in SLUGS:
            self.publish(slug)
        first = self.pages()[0]
        Redirect.add_redirect("/old", first)
        Redirect.add_redirect("/a/two", "https://example.org/")
        self.ids = {page.translation_key for page in self.pages()}
        self.known: set[str] = set()
        self.paths = {"/old/", *(f"/{shelf}/{slug}/" for shelf in "ab" for slug in SLUGS)}

    def pages(self, **conditions: Any) -> list[ArticlePage]:
        return list(ArticlePage.objects.filter(alias_of=None, **conditions).order_by("pk"))

    def some(self, **conditions: Any) -> ArticlePage | None:
        found = self.pages(**conditions)
        return self.random.choice(found) if found else None

    def act(self) -> str:
        """Do one thing that editors or time do; return what it was. It may be refused."""
        acts: list[Callable[[], Any]] = [
            self.publish, self.edit, self.edit, self.rename, self.move, self.unpublish,
            self.delete, self.withdraw, self.reinstate, self.place, self.unplace,
            self.edit_topic, self.rename_topic, self.edit_clinic, self.rename_clinic,
            self.edit_citation, self.close_shelf, self.open_shelf, self.translate,
            self.copy_as_alias, self.pass_a_day, self.let_a_review_lapse, self.expire_tomorrow,
        ]  # fmt: skip
        act = self.random.choice(acts)
        with suppress(ValidationError), transaction.atomic():
            act()
        return act.__name__

    # Pages

    def publish(self, slug: str | None = None) -> None:
        shelf = self.random.choice(self.shelves)
        cited = [{"type": "item", "id": str(uuid4()), "value": self.citation.pk}]
        ArticlePageFactory(
            parent=type(shelf).objects.get(pk=shelf.pk),
            slug=slug or self.random.choice(SLUGS),
            topics={"about": self.random.choice(self.topics)},
            sections=[
                *sections_for("lifestyle"),
                section("risks", citations=cited, standalone=True),
            ],
        )

    def edit(self) -> None:
        if page := self.some():
            page.title = f"Title {self.random.random()}"
            page.save_revision().publish()

    def rename(self) -> None:
        if page := self.some(live=True):
            page.slug = self.random.choice(SLUGS)
            page.save_revision().publish()

    def move(self) -> None:
        page, shelf = self.some(), self.random.choice(self.shelves)
        if page and not shelf.get_children().filter(slug=page.slug).exists():
            page.move(type(shelf).objects.get(pk=shelf.pk), pos="last-child")

    def unpublish(self) -> None:
        if page := self.some(live=True):
            page.unpublish()

    def delete(self) -> None:
        if page := self.some():
            page.delete()

    def withdraw(self) -> None:
        page = self.some(live=True)
        if page is None:
            return
        Withdrawal.objects.create(
            page=page,
            translation_key=page.translation_key,
            locale=page.locale.language_code,
            slug=page.slug,
            title=page.title,
            severity="urgent",
            reason="Wrong dose.",
            clinic=self.random.choice([None, *self.clinics]),
            replaced_by=self.some(live=True),
        )

    def reinstate(self) -> None:
        if withdrawal := Withdrawal.objects.filter(reinstated_at=None).first():
            withdrawal.reinstated_at = timezone.now()
            withdrawal.save(update_fields=["reinstated_at"])

    def translate(self) -> None:
        page = self.some(live=True, locale__language_code="en")
        spanish = Locale.objects.get(language_code="es")
        if page and not page.has_translation(spanish):
            copy = page.copy_for_translation(spanish, copy_parents=True)
            copy.save_revision().publish()

    def copy_as_alias(self) -> None:
        page, shelf = self.some(live=True), self.random.choice(self.shelves)
        if page and not shelf.get_children().filter(slug=page.slug).exists():
            page.create_alias(parent=type(shelf).objects.get(pk=shelf.pk))

    def close_shelf(self) -> None:
        shelf = self.random.choice(self.shelves)
        PageViewRestriction.objects.create(page=shelf, restriction_type="login")

    def open_shelf(self) -> None:
        for restriction in PageViewRestriction.objects.all():
            restriction.delete()

    # Snippets and placements

    def place(self) -> None:
        if page := self.some():
            found = {"translation_key": page.translation_key}
            clinic = self.random.choice(self.clinics)
            if not Placement.objects.filter(clinic=clinic, **found).exists():
                days = self.random.choice([None, self.clock.now().date() + DAY])
                Placement.objects.create(article=page, clinic=clinic, ends_on=days, **found)

    def unplace(self) -> None:
        if placement := Placement.objects.first():
            placement.delete()

    def edit_topic(self) -> None:
        topic = self.random.choice(self.topics)
        topic.name = f"Name {self.random.random()}"
        topic.save()

    def rename_topic(self) -> None:
        topic = self.random.choice(self.topics)
        topic.slug = f"topic{self.random.randrange(3)}-{topic.pk}"
        topic.save()

    def edit_clinic(self) -> None:
        clinic = Clinic.objects.get(pk=self.random.choice(self.clinics).pk)
        clinic.phone = f"+120155501{self.random.randrange(10, 99)}"
        clinic.save()

    def rename_clinic(self) -> None:
        clinic = Clinic.objects.get(pk=self.random.choice(self.clinics).pk)
        clinic.slug = f"clinic{self.random.randrange(3)}-{clinic.pk}"
        clinic.save()

    def edit_citation(self) -> None:
        self.citation.title = f"Study {self.random.random()}"
        self.citation.save()

    # Time

    def pass_a_day(self) -> None:
        self.clock.go_on(DAY)
        settle()

    def let_a_review_lapse(self) -> None:
        if page := self.some(live=True):
            today = self.clock.now().date()
            DeliveryDocument.objects.filter(pk=page.pk).update(
                last_reviewed_date=today - 90 * DAY, next_review_date=today
            )
        self.clock.go_on(DAY)
        settle()

    def expire_tomorrow(self) -> None:
        if page := self.some(live=True):
            page.expire_at = self.clock.now() + DAY / 2
            page.save_revision().publish()

    # Reading

    def addresses(self) -> list[str]:
        """Every address that may say something of the library, now or before."""
        self.ids |= {page.translation_key for page in ArticlePage.objects.all()}
        self.paths |= {path_of(page.url) for page in ArticlePage.objects.all() if page.url}
        self.known |= {f"/api/v1/{address}" for address in self._addresses()}
        return sorted(self.known)

    def _addresses(self) -> Iterator[str]:
        topics = [topic.slug for topic in self.topics]
        clinics = list(Clinic.objects.values_list("slug", flat=True))
        for ref in (*self.ids, *SLUGS):
            for query in ("", "?locale=es", "?locale=es&fallback=en", "?include=json_ld"):
                yield f"articles/{ref}/{query}"
            yield f"articles/{ref}/sections/risks/"
        for path in self.paths:
            yield f"find/?path={path}"
        narrower = ["locale=en", "locale=es", "locale=es&fallback=en", "limit=1"]
        narrower += [f"topic={slug}" for slug in topics] + [f"clinic={slug}" for slug in clinics]
        yield from (f"{name}/?{query}" for name in ("articles", "sections") for query in narrower)
        yield from ("articles/?review_status=overdue", "articles/?search=Title", "manifest/")
        yield from ("articles/?order=title&fields=title", "sections/?kind=risks")
        yield from ("topics/", "topics/?locale=es", "clinics/", f"citations/{self.citation.pk}/")
        yield from (f"topics/{slug}/" for slug in topics)
        yield from (f"clinics/{slug}/" for slug in clinics)


def answers(client: Client, addresses: list[str]) -> dict[str, tuple[int, bytes, frozenset[str]]]:
    """Status, body and tags of all that a shared cache may keep without asking."""
    kept = {}
    for address in addresses:
        answer = client.get(address)
        lifetime = answer["Cache-Control"]
        if "public" in lifetime and "no-cache" not in lifetime:
            tags = frozenset(answer["Surrogate-Key"].split(" "))
            assert tags == frozenset(answer["Cache-Tag"].split(","))
            kept[address] = (answer.status_code, answer.content, tags)
    return kept
