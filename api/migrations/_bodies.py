"""How PostgreSQL stores bodies: it packs long values and unpacks them at each read, for nothing."""

BODIES = ('api_deliverydocument', 'api_documentvariant')


def set_storage(schema_editor, storage):
    if schema_editor.connection.vendor == 'postgresql':
        for table in BODIES:
            schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN body SET STORAGE {storage}')


def uncompressed(apps, schema_editor):
    set_storage(schema_editor, 'EXTERNAL')


def compressed(apps, schema_editor):
    set_storage(schema_editor, 'EXTENDED')
