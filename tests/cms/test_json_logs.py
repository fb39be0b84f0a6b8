import json
import logging
import sys
from typing import Any

from django.test import RequestFactory

from cms.json_logs import ACCESS_FORMAT, JsonLogFormatter, json_logging


def line(name: str, message: str, *args: Any, **extra: Any) -> dict[str, Any]:
    """What one log call becomes: exactly one line that is a JSON object."""
    record = logging.getLogger(name).makeRecord(
        name, logging.WARNING, __file__, 1, message, args, None, extra=extra
    )
    text = JsonLogFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_line_says_when_how_bad_where_and_what() -> None:
    entry = line("articles.models", "Page %s published", 7, page_id=7)
    assert entry.pop("time")[:2] == "20"
    assert entry == {
        "level": "WARNING",
        "logger": "articles.models",
        "message": "Page 7 published",
        "page_id": 7,
    }


def test_request_is_told_by_method_and_path_only() -> None:
    request = RequestFactory().get(
        "/api/v1/articles/?search=canary-query",
        headers={"referer": "https://canary-referrer.example", "user-agent": "canary-agent"},
        REMOTE_ADDR="203.0.113.77",
    )
    entry = line("django.request", "Not Found: %s", request.path, status_code=404, request=request)
    assert entry["method"] == "GET"
    assert entry["path"] == "/api/v1/articles/"
    assert entry["status_code"] == 404
    assert "canary" not in json.dumps(entry)
    assert "203.0.113.77" not in json.dumps(entry)


def test_access_line_has_no_address_and_no_query() -> None:
    atoms = {
        "addr": "203.0.113.77",
        "time": "now",
        "dt_ms": 1.23456,
        "status": 200,
        "path": "/api/v1/articles/",
        "query_string": "search=canary",
        "method": "GET",
        "scheme": "http",
        "protocol": "HTTP/1.1",
    }
    entry = line("granian.access", ACCESS_FORMAT, atoms)
    assert entry["message"] == "GET /api/v1/articles/ 200"
    assert (entry["status"], entry["duration_ms"]) == (200, 1.23)
    assert "canary" not in json.dumps(entry)
    assert "203.0.113.77" not in json.dumps(entry)


def test_traceback_stays_on_the_line() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    text = JsonLogFormatter().format(record)
    assert "\n" not in text
    assert "ValueError" in json.loads(text)["exc_info"]


def test_configuration_is_what_logging_accepts() -> None:
    logging.config.DictConfigurator(json_logging("INFO"))
    assert json_logging("WARNING")["root"]["level"] == "WARNING"
