import json

import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    """Read the codes of documents that are stored already from their bytes."""
    from articles.codes import SLUGS_BY_URI, broader_codes

    documents = apps.get_model('api', 'DeliveryDocument').objects.filter(state='public')
    code_model = apps.get_model('api', 'DocumentCode')
    for page_id, body in documents.values_list('pk', 'body').iterator(chunk_size=200):
        topics = json.loads(bytes(body)).get('topics', [])
        own = {(SLUGS_BY_URI[code['system']], code['code']) for topic in topics for code in topic['codes']}
        broader = {(system, above) for system, code in own for above in broader_codes(system, code)} - own
        code_model.objects.bulk_create(
            code_model(document_id=page_id, system=system, code=code, broader=(system, code) in broader)
            for system, code in sorted(own | broader)
        )


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0002_references_and_placeholders'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('system', models.CharField(max_length=20)),
                ('code', models.CharField(max_length=40)),
                ('broader', models.BooleanField(default=False, help_text="Whether only a narrower code is the document's own.")),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='api.deliverydocument')),
            ],
            options={
                'verbose_name': 'document code',
                'verbose_name_plural': 'document codes',
                'constraints': [models.UniqueConstraint(fields=('system', 'code', 'document'), name='api_document_code')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
