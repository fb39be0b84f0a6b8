"""Triggers that keep records as they were written, whoever has the database's password.

They are laid after every migration, from the models as they are: SQLite drops the triggers of a
table when it rebuilds it.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction

from articles.models.records import Record

_FUNCTION = """
CREATE OR REPLACE FUNCTION articles_record_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'records in % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def record_models() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def protect(connection: Any) -> None:
    """Lay the triggers of every record's table that is there, anew."""
    tables = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for model in record_models():
            if model._meta.db_table in tables and _is_up_to_date(connection, cursor, model):
                for statement in _statements(model, connection.vendor):
                    cursor.execute(statement)


def _is_up_to_date(connection: Any, cursor: Any, model: type[Record]) -> bool:
    """Whether the table has the model's columns: after a migration backwards it may not."""
    found = connection.introspection.get_table_description(cursor, model._meta.db_table)
    return {field.column for field in model._meta.concrete_fields} <= {each.name for each in found}


def unprotect(connection: Any) -> None:
    """Take the triggers away: while migrations run, and to empty the tables of a test database."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in tables & {model._meta.db_table for model in record_models()}:
            for name in _names(table):
                cursor.execute(_drop(name, table, connection.vendor))


def _statements(model: type[Record], vendor: str) -> Iterator[str]:
    table = model._meta.db_table
    no_update, no_delete, no_replacement = _names(table)
    is_distinct = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    changed = " OR ".join(_changes(model, is_distinct))
    for name in _names(table):
        yield _drop(name, table, vendor)
    if vendor == "postgresql":
        call = "EXECUTE FUNCTION articles_record_is_final()"
        yield (
            f"CREATE TRIGGER {no_update} BEFORE UPDATE ON {table} FOR EACH ROW"
            f" WHEN ({changed}) {call}"
        )
        yield f"CREATE TRIGGER {no_delete} BEFORE DELETE ON {table} FOR EACH ROW {call}"
        # No row is deleted one by one by it.
        yield f"CREATE TRIGGER {no_replacement} BEFORE TRUNCATE ON {table} {call}"
    else:
        refuse = f"SELECT RAISE(ABORT, 'records in {table} are never changed or deleted')"
        body = f"BEGIN {refuse}; END"
        yield f"CREATE TRIGGER {no_update} BEFORE UPDATE ON {table} WHEN {changed} {body}"
        yield f"CREATE TRIGGER {no_delete} BEFORE DELETE ON {table} {body}"
        # INSERT OR REPLACE deletes without telling the trigger of deletions.
        same = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 (own name)
        yield f"CREATE TRIGGER {no_replacement} BEFORE INSERT ON {table} WHEN {same} {body}"


def _changes(model: type[Record], is_distinct: str) -> Iterator[str]:
    """Conditions under which an update is more than a lost reference or the closing of a row."""
    for field in model._meta.concrete_fields:
        column = field.column
        conditions = [f"NEW.{column} {is_distinct} OLD.{column}"]
        if field.name in model.closing_fields:
            empty = "IS NULL" if field.null else "= ''"
            conditions.append(f"NOT (OLD.{column} {empty})")
        if isinstance(field, models.ForeignKey) and field.null:
            conditions.append(f"NEW.{column} IS NOT NULL")
        yield f"({' AND '.join(conditions)})"


def _names(table: str) -> tuple[str, str, str]:
    return f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replacement"


def _drop(name: str, table: str, vendor: str) -> str:
    if vendor == "postgresql":
        return f"DROP TRIGGER IF EXISTS {name} ON {table}"
    return f"DROP TRIGGER IF EXISTS {name}"
