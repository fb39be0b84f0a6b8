"""Which front ends have confirmed a withdrawal: the screens for those who publish."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains
from wagtail.models import GroupPagePermission, Page

from api.keys.caller import Caller
from api.keys.operations import NewKey, revoke_key
from api.models import ApiClient, Change
from api.withdrawals.acknowledging import acknowledge
from api.withdrawals.confirmations import Standing, read_confirmations
from articles.models import ArticlePage, Withdrawal
from articles.review.immutability import protect, unprotect
from tests.api.changes.test_log import withdraw
from tests.api.keys.factories import make_key
from tests.articles.factories import (
    ArticlePageFactory,
    ClinicFactory,
    PlacementFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

INDEX = reverse("api_confirmations:index")
WAITING, LATE, CONFIRMED = Standing.WAITING, Standing.LATE, Standing.CONFIRMED


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(UserFactory(group="Publishers"))
    return client


def detail(withdrawal: Withdrawal) -> str:
    return reverse("api_confirmations:detail", args=[withdrawal.pk])


def confirm(withdrawal: Withdrawal, key: NewKey, note: str = "") -> None:
    client = key.key.client
    clinic = client.clinic.slug if client.clinic else None
    caller = Caller(key.key.prefix, client.pk, frozenset(client.scopes), clinic, (), None)
    acknowledge(withdrawal, caller, note=note)


def standings(withdrawal: Withdrawal, **kwargs: Any) -> dict[str, Standing]:
    found = read_confirmations([withdrawal], **kwargs)[withdrawal.pk]
    return {each.client.name: each.standing for each in found.clients}


def test_who_is_expected() -> None:
    carrying, other, ended = (ClinicFactory(slug=slug) for slug in ("one", "two", "three"))
    page = ArticlePageFactory()
    PlacementFactory(article=page, clinic=carrying)
    past = timezone.now().date() - timedelta(days=3)
    PlacementFactory(article=page, clinic=ended, ends_on=past)
    make_key(name="Of no clinic")
    make_key(name="Of a clinic that carries it", clinic=carrying)
    make_key(name="Of one that carried it", clinic=ended)
    make_key(name="Of another clinic", clinic=other)
    make_key(name="Of another language", locales=["es"])
    make_key(name="Of this language", locales=["es", "en"])
    make_key(name="That cannot read", scopes=["webhooks"])
    make_key(name="Expired", expires_in=timedelta(hours=-1))
    revoke_key(make_key(name="Revoked").key)
    ApiClient.objects.create(name="Without a key")
    withdrawal = withdraw(page)
    make_key(name="Later")
    expected = {
        "Of no clinic": WAITING,
        "Of a clinic that carries it": WAITING,
        "Of one that carried it": WAITING,
        "Of this language": WAITING,
    }
    assert standings(withdrawal) == expected
    # Placements go with their page; who has to confirm stays.
    ArticlePage.objects.get(pk=page.pk).delete()
    withdrawal.refresh_from_db()
    assert standings(withdrawal) == expected


def test_a_withdrawal_at_one_clinic_is_that_clinics_and_everybodys_of_none() -> None:
    north, south = ClinicFactory(slug="north"), ClinicFactory(slug="south")
    page = ArticlePageFactory()
    for clinic in (north, south):
        PlacementFactory(article=page, clinic=clinic)
        make_key(name=clinic.slug, clinic=clinic)
    make_key(name="All")
    assert set(standings(withdraw(page, clinic=north))) == {"north", "All"}


def test_late_after_the_time_that_was_told() -> None:
    key, late = make_key(name="Quick"), make_key(name="Slow")
    withdrawal = withdraw(ArticlePageFactory(), severity="urgent")
    deadline = Change.objects.get(withdrawal_id=withdrawal.uuid).must_refresh_by
    assert deadline is not None
    confirm(withdrawal, key)
    before, after = deadline - timedelta(seconds=1), deadline
    assert standings(withdrawal, at=before) == {"Quick": CONFIRMED, "Slow": WAITING}
    assert standings(withdrawal, at=after) == {"Quick": CONFIRMED, "Slow": LATE}
    confirm(withdrawal, late)
    assert standings(withdrawal, at=after) == {"Quick": CONFIRMED, "Slow": CONFIRMED}


def test_the_time_is_known_when_the_log_has_forgotten_it(settings: Any) -> None:
    make_key()
    withdrawal = withdraw(ArticlePageFactory(), severity="advice")
    Change.objects.all().delete()
    [found] = read_confirmations([withdrawal]).values()
    assert found.deadline == withdrawal.withdrawn_at + timedelta(days=1)


def test_who_is_not_expected_and_confirms_is_shown() -> None:
    withdrawal = withdraw(ArticlePageFactory())
    key = make_key(name="Later")
    confirm(withdrawal, key)
    revoke_key(key.key)
    assert standings(withdrawal) == {"Later": CONFIRMED}


def test_nobody_is_late_with_what_came_back() -> None:
    make_key(name="Slow")
    withdrawal = withdraw(ArticlePageFactory())
    withdrawal.reinstated_at = timezone.now()
    withdrawal.save(update_fields=["reinstated_at"])
    later = timezone.now() + timedelta(days=9)
    assert standings(withdrawal, at=later) == {"Slow": Standing.MISSED}


def overdue(**fields: Any) -> Withdrawal:
    """A withdrawal whose time is over."""
    withdrawal = withdraw(ArticlePageFactory(title=fields.pop("title", "An article")), **fields)
    past = timezone.now() - timedelta(hours=1)
    Change.objects.filter(withdrawal_id=withdrawal.uuid).update(must_refresh_by=past)
    return withdrawal


def test_the_list_counts(publisher: Client) -> None:
    quick, _slow = make_key(name="Quick"), make_key(name="Slow")
    withdrawal = overdue(title="Wrong dose")
    confirm(withdrawal, quick)
    response = publisher.get(INDEX)
    assertContains(response, "Withdrawals: confirmations")
    assertContains(response, "1 of 2")
    assertContains(response, '<span class="articles-tag articles-tag--critical">late</span>')
    assertContains(response, detail(withdrawal))


def test_the_list_is_filtered(publisher: Client) -> None:
    key = make_key()
    late, done, over = overdue(title="Late"), overdue(title="Done"), overdue(title="Over")
    confirm(done, key)
    over.reinstated_at = timezone.now()
    over.save(update_fields=["reinstated_at"])

    def titles(**query: str) -> set[str]:
        return {row.title for row in publisher.get(INDEX, query).context["object_list"]}

    assert titles() == {"Late", "Done", "Over"}
    assert titles(late="late") == {"Late"}
    assert titles(state="over") == {"Over"}
    assert titles(state="open", severity="critical") == {"Late", "Done"}
    assert titles(severity="advice") == set()
    assert titles(q="Don") == {"Done"}
    assert late.title == "Late"


def test_a_withdrawal_shows_its_front_ends_and_whom_to_ask(publisher: Client) -> None:
    clinic = ClinicFactory(name="Madrid Centro", slug="madrid")
    quick = make_key(name="Quick", contact="web@example.org")
    make_key(name="Slow", contact="app@example.org")
    withdrawal = overdue()
    confirm(withdrawal, quick, note="Both caches purged.")
    late = make_key(name="Bound", clinic=clinic)
    confirm(withdrawal, late)
    response = publisher.get(detail(withdrawal))
    for text in ("Quick", "web@example.org", "Both caches purged.", "Slow", "app@example.org",
                 "Madrid Centro", "Wrong dose.", "Critical"):  # fmt: skip
        assertContains(response, text)
    only = publisher.get(detail(withdrawal), {"late": "late"})
    assert [row.name for row in only.context["object_list"]] == ["Slow"]
    results = reverse("api_confirmations:detail_results", args=[withdrawal.pk])
    assert publisher.get(results, {"late": "late"}).status_code == 200
    assert publisher.get(reverse("api_confirmations:index_results")).status_code == 200


def test_both_are_read_in_a_spreadsheet(publisher: Client) -> None:
    key = make_key(name="=HYPERLINK(1)", contact="@web")
    make_key(name="Slow")
    withdrawal = overdue(title="=1+1")
    confirm(withdrawal, key, note="-2+3")
    answer = publisher.get(INDEX, {"export": "csv"})
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert (row["Article"], row["Front ends"], row["Late"]) == ("'=1+1", "2", "1")
    answer = publisher.get(detail(withdrawal), {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
    assert [each["Front end"] for each in rows] == ["'=HYPERLINK(1)", "Slow"]
    assert (rows[0]["Note"], rows[0]["State"], rows[1]["State"]) == ("'-2+3", "confirmed", "late")
    for url in (INDEX, detail(withdrawal)):
        answer = publisher.get(url, {"export": "xlsx"})
        sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
        assert sheet.max_row >= 2


def test_text_of_others_is_escaped(publisher: Client) -> None:
    hurt = "<script>alert(1)</script>"
    key = make_key(name=f"Name {hurt}", contact=f"Contact {hurt}")
    withdrawal = overdue(title="Safe", reason=f"Reason {hurt}")
    unprotect(connection)
    QuerySet(Withdrawal).update(title=f"Title {hurt}")
    protect(connection)
    confirm(withdrawal, key, note=f"Note {hurt}")
    for url in (INDEX, detail(withdrawal)):
        assertNotContains(publisher.get(url), hurt)


@pytest.mark.parametrize(
    ("group", "allowed"),
    [("Publishers", True), ("Administrators", True), ("Editors", False),
     ("Clinical reviewers", False), ("Legal reviewers", False), (None, False)],
)  # fmt: skip
def test_who_may_see_it(client: Client, group: str | None, allowed: bool) -> None:
    withdrawal = overdue()
    if group:
        client.force_login(UserFactory(group=group))
    for url in (INDEX, detail(withdrawal)):
        for query in ({}, {"export": "csv"}):
            answer = client.get(url, query)
            assert answer.status_code == (200 if allowed else 302)
            if not allowed:
                assert b"Wrong dose" not in answer.content
    menu = client.get(reverse("wagtailadmin_home"), follow=True)
    assert (INDEX.encode() in menu.content) is allowed


def test_of_other_peoples_pages_nothing_is_seen(client: Client) -> None:
    mine, theirs = overdue(title="Mine"), overdue(title="Theirs")
    user = UserFactory(group="Publishers")
    group = user.groups.get()
    GroupPagePermission.objects.filter(group=group).update(page=Page.objects.get(pk=mine.page_id))
    client.force_login(user)
    assert [row.title for row in client.get(INDEX).context["object_list"]] == ["Mine"]
    assert client.get(detail(theirs)).status_code == 404
    assert client.get(detail(mine)).status_code == 200


def test_they_are_only_read(publisher: Client) -> None:
    withdrawal = overdue()
    for url in (INDEX, detail(withdrawal)):
        assert publisher.post(url).status_code == 405
    assert publisher.get(f"{INDEX}999999/").status_code == 404


def test_the_list_does_not_ask_once_a_row(
    publisher: Client, django_assert_max_num_queries: Any
) -> None:
    make_key()
    overdue()
    publisher.get(INDEX)
    for number in range(6):
        confirm(overdue(title=f"Article {number}"), make_key(clinic=ClinicFactory()))
    with django_assert_max_num_queries(30):
        publisher.get(INDEX)
