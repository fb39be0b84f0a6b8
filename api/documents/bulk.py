"""Many rows of plain values in few statements.

Model instances and their statements would take most of the time that a rebuild writes.
"""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection


def write_rows(
    model: Any,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    replacing: Collection[str] = (),
) -> None:
    """Insert these rows; ``replacing`` are the columns by which one takes another's place."""
    if not rows:
        return
    quote = connection.ops.quote_name
    fields = {column: model._meta.get_field(column) for column in columns}
    names = {column: quote(field.column) for column, field in fields.items()}
    into = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(names.values())})"
    otherwise = ""
    if replacing:
        keys = ", ".join(names[column] for column in replacing)
        others = [name for column, name in names.items() if column not in replacing]
        values = ", ".join(f"{name} = EXCLUDED.{name}" for name in others)
        otherwise = f" ON CONFLICT ({keys}) DO UPDATE SET {values}"
    by_column = [
        [field.get_db_prep_save(value, connection) for value in column]
        for field, column in zip(fields.values(), zip(*rows, strict=True), strict=True)
    ]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A column a parameter: a parameter a value would take longer than the writing.
            arrays = ", ".join(f"%s::{_array_type(field)}" for field in fields.values())
            cursor.execute(
                f"{into} SELECT * FROM UNNEST({arrays}){otherwise}",  # noqa: S608
                by_column,
            )
        else:
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"{into} VALUES ({places}){otherwise}", list(zip(*by_column, strict=True))
            )


def _array_type(field: Any) -> str:
    """Without a length: a cast would cut what is too long, where the column refuses it."""
    return f"{field.db_type(connection).partition('(')[0]}[]"
