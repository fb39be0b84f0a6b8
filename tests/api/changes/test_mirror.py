"""A copy that follows the feed equals the manifest after any sequence of acts."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from api.changes.log import prune
from api.models import Change
from articles.models import ArticlePage
from articles.withdrawing.reinstate import reinstate
from articles.withdrawing.state import withdrawn_everywhere
from articles.withdrawing.withdraw import withdraw
from tests.api.changes.test_log import publish
from tests.api.v1.conftest import Get
from tests.api.v1.conftest import get as get  # a fixture
from tests.api.v1.test_changes import follow
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
    TopicFactory,
    sections_for,
)

pytestmark = pytest.mark.django_db

Copy = dict[tuple[str, str], str]
FILTERS = ("", "kind=lifestyle", "clinic=north", "kind=condition&clinic=north")


class Mirror:
    """What a front end holds that asks with these filters, and sometimes only."""

    def __init__(self, get: Get, filters: str) -> None:
        self.get = get
        self.filters = filters
        self.copy: Copy = {}
        self.place = f"changes/?limit=3&{filters}"

    def step(self) -> bool:
        """Read one page of the feed; return whether there is more."""
        response = self.get(self.place)
        assert response.status_code == 200
        page = response.json()
        for item in page["items"]:
            if item["id"] is None:
                continue
            key = (item["id"], item["locale"])
            self.copy.pop(key, None)
            if item["etag"] is not None:
                self.copy[key] = item["etag"]
        self.place = page["links"]["next"].partition("/api/v1/")[2]
        return bool(page["meta"]["has_more"])

    def finish(self) -> Copy:
        while self.step():
            pass
        return self.copy

    def manifest(self) -> Copy:
        found: Copy = {}
        url = f"manifest/?limit=100&{self.filters}"
        for item in self.get(url).json()["items"]:
            found[item["id"], item["locale"]] = item["etag"]
        return found


class Editors:
    """Acts at random, on articles at random."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.clinic = ClinicFactory(slug="north")
        self.topic = TopicFactory()

    def act(self) -> None:
        pages = list(ArticlePage.objects.all())
        if len(pages) < 3:
            self.create()
            return
        page = self.chance.choice(pages)
        acts: list[Callable[[ArticlePage], Any]] = [
            lambda page: self.publish(page, title=f"Title {self.chance.random()}"),
            lambda page: self.publish(page, slug=f"slug-{self.chance.randrange(10**9)}"),
            self.change_kind,
            self.place,
            self.restrict,
            self.take_back,
            lambda page: page.unpublish(),
            lambda page: page.delete(),
            lambda page: self.create(),
            lambda page: page.save_revision(),
        ]
        self.chance.choice(acts)(page)

    def publish(self, page: ArticlePage, **fields: Any) -> None:
        """A withdrawn article waits: nobody can."""
        if withdrawn_everywhere(page) is None:
            publish(page, **fields)

    def create(self) -> None:
        ArticlePageFactory(topics={"about": self.topic})

    def change_kind(self, page: ArticlePage) -> None:
        kind = "condition" if page.kind == "lifestyle" else "lifestyle"
        self.publish(page, kind=kind, sections=ArticlePage(sections=sections_for(kind)).sections)

    def place(self, page: ArticlePage) -> None:
        if not page.placements.filter(clinic=self.clinic).delete()[0]:
            PlacementFactory(article=page, clinic=self.clinic)

    def restrict(self, page: ArticlePage) -> None:
        found = PageViewRestriction.objects.filter(page=page)
        if found.exists():
            found.get().delete()
        else:
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def take_back(self, page: ArticlePage) -> None:
        found = withdrawn_everywhere(page)
        if found is not None:
            reinstate(found, by="an editor")
        elif page.live:
            withdraw([page], severity="urgent", reason="Wrong dose.", by="an editor")


@pytest.fixture(autouse=True)
def unsigned(settings: Any) -> None:
    """Nobody has to sign here: what is reinstated is the draft as it is."""
    articles = {"ENFORCE_CHECKS": False, "REQUIRED_SIGN_OFFS": ()}
    settings.CLINIC_CONTENT = {**settings.CLINIC_CONTENT, "ARTICLES": articles}


@pytest.mark.parametrize("seed", range(10))
def test_a_copy_equals_the_manifest_after_any_acts(get: Get, seed: int) -> None:
    chance = random.Random(seed)
    editors = Editors(chance)
    mirrors = [Mirror(get, filters) for filters in FILTERS]
    for _ in range(16):
        editors.act()
        for mirror in mirrors:
            if chance.random() < 0.4:
                mirror.step()
    for mirror in mirrors:
        assert mirror.finish() == mirror.manifest(), mirror.filters
    numbers = list(Change.objects.values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert prune() == 0
    assert follow(get, mirrors[0].place)[0] == []
