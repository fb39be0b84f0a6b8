"""What migrations leave in a database: tables, triggers, indexes, and rows that people rely on.

Two databases with the same are told apart neither by the order of columns nor by names that the
database gives by itself.
"""

import re
from typing import Any

_ROWS = {
    "permissions": """
        SELECT t.app_label, t.model, p.codename, p.name
        FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
        WHERE t.app_label IN ('articles', 'api')""",
    "groups": """
        SELECT g.name, t.app_label, p.codename FROM auth_group g
        LEFT JOIN auth_group_permissions x ON x.group_id = g.id
        LEFT JOIN auth_permission p ON p.id = x.permission_id
        LEFT JOIN django_content_type t ON t.id = p.content_type_id""",
    "groups' pages": """
        SELECT g.name, x.page_id, p.codename FROM wagtailcore_grouppagepermission x
        JOIN auth_group g ON g.id = x.group_id JOIN auth_permission p ON p.id = x.permission_id""",
    "groups' files": """
        SELECT g.name, x.collection_id, p.codename FROM wagtailcore_groupcollectionpermission x
        JOIN auth_group g ON g.id = x.group_id JOIN auth_permission p ON p.id = x.permission_id""",
    "workflows": """
        SELECT w.name, w.active, x.sort_order, k.name, k.active, t.model, r.role, g.name
        FROM wagtailcore_workflow w
        JOIN wagtailcore_workflowtask x ON x.workflow_id = w.id
        JOIN wagtailcore_task k ON k.id = x.task_id
        JOIN django_content_type t ON t.id = k.content_type_id
        LEFT JOIN articles_reviewtask r ON r.task_ptr_id = k.id
        LEFT JOIN articles_reviewtask_groups y ON y.reviewtask_id = k.id
        LEFT JOIN auth_group g ON g.id = y.group_id""",
    "workflows' pages": """
        SELECT w.name, x.page_id FROM wagtailcore_workflowpage x
        JOIN wagtailcore_workflow w ON w.id = x.workflow_id""",
    "templates": """
        SELECT name, description, is_offered, position, kind, audience, evidence_maturity,
        locale_id, sections FROM articles_articletemplate""",
}
_POSTGRESQL = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.attstorage, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm')
        AND a.attnum > 0 AND NOT a.attisdropped""",
    "tables": """
        SELECT relname, relkind, reloptions::text FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind NOT IN ('i')""",
    # A unique field's is named after how it became one.
    "constraints": """
        SELECT conrelid::regclass::text, pg_get_constraintdef(oid), condeferrable, condeferred,
        CASE contype WHEN 'u' THEN '' ELSE conname END
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": """
        SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
        AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype = 'u')""",
    "triggers": "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT pg_get_functiondef(oid) FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace AND probin IS NULL",
    "extensions": "SELECT extname FROM pg_extension",
}
_SQLITE = {"definitions": "SELECT type, name, tbl_name, sql FROM sqlite_master"}
_CREATE_TABLE = re.compile(r"CREATE TABLE (\"\w+\") \((.*)\)(.*)", re.DOTALL)
_ID = re.compile(r'"id": "[0-9a-f-]{36}"')


def left_by_migrations(connection: Any) -> dict[str, list[str]]:
    """Lines by subject, in an order that does not depend on when they came to be."""
    definitions = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        return {
            subject: sorted(_lines(cursor, query))
            for subject, query in (definitions | _ROWS).items()
        }


def _lines(cursor: Any, query: str) -> list[str]:
    cursor.execute(query)
    return [" | ".join(_text(value) for value in row) for row in cursor.fetchall()]


def _text(value: Any) -> str:
    text = _ID.sub('"id": ""', str(value))
    table = _CREATE_TABLE.fullmatch(text)
    if table is None:
        return text
    name, columns, rest = table.groups()
    return f"CREATE TABLE {name} ({', '.join(sorted(_parts(columns)))}){rest}"


def _parts(columns: str) -> list[str]:
    """Split at the commas that part columns and constraints, not at those inside of them."""
    parts, depth, quoted = [""], 0, False
    for character in columns:
        quoted ^= character == "'"
        depth += 0 if quoted else {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0 and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
