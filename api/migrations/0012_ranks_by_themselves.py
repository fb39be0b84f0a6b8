import base64
import hashlib

import django.db.models.deletion
from django.db import migrations, models


def move_ranks(apps, schema_editor):
    """Write the ranks that were text into rows of their own, four characters of hash to a term."""
    passages = apps.get_model('api', 'DocumentPassages')
    terms = apps.get_model('api', 'DocumentTerms')
    ranks = apps.get_model('api', 'DocumentRanks')

    def packed(text):
        pairs = (each.rpartition(':') for each in text.split())
        return ''.join(
            base64.b64encode(hashlib.blake2b(term.encode(), digest_size=3).digest()).decode()
            + chr(27 + int(worth))
            for term, _colon, worth in pairs
        )

    texts = passages.objects.order_by('pk').values_list('pk', 'ranks')
    batch = []
    for page_id, text in texts.iterator(chunk_size=500):
        batch.append((page_id, text))
        if len(batch) == 500:
            write(ranks, terms, batch, packed)
            batch = []
    write(ranks, terms, batch, packed)


def write(ranks, terms, batch, packed):
    scopes = terms.objects.filter(pk__in=[page_id for page_id, _text in batch])
    texts = dict(batch)
    ranks.objects.bulk_create(
        ranks(
            document_id=page_id,
            locale=locale,
            live_from=live_from,
            expires_at=expires_at,
            ranks=packed(texts[page_id]),
        )
        for page_id, locale, live_from, expires_at in scopes.values_list(
            'pk', 'locale', 'live_from', 'expires_at'
        )
    )


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0011_search_in_cards'),
    ]

    operations = [
        migrations.CreateModel(
            name='DocumentRanks',
            fields=[
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='api.deliverydocument')),
                ('locale', models.CharField(help_text='Language tag.', max_length=100)),
                ('live_from', models.DateTimeField(blank=True, null=True)),
                ('expires_at', models.DateTimeField(blank=True, null=True)),
                ('ranks', models.TextField(help_text='What each term is worth, packed.')),
            ],
            options={
                'verbose_name': 'ranks of a document',
                'verbose_name_plural': 'ranks of documents',
            },
        ),
        migrations.RunPython(move_ranks, migrations.RunPython.noop, elidable=True),
        # On the way back the column comes empty; `rebuild_documents` fills it.
        migrations.AlterField(
            model_name='documentpassages',
            name='ranks',
            field=models.TextField(default=''),
        ),
        migrations.RemoveField(
            model_name='documentpassages',
            name='ranks',
        ),
    ]
