from django.test import Client


def test_live_asks_nobody(client: Client) -> None:
    # Without the `db` fixture a query would fail.
    response = client.get("/health/live")
    assert response.status_code == 200
    assert response.json() == {"status": "live"}
    assert response["Cache-Control"] == "no-store"


def test_ready_asks_the_database(client: Client, db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        response = client.get("/health/ready")
    assert response.json() == {"status": "ready", "database": "ok"}
