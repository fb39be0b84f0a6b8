from django.db import migrations


def add_search_to_cards(apps, schema_editor):
    """Give stored cards the member that is null without a search, as new ones have it."""
    documents = apps.get_model('api', 'DeliveryDocument')
    public = documents.objects.filter(state='public')
    for page_id, card in public.values_list('pk', 'card').iterator(chunk_size=200):
        card = bytes(card)
        if not card.endswith(b'"search":null}'):
            documents.objects.filter(pk=page_id).update(card=card[:-1] + b',"search":null}')


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0010_search'),
    ]

    operations = [
        migrations.RunPython(add_search_to_cards, migrations.RunPython.noop, elidable=True),
    ]
