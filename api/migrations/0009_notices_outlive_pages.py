import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def remove_notices_without_pages(apps, schema_editor):
    """Before the foreign key comes back. What they answer is 404 from then on."""
    pages = apps.get_model(settings.WAGTAIL_PAGE_MODEL).objects.values('pk')
    apps.get_model('api', 'DeliveryDocument').objects.exclude(pk__in=pages).delete()
    # PostgreSQL alters no table that a deferred constraint is yet to look at.
    schema_editor.connection.check_constraints()


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0008_edits'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='deliverydocument',
            name='page',
            field=models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to=settings.WAGTAIL_PAGE_MODEL),
        ),
        migrations.RunPython(migrations.RunPython.noop, remove_notices_without_pages, elidable=True),
    ]
