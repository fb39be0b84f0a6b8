from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0006_administrators_keys'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='deliverydocument',
            index=models.Index(models.F('modified_at'), condition=models.Q(('state', 'public')), name='api_doc_modified'),
        ),
    ]
