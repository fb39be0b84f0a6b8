"""Drafts that are open to front ends; the group Administrators may see and close everybody's."""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


GROUP = "Administrators"
ACTIONS = ("change", "view")


def grant(apps, schema_editor):
    """Django makes permissions only after all migrations."""
    group = apps.get_model("auth", "Group").objects.filter(name=GROUP).first()
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="api", model="previewsession"
    )
    for action in ACTIONS:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=f"{action}_previewsession",
            defaults={"name": f"Can {action} preview"},
        )
        if group is not None:
            group.permissions.add(permission)


def take_away(apps, schema_editor):
    for group in apps.get_model("auth", "Group").objects.filter(name=GROUP):
        group.permissions.remove(
            *group.permissions.filter(
                content_type__app_label="api", content_type__model="previewsession"
            )
        )


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0021_clinic_values'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('articles', '0015_clinic_preview_url'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PreviewSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened')),
                ('last_used_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='last read')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='closed at')),
                ('clinic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.clinic', verbose_name='clinic')),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='article')),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.revision', verbose_name='version')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='opened by')),
            ],
            options={
                'verbose_name': 'preview',
                'verbose_name_plural': 'previews',
                'ordering': ['-started_at', 'pk'],
            },
        ),
        migrations.RunPython(grant, take_away),
    ]
