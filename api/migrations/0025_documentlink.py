import django.db.models.deletion
from django.db import migrations, models

LINKS = """
INSERT INTO api_documentlink (document_id, article_id, locale)
SELECT DISTINCT r.document_id, o.article_id, o.locale
FROM api_documentreference r
JOIN api_deliverydocument d ON d.page_id = r.document_id AND d.state = 'public'
JOIN api_deliverydocument o ON o.page_id = r.object_id
WHERE r.kind IN ('page', 'section')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0024_leased_deliveries'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('article_id', models.UUIDField()),
                ('locale', models.CharField(max_length=100)),
                ('document', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='api.deliverydocument')),
            ],
            options={
                'verbose_name': 'document link',
                'verbose_name_plural': 'document links',
                'constraints': [models.UniqueConstraint(fields=('document', 'article_id', 'locale'), name='api_document_link')],
            },
        ),
        migrations.RunSQL(LINKS, migrations.RunSQL.noop),
    ]
