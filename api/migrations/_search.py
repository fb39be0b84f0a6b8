"""The indexes and triggers of the search."""

from api.models import search_indexes


def create_indexes(apps, schema_editor):
    search_indexes.create(schema_editor.connection)


def drop_indexes(apps, schema_editor):
    search_indexes.drop(schema_editor.connection)
