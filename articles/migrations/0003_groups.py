from django.conf import settings
from django.db import migrations

from articles.migrations import _groups as groups


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_review"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtailimages", "0023_add_choose_permissions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(groups.create_groups, groups.remove_groups),
        migrations.RunPython(groups.create_workflow, groups.remove_workflow),
    ]
