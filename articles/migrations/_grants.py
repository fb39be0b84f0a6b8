"""What groups may do with models, as migrations give it and take it back.

Permissions are made here, because Django makes them only after all migrations.
"""

from django.db import migrations


def get_permission(apps, app, model, codename, name=""):
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": name or "Can " + codename.replace("_", " ")},
    )
    return found


class Grants:
    """`table` has the actions by group; of a group that is not there, nothing is given."""

    def __init__(self, app, model, table, *, called=""):
        self.app, self.model, self.table, self.called = app, model, table, called or model

    def give(self, apps, schema_editor):
        for group in self._groups(apps):
            group.permissions.add(*self._permissions(apps, group))

    def take_back(self, apps, schema_editor):
        for group in self._groups(apps):
            group.permissions.remove(*self._permissions(apps, group))

    def operation(self):
        return migrations.RunPython(self.give, self.take_back)

    def _groups(self, apps):
        return apps.get_model("auth", "Group").objects.filter(name__in=self.table)

    def _permissions(self, apps, group):
        return [
            get_permission(
                apps,
                self.app,
                self.model,
                f"{action}_{self.model}",
                f"Can {action} {self.called}",
            )
            for action in self.table[group.name]
        ]


ALL = ("add", "change", "delete", "view")
_READERS = dict.fromkeys(("Editors", "Clinical reviewers", "Legal reviewers"), ("view",))
_WRITERS = dict.fromkeys(("Publishers", "Administrators"), ALL)

WITHDRAWALS = Grants(
    "articles", "withdrawal", dict.fromkeys((*_READERS, *_WRITERS), ("view",))
)
STARTING_POINTS = [
    Grants("articles", model, {"Editors": ("view",), **_WRITERS})
    for model in ("articletemplate", "preparedsection")
]
PLACEMENT_RULES = Grants("articles", "placementrule", {**_READERS, **_WRITERS})
