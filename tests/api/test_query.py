"""The readers' way to the database."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from api.reading.query import fetch
from tests.api.factories import make_document


@pytest.mark.django_db
def test_reads_the_same_watched_and_unwatched(django_assert_num_queries) -> None:
    stored = make_document("Watched")
    sql = (
        "SELECT page_id, title, body, published_at, live_from, review_order"
        " FROM api_deliverydocument WHERE title = %s AND page_id > %s"
    )
    unwatched = fetch(sql, ("Watched", 0))
    with django_assert_num_queries(1):
        watched = fetch(sql, ("Watched", 0))
    assert (
        [bytes(row[2]) for row in unwatched] == [bytes(row[2]) for row in watched] == [stored.body]
    )
    assert [row[:2] + row[3:] for row in unwatched] == [row[:2] + row[3:] for row in watched]


@pytest.mark.django_db
def test_errors_are_djangos() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        fetch("SELECT nothing FROM nowhere WHERE name = %s", ("any",))


@pytest.mark.django_db
def test_is_prepared_on_postgresql(client: Client) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    for _ in range(2):
        client.get("/api/v1/articles/migraine/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert any("d.slug = $" in statement for (statement,) in cursor.fetchall())


@pytest.mark.django_db
def test_is_not_prepared_behind_a_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert fetch("SELECT 1 WHERE 1 = %s", (1,)) == [(1,)]


@pytest.fixture
def ended_connection() -> Iterator[None]:
    """A connection that the server has ended, as a restart does."""
    if connection.vendor != "postgresql":
        pytest.skip("only on PostgreSQL")
    connection.ensure_connection()
    other = connection.copy()
    with other.cursor() as cursor:
        process = connection.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s)", [process])
    other.close()
    yield
    connection.close()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_broken_connection_is_replaced(ended_connection: None, client: Client) -> None:
    assert client.get("/api/v1/articles/").status_code == 200


@pytest.mark.django_db
def test_a_site_far_from_utc_pages_right(settings, client: Client) -> None:
    settings.TIME_ZONE = "Pacific/Kiritimati"
    for number in range(5):
        make_document(str(number))
    seen, link = [], "/api/v1/articles/?limit=2"
    while link:
        page = client.get(link.removeprefix("http://testserver")).json()
        seen += [item["title"] for item in page["items"]]
        link = page["links"]["next"]
    assert seen == ["4", "3", "2", "1", "0"]
