from django.db import migrations

from api.models import search_indexes

_FORMER = (
    "DROP TRIGGER IF EXISTS api_documentterms_inserted",
    "DROP TRIGGER IF EXISTS api_documentterms_deleted",
    "DROP TRIGGER IF EXISTS api_documentterms_updated",
    "DROP TABLE IF EXISTS api_documentterms_fts",
    "CREATE VIRTUAL TABLE api_documentterms_fts USING fts5(names, terms,"
    " content='api_documentterms', content_rowid='document_id', columnsize=0,"
    " tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'\")",
    "CREATE TRIGGER api_documentterms_inserted AFTER INSERT ON api_documentterms"
    " BEGIN INSERT INTO api_documentterms_fts (rowid, names, terms)"
    " VALUES (new.document_id, new.names, new.terms); END",
    "CREATE TRIGGER api_documentterms_deleted AFTER DELETE ON api_documentterms"
    " BEGIN INSERT INTO api_documentterms_fts (api_documentterms_fts, rowid, names, terms)"
    " VALUES ('delete', old.document_id, old.names, old.terms); END",
    "CREATE TRIGGER api_documentterms_updated AFTER UPDATE ON api_documentterms"
    " BEGIN INSERT INTO api_documentterms_fts (api_documentterms_fts, rowid, names, terms)"
    " VALUES ('delete', old.document_id, old.names, old.terms);"
    " INSERT INTO api_documentterms_fts (rowid, names, terms)"
    " VALUES (new.document_id, new.names, new.terms); END",
    "INSERT INTO api_documentterms_fts (api_documentterms_fts) VALUES ('rebuild')",
)


def recreate(apps, schema_editor):
    search_indexes.recreate(schema_editor.connection)


def back(apps, schema_editor):
    if schema_editor.connection.vendor == 'sqlite':
        for statement in _FORMER:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    """On SQLite, terms of names are terms of their own in the index."""

    dependencies = [
        ('api', '0014_changes'),
    ]

    operations = [
        migrations.RunPython(recreate, back, elidable=True),
    ]
