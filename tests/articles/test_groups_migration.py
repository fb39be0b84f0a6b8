import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from articles.migrations import _groups as groups
from tests.articles.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_running_it_twice_changes_nothing() -> None:
    before = set(GroupPagePermission.objects.values_list("pk", flat=True))
    groups.create_groups(apps, None)
    groups.create_workflow(apps, None)
    assert set(GroupPagePermission.objects.values_list("pk", flat=True)) == before
    assert Workflow.objects.filter(name="Clinical review").count() == 1


def test_it_can_be_reversed_and_run_again() -> None:
    groups.remove_workflow(apps, None)
    groups.remove_groups(apps, None)
    assert not Group.objects.filter(name__in=["Publishers", "Administrators"]).exists()
    assert Group.objects.filter(name="Editors").exists()
    assert not Workflow.objects.filter(name="Clinical review").exists()
    assert WorkflowPage.objects.get().workflow.name == "Moderators approval"
    groups.create_groups(apps, None)
    groups.create_workflow(apps, None)
    assert WorkflowPage.objects.get().workflow.name == "Clinical review"


def test_a_group_with_members_outlives_reversal() -> None:
    user = UserFactory(group="Publishers")
    groups.remove_workflow(apps, None)
    groups.remove_groups(apps, None)
    group = user.groups.get(name="Publishers")
    assert not group.permissions.filter(content_type__app_label="articles").exists()


def test_a_host_that_uses_another_workflow_keeps_it() -> None:
    groups.remove_workflow(apps, None)
    UserFactory(group="Moderators")
    groups.create_workflow(apps, None)
    assert WorkflowPage.objects.get().workflow.name == "Moderators approval"


def test_a_group_of_the_host_keeps_its_reach_over_pages() -> None:
    groups.remove_workflow(apps, None)
    groups.remove_groups(apps, None)
    own = Group.objects.create(name="Publishers")
    home = Page.objects.get(depth=2)
    GroupPagePermission.objects.create(group=own, page=home, permission_type="add")
    groups.create_groups(apps, None)
    assert [permission.page_id for permission in own.page_permissions.all()] == [home.pk]
    assert own.permissions.filter(codename="add_citation").exists()
