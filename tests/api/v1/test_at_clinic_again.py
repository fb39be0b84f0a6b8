"""`clinic=` asked for again: what is remembered of a clinic holds until something changes."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from api.reading import articles, at_clinic
from api.reading.public import moment
from articles.models import ArticlePage, Clinic, Placement
from articles.placing.by_hand import place, take_off
from articles.withdrawing.withdraw import withdraw
from tests.api.v1.conftest import Get
from tests.api.v1.test_at_clinic import FORMATS, article, clinic, leading_to
from tests.articles.factories import PlacementFactory, SuperuserFactory

GUIDE = "articles/guide/?clinic=north"
YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    forget()
    yield
    forget()


def forget() -> None:
    at_clinic._place.cache_clear()


class Scene:
    """A guide to two articles, of which the clinic carries one. The clinic has a group."""

    def __init__(self) -> None:
        self.group = clinic("group", disclaimer="")
        self.north = clinic(parent=self.group, phone="")
        self.carried, self.other = article("carried"), article("other")
        self.guide = leading_to(self.other, self.carried)
        for page in (self.carried, self.guide):
            PlacementFactory(article=page, clinic=self.north)

    @property
    def placement(self) -> Placement:
        return Placement.objects.get(article=self.guide)

    def place(self, **values: Any) -> None:
        placement = self.placement
        for name, value in values.items():
            setattr(placement, name, value)
        placement.save()

    def save(self, which: Clinic, **values: Any) -> None:
        found = Clinic.objects.get(pk=which.pk)
        for name, value in values.items():
            setattr(found, name, value)
        found.full_clean()
        found.save()

    def publish(self) -> None:
        page = ArticlePage.objects.get(pk=self.guide.pk)
        page.summary = "Other words."
        page.save_revision().publish()

    def withdraw(self, page: ArticlePage, *clinics: Clinic) -> None:
        withdraw([page], severity="urgent", reason="Wrong.", clinics=list(clinics) or None)


ACTS: dict[str, Callable[[Scene], object]] = {
    "another call to action": lambda at: at.place(call_to_action_label="Ask us"),
    "not to be indexed": lambda at: at.place(indexing="noindex"),
    "over": lambda at: at.place(ends_on=YESTERDAY),
    "placement deleted": lambda at: at.placement.delete(),
    "taken off by hand": lambda at: take_off(
        [at.guide], [at.north], keep_off=True, user=SuperuserFactory()
    ),
    "what it leads to is placed": lambda at: PlacementFactory(article=at.other, clinic=at.north),
    "what it leads to is placed by hand": lambda at: place(
        [at.other], [at.north], user=SuperuserFactory()
    ),
    "what it leads to is taken off": lambda at: Placement.objects.get(article=at.carried).delete(),
    "what it leads to is taken back": lambda at: at.withdraw(at.carried, at.north),
    "what it leads to is withdrawn": lambda at: at.withdraw(at.carried),
    "what it leads to is unpublished": lambda at: at.carried.unpublish(),
    "taken back": lambda at: at.withdraw(at.guide, at.north),
    "withdrawn": lambda at: at.withdraw(at.guide),
    "published": lambda at: at.publish(),
    "another disclaimer": lambda at: at.save(at.north, disclaimer="Ask somebody."),
    "another number of the group": lambda at: at.save(at.group, phone="+12015550199"),
    "another address": lambda at: at.save(at.north, slug="south"),
    "clinic deleted": lambda at: Clinic.objects.get(pk=at.north.pk).delete(),
}


def said(response: HttpResponse) -> tuple[int, str | None, bytes]:
    return response.status_code, response.get("ETag"), response.content


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("query", ["", "include=json_ld"])
def test_every_act_is_seen_by_the_next_read(get: Get, query: str, act: str) -> None:
    scene = Scene()
    for _time in range(2):
        before = get(f"{GUIDE}&{query}")
        assert before.status_code == 200
    ACTS[act](scene)
    warm = get(f"{GUIDE}&{query}")
    conditional = get(f"{GUIDE}&{query}", if_none_match=before["ETag"])
    forget()
    fresh = get(f"{GUIDE}&{query}")
    assert said(warm) == said(fresh)
    assert said(warm) != said(before)
    assert said(conditional) == said(fresh)
    assert said(get(f"{GUIDE}&{query}")) == said(fresh)


def statements(read: Callable[[], object]) -> list[bool]:
    """For each statement of a read, whether it looks the clinic up."""
    with CaptureQueriesContext(connection) as captured:
        read()
    return ["articles_clinic" in each["sql"] for each in captured]


@pytest.mark.parametrize("query", FORMATS)
def test_what_is_remembered_is_not_looked_up(
    get: Get, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene()
    # The ten seconds do not end in the middle of this.
    now = moment()
    monkeypatch.setattr(articles, "moment", lambda: now)
    path = f"{GUIDE}&{query}"
    first, again = said(get(path)), statements(lambda: get(path))
    assert again == [False]
    assert said(get(path)) == first
    scene.place(campaign="spring")
    assert statements(lambda: get(path)) == [False, True]
    assert statements(lambda: get(path)) == [False]
    assert statements(lambda: get(path.replace("guide", str(scene.guide.translation_key)))) == [
        True
    ]


def test_what_is_written_past_the_models_is_seen_after_ten_seconds(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene()
    assert get(GUIDE).json()["call_to_action"]["campaign"] is None
    Placement.objects.filter(pk=scene.placement.pk).update(campaign="spring")
    later = f"{datetime.now(UTC) + timedelta(seconds=10):%Y-%m-%d %H:%M:%S.%f+00:00}"
    monkeypatch.setattr(articles, "moment", lambda: moment()._replace(now=later))
    assert get(GUIDE).json()["call_to_action"]["campaign"] == "spring"


def test_a_day_turns(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene()
    scene.place(ends_on=datetime.now(UTC).date())
    assert get(GUIDE).status_code == 200
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    now, today = tomorrow.isoformat(" "), tomorrow.date().isoformat()
    monkeypatch.setattr(articles, "moment", lambda: moment()._replace(now=now, today=today))
    assert get(GUIDE).status_code == 404


def test_two_clinics_are_kept_apart(get: Get) -> None:
    scene = Scene()
    south = clinic("south", phone="+12015550177")
    PlacementFactory(article=scene.guide, clinic=south)
    for _time in range(2):
        for slug, phone in (("north", "+12015550123"), ("south", "+12015550177")):
            found = get(f"articles/guide/?clinic={slug}").json()
            assert (found["clinic"], found["call_to_action"]["phone"]) == (slug, phone)
    scene.save(south, phone="+12015550178")
    assert get("articles/guide/?clinic=south").json()["call_to_action"]["phone"] == "+12015550178"
