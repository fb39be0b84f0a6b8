"""Each act that changes what front ends see appends one change; others append none."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from api.changes.documents import settle
from api.changes.log import prune
from api.models import Change, DeliveryDocument, StoreState
from articles.models import ArticlePage, Clinic, Placement, Withdrawal
from tests.api.documents import stored
from tests.api.documents.test_concurrency import at_once, publish_with_title
from tests.articles.factories import (
    ArticleIndexPageFactory,
    ArticlePageFactory,
    ClinicFactory,
    DraftArticleFactory,
    PlacementFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Callable[[], list[tuple[str, str]]]:
    """What was appended since the last call: types and slugs."""
    read = 0

    def said() -> list[tuple[str, str]]:
        nonlocal read
        found = list(Change.objects.filter(sequence__gt=read))
        read = found[-1].sequence if found else read
        return [(change.type, change.slug) for change in found]

    return said


Said = Callable[[], list[tuple[str, str]]]


def publish(page: ArticlePage, **fields: Any) -> ArticlePage:
    page = ArticlePage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def withdraw(page: ArticlePage, **fields: Any) -> Withdrawal:
    values = {
        "page": page,
        "translation_key": page.translation_key,
        "locale": "en",
        "slug": page.slug,
        "title": page.title,
        "severity": "critical",
        "reason": "Wrong dose.",
        **fields,
    }
    return Withdrawal.objects.create(**values)


def test_the_life_of_an_article(said: Said) -> None:
    page = DraftArticleFactory(slug="one")
    assert said() == []
    page = publish(page)
    assert said() == [("article.published", "one")]
    page = publish(page, title="Another title")
    assert said() == [("article.updated", "one")]
    page = publish(page, slug="two")
    assert said() == [("article.moved", "two")]
    page.unpublish()
    assert said() == [("article.unpublished", "two")]
    publish(page)
    assert said() == [("article.published", "two")]
    ArticlePage.objects.get(pk=page.pk).delete()
    assert said() == [("article.unpublished", "two")]


def test_an_entry_says_what_is_served_after_it(client: Any) -> None:
    yesterday = timezone.now().date() - datetime.timedelta(days=1)
    page = ArticlePageFactory(slug="one")
    DeliveryDocument.objects.filter(pk=page.pk).update(
        last_reviewed_date=yesterday, next_review_date=yesterday
    )
    page = publish(page, title="Another title")
    change = Change.objects.last()
    assert change is not None
    answer = client.get(f"/api/v1/articles/{page.translation_key}/")
    assert answer["ETag"] == f'"{change.etag}"'
    assert (change.article_id, change.locale) == (page.translation_key, "en")
    assert (change.kind, change.version) == ("lifestyle", stored.version(page))
    assert (change.severity, change.must_refresh_by) == ("", None)


def test_saving_without_a_visible_change_appends_nothing(said: Said) -> None:
    page = ArticlePageFactory()
    topic = TopicFactory()
    clinic = ClinicFactory()
    placement = PlacementFactory(article=page, clinic=clinic)
    said()
    page.save_revision()
    ArticlePage.objects.get(pk=page.pk).save()
    topic.save()
    clinic.save()
    placement.save()
    assert said() == []


def test_a_new_place_of_a_library_moves_its_articles(
    said: Said, django_capture_on_commit_callbacks: Any
) -> None:
    library = ArticleIndexPageFactory()
    for slug in ("one", "two"):
        ArticlePageFactory(parent=library, slug=slug)
    said()
    library.slug = "elsewhere"
    with django_capture_on_commit_callbacks(execute=True):
        library.save()
    assert said() == [("article.moved", "one"), ("article.moved", "two")]


def test_what_is_made_private_ends(said: Said) -> None:
    page = ArticlePageFactory(slug="one")
    said()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert said() == [("article.unpublished", "one")]
    restriction.delete()
    assert said() == [("article.published", "one")]


def test_a_withdrawal_says_how_serious_it_is_and_by_when(said: Said) -> None:
    page = ArticlePageFactory(slug="one")
    said()
    withdrawal = withdraw(page, severity="urgent")
    change = Change.objects.last()
    assert change is not None
    assert (change.type, change.severity) == ("article.withdrawn", "urgent")
    assert change.must_refresh_by == change.occurred_at + datetime.timedelta(hours=1)
    said()
    withdrawal.reinstated_at = timezone.now()
    withdrawal.save(update_fields=["reinstated_at"])
    assert said() == [("article.published", "one")]


def test_a_withdrawn_page_that_is_deleted_says_nothing_new(said: Said) -> None:
    page = ArticlePageFactory()
    withdraw(page)
    said()
    ArticlePage.objects.get(pk=page.pk).delete()
    assert said() == []


def test_a_safety_notice_has_its_severity(said: Said) -> None:
    page = ArticlePageFactory()
    page = publish(
        page,
        safety_notice="Do not take this.",
        safety_notice_severity="critical",
        safety_notice_date=timezone.now().date(),
    )
    change = Change.objects.last()
    assert change is not None
    assert (change.type, change.severity) == ("article.updated", "critical")
    assert change.must_refresh_by == change.occurred_at + datetime.timedelta(minutes=5)
    publish(page, title="Another title")
    change = Change.objects.last()
    assert change is not None
    assert (change.severity, change.must_refresh_by) == ("", None)


def test_a_topic_comes_and_goes_with_its_articles(said: Said) -> None:
    topic = TopicFactory(slug="migraine")
    assert said() == []
    page = ArticlePageFactory(slug="one", topics={"about": topic})
    assert sorted(said()) == [("article.published", "one"), ("topic.updated", "migraine")]
    topic.name = "Megrim"
    topic.save()
    assert said() == [("article.updated", "one"), ("topic.updated", "migraine")]
    topic.slug = "megrim"
    topic.save()
    assert said() == [
        ("article.updated", "one"),
        ("topic.removed", "migraine"),
        ("topic.updated", "megrim"),
    ]
    page.unpublish()
    assert sorted(said()) == [("article.unpublished", "one"), ("topic.removed", "megrim")]


def test_a_clinic_changes_with_its_group(said: Said) -> None:
    group = ClinicFactory(name="Group", slug="group", phone="+12015550100")
    clinic = ClinicFactory(name="North", slug="north", phone="", parent=group)
    said()
    group.phone = "+12015550199"
    group.save()
    assert said() == [("clinic.updated", "group"), ("clinic.updated", "north")]
    clinic.delete()
    assert said() == [("clinic.removed", "north")]
    assert Clinic.objects.count() == 1


def test_a_placement_is_of_all_languages_that_are_public(said: Said) -> None:
    page, draft = ArticlePageFactory(slug="one"), DraftArticleFactory()
    clinic = ClinicFactory()
    said()
    placement = PlacementFactory(article=page, clinic=clinic)
    PlacementFactory(article=draft, clinic=clinic)
    assert said() == [("article.placed", "one")]
    taken_back = withdraw(page, clinic=clinic)
    assert said() == [("article.placed", "one")]
    taken_back.reinstated_at = timezone.now()
    taken_back.save(update_fields=["reinstated_at"])
    assert said() == [("article.placed", "one")]
    placement.delete()
    assert said() == [("article.placed", "one")]


def test_what_expires_by_its_date_ends_then(said: Said) -> None:
    page = ArticlePageFactory(slug="one")
    page.expire_at = timezone.now() + datetime.timedelta(hours=2)
    page.save()
    said()
    settle()
    assert said() == []
    for _ in range(2):
        settle(at=page.expire_at)
    assert said() == [("article.unpublished", "one")]


def test_reviews_and_placements_end_with_the_day(said: Said) -> None:
    day = datetime.timedelta(days=1)
    page, clinic = ArticlePageFactory(slug="one"), ClinicFactory()
    noon = settle(at=timezone.now().replace(hour=12) + day).now
    DeliveryDocument.objects.filter(pk=page.pk).update(
        last_reviewed_date=noon.date() - day, next_review_date=noon.date()
    )
    placement = Placement(article=page, translation_key=page.translation_key, clinic=clinic)
    placement.ends_on = noon.date()
    Placement.objects.bulk_create([placement])
    said()
    settle(at=noon + datetime.timedelta(hours=6))
    assert said() == []
    for _ in range(2):
        settle(at=noon + day)
    assert said() == [("article.updated", "one"), ("article.placed", "one")]
    for change in Change.objects.order_by("-sequence")[:2]:
        assert change.etag.endswith("-overdue")


def test_what_goes_live_by_its_date_is_published_then(said: Said) -> None:
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    page = ArticlePageFactory(slug="one")
    said()
    DeliveryDocument.objects.filter(pk=page.pk).update(live_from=tomorrow)
    settle(at=tomorrow + datetime.timedelta(seconds=1))
    assert said() == [("article.published", "one")]


def test_the_instant_of_the_log_never_goes_back() -> None:
    later = timezone.now() + datetime.timedelta(hours=1)
    settle(at=later)
    assert settle().now == later
    ArticlePageFactory()
    change = Change.objects.last()
    assert change is not None
    assert change.occurred_at == later


def test_an_act_that_is_rolled_back_leaves_no_number_out() -> None:
    ArticlePageFactory()
    with transaction.atomic():
        ArticlePageFactory()
        transaction.set_rollback(True)
    ArticlePageFactory()
    numbers = list(Change.objects.values_list("sequence", flat=True))
    assert numbers == [1, 2]
    assert StoreState.objects.get().sequence == 2


def test_old_changes_are_pruned() -> None:
    for _ in range(3):
        ArticlePageFactory()
    old = timezone.now() - datetime.timedelta(days=91)
    Change.objects.filter(sequence__lte=2).update(occurred_at=old)
    assert prune() == 2
    assert list(Change.objects.values_list("sequence", flat=True)) == [3]
    assert StoreState.objects.get().pruned_to == 2
    assert prune() == 0


def test_a_new_page_with_a_deleted_ones_article_goes_before_its_notice(said: Said) -> None:
    page = ArticlePageFactory(slug="one")
    key = page.translation_key
    withdrawal = withdraw(page)
    page.delete()
    ArticlePageFactory(slug="again", translation_key=key)
    said()
    withdrawal.refresh_from_db()
    withdrawal.reinstated_at = timezone.now()
    withdrawal.save(update_fields=["reinstated_at"])
    assert said() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="only on PostgreSQL: SQLite in memory")
def test_numbers_are_committed_in_their_order() -> None:
    """A reader that polls while others write never finds a smaller number later."""
    pages = [ArticlePageFactory() for _ in range(3)]
    seen: list[int] = []

    def poll() -> None:
        for _ in range(200):
            found = list(Change.objects.filter(sequence__gt=seen[-1] if seen else 0))
            numbers = [change.sequence for change in found]
            assert numbers == list(range(len(seen) + 1, len(seen) + 1 + len(numbers)))
            seen.extend(numbers)

    def write(page: ArticlePage) -> Callable[[], None]:
        def act() -> None:
            for number in range(6):
                publish_with_title(page, f"Title {number}")()

        return act

    at_once(poll, *(write(page) for page in pages))
    assert Change.objects.count() == 3 + 3 * 6


def test_the_command_settles_and_forgets(said: Said, capsys: Any) -> None:
    page = ArticlePageFactory(slug="one")
    said()
    now = timezone.now()
    DeliveryDocument.objects.filter(pk=page.pk).update(expires_at=now)
    StoreState.objects.update(settled_at=now - datetime.timedelta(minutes=1))
    Change.objects.update(occurred_at=now - datetime.timedelta(days=91))
    call_command("settle_changes")
    assert said() == [("article.unpublished", "one")]
    assert "stands at 2; 1 forgotten" in capsys.readouterr().out
