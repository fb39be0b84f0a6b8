"""Groups that clinics need, what each may do, and the workflow that takes an article live.

Safe in a host with groups of its own: a group that is there already keeps its page, image and
document permissions and gets those on our own models only. Permissions are made here, because
Django makes them only after all migrations.
"""

import swapper
from django.apps import apps as installed
from django.conf import settings

from articles.migrations._grants import get_permission

PAGE_APP, PAGE_MODEL = swapper.split(swapper.get_model_name("wagtailcore", "Page"))

SNIPPETS = ("citation", "clinic", "clinician", "topic")
RECORDS = ("signoff", "ruleoverride", "publication")
USER_APP, USER_MODEL = settings.AUTH_USER_MODEL.lower().split(".")

# By group: actions on pages at the root; on images and documents of the root collection; on
# models, as (app, model): actions. Everybody in a group may enter the admin.
GROUPS = {
    "Editors": {
        "pages": ("add", "change"),
        "files": ("add", "change", "choose"),
        "models": {("articles", name): ("add", "change", "view") for name in SNIPPETS}
        | {("articles", name): ("view",) for name in ("placement", *RECORDS)},
    },
    "Clinical reviewers": {
        "pages": ("change",),
        "files": ("choose",),
        "models": {("articles", name): ("view",) for name in (*SNIPPETS, "placement", *RECORDS)},
    },
    "Legal reviewers": {
        "pages": ("change",),
        "files": ("choose",),
        "models": {("articles", name): ("view",) for name in (*SNIPPETS, "placement", *RECORDS)},
    },
    "Publishers": {
        "pages": ("add", "change", "publish", "lock", "unlock"),
        "files": ("add", "change", "choose"),
        "models": {
            ("articles", name): ("add", "change", "delete", "view")
            for name in (*SNIPPETS, "placement")
        }
        | {("articles", name): ("view",) for name in RECORDS},
    },
    "Administrators": {
        "pages": ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        "files": ("add", "change", "choose"),
        "models": {
            ("articles", name): ("add", "change", "delete", "view")
            for name in (*SNIPPETS, "placement")
        }
        | {("articles", name): ("view",) for name in RECORDS}
        # An override is made and ended, never edited.
        | {("articles", "ruleoverride"): ("add", "view")}
        | {("articles", "reviewtask"): ("add", "change", "delete")}
        | {
            model: ("add", "change", "delete")
            for model in (
                (USER_APP, USER_MODEL),
                ("auth", "group"),
                ("wagtailcore", "site"),
                ("wagtailcore", "locale"),
                ("wagtailcore", "workflow"),
                ("wagtailcore", "task"),
                ("wagtailcore", "groupapprovaltask"),
                ("wagtailredirects", "redirect"),
            )
        }
        # Collections are permitted by collection, as files are; see `_grant_files`.
        | {("wagtailsearchpromotions", "searchpromotion"): ("add", "change", "delete")},
    },
}
WORKFLOW = "Clinical review"
# The last sign-off publishes. A step whose role the site does not ask for is skipped.
TASKS = (
    ("Clinical review", "clinical", "Clinical reviewers"),
    ("Legal review", "legal", "Legal reviewers"),
)
WAGTAILS_OWN_WORKFLOW, WAGTAILS_OWN_GROUP = "Moderators approval", "Moderators"


def create_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name, grants in GROUPS.items():
        group, created = Group.objects.get_or_create(name=name)
        group.permissions.add(get_permission(apps, "wagtailadmin", "admin", "access_admin"))
        for (app, model), actions in grants["models"].items():
            # A host without redirects has none to permit.
            if (created or app == "articles") and installed.is_installed(_app_path(app)):
                group.permissions.add(
                    *(get_permission(apps, app, model, f"{action}_{model}") for action in actions)
                )
        if created or not group.page_permissions.exists():
            _grant_pages(apps, group, grants["pages"])
        if created or not group.collection_permissions.exists():
            _grant_files(apps, group, grants["files"])


def _app_path(label):
    return next((config.name for config in installed.get_app_configs() if config.label == label), "")


def _grant_pages(apps, group, actions):
    root = _root_page(apps)
    if root is None:
        return
    model = PAGE_MODEL.lower()
    for action in actions:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
            group=group,
            page=root,
            permission=get_permission(apps, PAGE_APP, model, f"{action}_{model}"),
        )


def _grant_files(apps, group, actions):
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    if root is None:
        return
    permissions = [
        get_permission(apps, app, model, f"{action}_{model}")
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        if installed.is_installed(_app_path(app))
        for action in actions
    ]
    if group.name == "Administrators":
        permissions += [
            get_permission(apps, "wagtailcore", "collection", f"{action}_collection")
            for action in ("add", "change", "delete")
        ]
    for permission in permissions:
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _root_page(apps):
    return apps.get_model(PAGE_APP, PAGE_MODEL).objects.filter(depth=1).first()


def create_workflow(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return
    Task = apps.get_model("articles", "ReviewTask")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="articles", model="reviewtask"
    )
    workflow = Workflow.objects.create(name=WORKFLOW, active=True)
    for position, (name, role, group) in enumerate(TASKS):
        task = Task.objects.create(
            name=name, role=role, active=True, content_type=content_type
        )
        task.groups.add(apps.get_model("auth", "Group").objects.get(name=group))
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(
            workflow=workflow, task=task, sort_order=position
        )
    _assign(apps, workflow)


def _assign(apps, workflow):
    """Take over from Wagtail's own workflow where nobody uses it; never from a host's."""
    root = _root_page(apps)
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    if root is None:
        return
    assigned = WorkflowPage.objects.filter(page_id=root.pk).select_related("workflow").first()
    if assigned is None:
        WorkflowPage.objects.create(page_id=root.pk, workflow=workflow)
    elif assigned.workflow.name == WAGTAILS_OWN_WORKFLOW and not _moderators_exist(apps):
        assigned.workflow = workflow
        assigned.save()


def _moderators_exist(apps):
    return (
        apps.get_model("auth", "Group")
        .objects.filter(name=WAGTAILS_OWN_GROUP, user__isnull=False)
        .exists()
    )


def remove_workflow(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    workflow = Workflow.objects.filter(name=WORKFLOW).first()
    if workflow is None:
        return
    if apps.get_model("wagtailcore", "WorkflowState").objects.filter(workflow=workflow).exists():
        # Its history names people and decisions: it is retired, not deleted.
        workflow.active = False
        workflow.save()
    root = _root_page(apps)
    own = Workflow.objects.filter(name=WAGTAILS_OWN_WORKFLOW).first()
    assigned = apps.get_model("wagtailcore", "WorkflowPage").objects.filter(workflow=workflow)
    if own is not None and root is not None and assigned.filter(page_id=root.pk).exists():
        assigned.filter(page_id=root.pk).update(workflow=own)
    assigned.filter(workflow=workflow).delete()
    if workflow.active:
        tasks = [item.task_id for item in workflow.workflow_tasks.all()]
        workflow.delete()
        apps.get_model("articles", "ReviewTask").objects.filter(pk__in=tasks).delete()


def remove_groups(apps, schema_editor):
    """Groups with members stay, without what they could do with our models."""
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name__in=GROUPS):
        if group.name == "Editors" or group.user_set.exists():
            group.permissions.remove(
                *group.permissions.filter(content_type__app_label="articles")
            )
        else:
            group.delete()
