import sqlite3
from pathlib import Path

import django
import pytest

from cms.settings import backends


def test_sqlite_is_opened_with_write_ahead_log_and_early_locks(tmp_path: Path) -> None:
    options = backends.sqlite(tmp_path / "db.sqlite3")["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    connection = sqlite3.connect(tmp_path / "db.sqlite3")
    for command in filter(None, options["init_command"].split(";")):
        connection.execute(command)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()


def test_sqlite_url_gets_the_same_options(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    assert backends.database(f"sqlite:///{path}") == backends.sqlite(path)


def test_postgresql_connection_is_persistent_and_unpooled() -> None:
    config = backends.database("postgres://cms:a%40b@db:5433/articles?sslmode=require")
    assert config["PASSWORD"] == "a@b"
    assert config["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}
    assert config["CONN_MAX_AGE"] is None
    assert config["CONN_HEALTH_CHECKS"] is False


def test_mail_is_configured_for_this_django() -> None:
    settings = backends.mail("smtp+tls://user:secret@mail.example.org:587")
    if django.VERSION < (6, 1):
        assert settings["EMAIL_HOST"] == "mail.example.org"
        assert settings["EMAIL_USE_TLS"] is True
    else:
        options = settings["MAILERS"]["default"]["OPTIONS"]
        assert (options["host"], options["use_tls"]) == ("mail.example.org", True)


@pytest.mark.parametrize("url", ["smtp://localhost:25", "dummymail://", "memorymail://"])
def test_mail_backend_can_be_made(url: str, settings: object) -> None:
    from django.core.mail import get_connection
    from django.utils.module_loading import import_string

    configured = backends.mail(url)
    if django.VERSION < (6, 1):
        assert get_connection(configured["EMAIL_BACKEND"]) is not None
        return
    mailer = configured["MAILERS"]["default"]
    backend = import_string(mailer["BACKEND"])
    assert backend(alias="default", **mailer.get("OPTIONS", {})) is not None
