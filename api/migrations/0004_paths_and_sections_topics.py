import json
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import migrations, models


def fill(apps, schema_editor):
    """Read both from the bytes of documents that are stored already."""
    documents = apps.get_model('api', 'DeliveryDocument')
    sections = apps.get_model('api', 'DocumentSection')
    public = documents.objects.filter(state='public')
    for page_id, body in public.values_list('pk', 'body').iterator(chunk_size=200):
        document = json.loads(bytes(body))
        path = unquote(urlsplit(document.get('url') or '').path)
        path = path.rstrip('/') or '/' if path else ''
        documents.objects.filter(pk=page_id).update(path=path if len(path) <= 500 else '')
        for position, section in enumerate(document.get('sections', [])):
            if section['about']:
                sections.objects.filter(document_id=page_id, position=position).update(
                    about=section['about']
                )


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0003_document_variants'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='deliverydocument',
            name='path',
            field=models.CharField(blank=True, default='', max_length=500),
        ),
        migrations.AddField(
            model_name='documentsection',
            name='about',
            field=models.CharField(blank=True, default='', max_length=255),
        ),
        migrations.AddIndex(
            model_name='deliverydocument',
            index=models.Index(fields=['path'], name='api_doc_path'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
