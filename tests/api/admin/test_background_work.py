"""The report on background work."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from api.admin.background_work import DUTIES
from api.models import DeliveryState, Duty
from api.worker.duties import plans
from articles.models import ScheduleFailure
from tests.api.admin.factories import make_delivery, make_endpoint
from tests.api.admin.test_webhooks import HOSTILE, words
from tests.api.admin.test_worker_status import hold_all, start_worker
from tests.articles.factories import ArticlePageFactory, ClinicianFactory, UserFactory

pytestmark = pytest.mark.django_db
PATH = "/admin/reports/background-work/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(group="Administrators"))
    return client


def test_every_duty_has_a_name_for_people() -> None:
    # Purging is one where caches are configured.
    assert {each.name for each in plans()} | {"purge", "purge_again"} == set(DUTIES)


def test_it_says_who_works_on_what(admin: Client) -> None:
    assert "No worker is running" in words(admin.get(PATH))
    start_worker(host="cms-1", pid=1234)
    hold_all()
    text = words(admin.get(PATH))
    for shown in ("Everything is being done", "cms-1", "1234", "Queue webhooks", "in order"):
        assert shown in text, shown


def test_it_says_what_fails_and_what_is_left(admin: Client) -> None:
    start_worker()
    hold_all()
    now = timezone.now()
    Duty.objects.filter(name="tidy").update(
        failures=3, failing_since=now, error=f"OSError: {HOSTILE}"
    )
    endpoint = make_endpoint()
    make_delivery(endpoint)
    make_delivery(endpoint, state=DeliveryState.FAILED)
    response = admin.get(PATH)
    text = words(response)
    for shown in ("Something fails", "3 times:", "OSError: ", "the oldest since"):
        assert shown in text, shown
    assert "<script>alert(1)" not in response.content.decode()


def test_failed_schedules_lead_to_their_editors(admin: Client) -> None:
    page = ArticlePageFactory(title=f"Sleep {HOSTILE}")
    revision = page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=5))
    clinician = ClinicianFactory()
    for item, reason in (
        (f"wagtailcore.Revision {revision.pk}", f"No sign-off {HOSTILE}\nNo summary"),
        (f"articles.Clinician {clinician.pk}", ""),
        ("articles.Clinician 99999", ""),
        ("removed.Model 1", ""),
    ):
        ScheduleFailure.objects.create(item=item, reason=reason, attempts=2)
    response = admin.get(PATH)
    content, text = response.content.decode(), words(response)
    assert f"/admin/pages/{page.pk}/edit/" in content
    assert "<script>alert(1)" not in content
    for shown in ("Sleep", "No sign-off", "to be published", str(clinician), "to be taken down",
                  "its log says more", "articles.Clinician 99999", "removed.Model 1"):  # fmt: skip
        assert shown in text, shown


def test_it_does_not_ask_once_a_failure(admin: Client, django_assert_max_num_queries) -> None:
    admin.get(PATH)
    due = timezone.now() - timedelta(minutes=5)
    for _number in range(6):
        revision = ArticlePageFactory().save_revision(approved_go_live_at=due)
        ScheduleFailure.objects.create(item=f"wagtailcore.Revision {revision.pk}")
    with django_assert_max_num_queries(45):
        admin.get(PATH)


@pytest.mark.parametrize("group", ["Editors", "Clinical reviewers", "Publishers"])
def test_who_may_not_see_webhooks_may_not_see_it(client: Client, group: str) -> None:
    user = UserFactory(group=group)
    client.force_login(user)
    assert client.get(PATH)["Location"] == "/admin/"
    assert PATH not in client.get("/admin/").content.decode()
    user.user_permissions.add(Permission.objects.get(codename="view_webhookendpoint"))
    assert client.get(PATH).status_code == 200
    assert PATH in client.get("/admin/").content.decode()


def test_nobody_gets_to_the_sign_in_page(client: Client) -> None:
    assert "/admin/login/" in client.get(PATH)["Location"]


def test_it_is_only_read(admin: Client) -> None:
    assert admin.post(PATH).status_code == 405
