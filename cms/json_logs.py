"""Log lines as JSON, one object a line, that never tell who read what.

Content requests are logged by method, path, status and duration only: no query string, no
referrer, no client address.
"""

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from api.previews.secrecy import without_tokens

ACCESS_FORMAT = "%(method)s %(path)s %(status)d"


class JsonLogFormatter(JsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            ["asctime", "levelname", "name", "message"],
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
            json_ensure_ascii=False,
        )

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        # Django attaches the request, whose repr carries the query string, and a server socket.
        request = log_data.pop("request", None)
        if hasattr(request, "path"):
            log_data.setdefault("method", request.method)
            log_data.setdefault("path", without_tokens(request.path))
        # A preview's address is as good as the draft: its token is in no line.
        log_data["message"] = without_tokens(str(log_data.get("message", "")))
        return super().process_log_record(log_data)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        super().add_fields(log_data, record, message_dict)
        if record.name == "granian.access" and isinstance(record.args, dict):
            log_data["method"] = record.args["method"]
            log_data["path"] = without_tokens(str(record.args["path"]))
            log_data["status"] = record.args["status"]
            log_data["duration_ms"] = round(float(str(record.args["dt_ms"])), 2)


def json_logging(level: str) -> dict[str, Any]:
    """A `dictConfig` for Django and for the server: JSON lines on standard output."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "cms.json_logs.JsonLogFormatter"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "json",
                "stream": "ext://sys.stdout",
            }
        },
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "_granian": {"handlers": [], "propagate": True},
            "granian.access": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
