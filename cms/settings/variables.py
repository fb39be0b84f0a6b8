"""The environment variables of production, as data, and the reader that checks them all.

The table in docs/operators.md repeats these rows; a test compares the two.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One variable: `default` None and not `required` means that it may be absent."""

    name: str
    purpose: str
    example: str
    required: bool = False
    default: str | None = None
    parse: Callable[[str], Any] = str


def parse_list(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def parse_count(value: str) -> int:
    count = int(value)
    if count < 0:
        raise ValueError("it is a count and cannot be negative")
    return count


def parse_limit(value: str) -> int | None:
    """A number of requests, or None for `none`."""
    if value.lower() == "none":
        return None
    limit = int(value)
    if limit < 1:
        raise ValueError("it is a number above 0, or none")
    return limit


def parse_flag(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise ValueError("it is yes or no")
    return value.lower() == "yes"


def parse_secret_key(value: str) -> str:
    if len(value) < 50 or len(set(value)) < 5:
        raise ValueError("it needs at least 50 random characters")
    return value


def parse_evidence_key(value: str) -> str:
    if len(value) != 43 or not value.replace("-", "").replace("_", "").isalnum():
        raise ValueError("it has to be a key that `manage.py evidence_key` made")
    return value


def parse_hosts(value: str) -> list[str]:
    hosts = parse_list(value)
    if not hosts or "*" in hosts:
        raise ValueError("it has to name the hosts; * would serve any")
    return hosts


def of_scheme(*schemes: str) -> Callable[[str], str]:
    """A parser that takes a URL of one of these schemes as it is."""

    def parse(value: str) -> str:
        if value.partition("://")[0] not in schemes or "://" not in value:
            raise ValueError(f"it has to start with {' or '.join(f'{s}://' for s in schemes)}")
        return value

    return parse


def parse_addresses(value: str) -> list[str]:
    """Addresses of servers, without a path, separated by commas."""
    addresses = [address.rstrip("/") for address in parse_list(value)]
    for address in addresses:
        if not re.fullmatch(r"https?://[^/?#@]+", address):
            raise ValueError("it has to be addresses such as http://127.0.0.1:6081")
    return addresses


def parse_token(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{32,200}", value):
        raise ValueError("it needs 32 to 200 letters and digits")
    return value


def parse_https_url(value: str) -> str:
    if not value.startswith("https://"):
        raise ValueError("it has to start with https://")
    return value.rstrip("/")


MAIL_SCHEMES = (
    "smtp",
    "smtps",
    "smtp+tls",
    "smtp+ssl",
    "consolemail",
    "filemail",
    "memorymail",
    "dummymail",
)

VARIABLES = (
    Variable(
        name="SECRET_KEY",
        purpose="Signs sessions, tokens and password resets; at least 50 random characters.",
        example="(50 or more random characters)",
        required=True,
        parse=parse_secret_key,
    ),
    Variable(
        name="DATABASE_URL",
        purpose="The PostgreSQL database (sqlite:///path for one machine).",
        example="postgres://cms:secret@db:5432/cms",
        required=True,
        parse=of_scheme("postgres", "postgresql", "sqlite"),
    ),
    Variable(
        name="REDIS_URL",
        purpose="The Redis server for the cache.",
        example="redis://redis:6379/0",
        required=True,
        parse=of_scheme("redis", "rediss", "unix"),
    ),
    Variable(
        name="ALLOWED_HOSTS",
        purpose="The host names that are served, separated by commas.",
        example="cms.example.org,api.example.org",
        required=True,
        parse=parse_hosts,
    ),
    Variable(
        name="WAGTAILADMIN_BASE_URL",
        purpose="Where editors reach the CMS; used for links in e-mails.",
        example="https://cms.example.org",
        required=True,
        parse=parse_https_url,
    ),
    Variable(
        name="NUM_PROXIES",
        purpose="How many proxies stand in front and set X-Forwarded-For and X-Forwarded-Proto; "
        "with 0 neither header is believed.",
        example="1",
        required=True,
        parse=parse_count,
    ),
    Variable(
        name="EMAIL_URL",
        purpose="The mail server; dummymail:// sends nothing.",
        example="smtp+tls://user:secret@mail:587",
        required=True,
        parse=of_scheme(*MAIL_SCHEMES),
    ),
    Variable(
        name="ARTICLE_URL",
        purpose="Where the front end shows an article, with {slug} and {locale} in it; without "
        "it, articles carry their addresses in the reader, or where that is off in the CMS.",
        example="https://www.example.org/{locale}/{slug}/",
    ),
    Variable(
        name="READER",
        purpose="Whether the reference front end is served at /: yes or no.",
        example="no",
        default="yes",
        parse=parse_flag,
    ),
    Variable(
        name="CORS_ORIGINS",
        purpose="Origins whose browsers may call the API, separated by commas.",
        example="https://www.example.org",
        default="",
        parse=parse_list,
    ),
    Variable(
        name="ANONYMOUS_READS",
        purpose="Whether content may be read without an API key: yes or no.",
        example="no",
        default="yes",
        parse=parse_flag,
    ),
    Variable(
        name="ANONYMOUS_LIMIT",
        purpose="Requests per minute to the API from an address without a key, or none for no "
        "limit.",
        example="1200",
        default="600",
        parse=parse_limit,
    ),
    Variable(
        name="KEY_LIMIT",
        purpose="Requests per minute with an API key whose client has no number of its own, or "
        "none for no limit.",
        example="none",
        default="6000",
        parse=parse_limit,
    ),
    Variable(
        name="EVIDENCE_KEY",
        purpose="Signs exports of evidence; made by manage.py evidence_key. Without it nothing is "
        "exported.",
        example="(made by evidence_key)",
        parse=parse_evidence_key,
    ),
    Variable(
        name="MEDIA_ROOT",
        purpose="Folder of uploaded files, served by your web server; needed unless "
        "AWS_STORAGE_BUCKET_NAME is set.",
        example="/srv/clinic-articles/media",
    ),
    Variable(
        name="MEDIA_URL",
        purpose="Where the files in MEDIA_ROOT are served.",
        example="https://media.example.org/",
        default="/media/",
    ),
    Variable(
        name="AWS_STORAGE_BUCKET_NAME",
        purpose="Bucket of uploaded files in S3 or a compatible store.",
        example="clinic-articles",
    ),
    Variable(
        name="AWS_S3_ENDPOINT_URL",
        purpose="Address of the S3-compatible store, when it is not Amazon's.",
        example="https://objects.example.org",
    ),
    Variable(name="AWS_S3_REGION_NAME", purpose="Region of the bucket.", example="eu-central-1"),
    Variable(
        name="AWS_S3_CUSTOM_DOMAIN",
        purpose="Public host name of the bucket or of the CDN in front of it.",
        example="media.example.org",
    ),
    Variable(
        name="AWS_ACCESS_KEY_ID",
        purpose="Access key of the bucket; not needed where the machine has a role.",
        example="(key id)",
    ),
    Variable(
        name="AWS_SECRET_ACCESS_KEY",
        purpose="Secret of that access key.",
        example="(secret)",
    ),
    Variable(
        name="VARNISH_URL",
        purpose="Where the CMS reaches the Varnish that is purged; several, separated by commas.",
        example="http://127.0.0.1:6081",
        default="",
        parse=parse_addresses,
    ),
    Variable(
        name="VARNISH_TOKEN",
        purpose="The secret by which Varnish knows the CMS, the same as its own PURGE_TOKEN; at "
        "least 32 letters and digits.",
        example="(32 or more random letters and digits)",
        parse=parse_token,
    ),
    Variable(
        name="CLOUDFLARE_ZONE_ID",
        purpose="The Cloudflare zone that is purged.",
        example="(zone id)",
    ),
    Variable(
        name="CLOUDFLARE_TOKEN",
        purpose="API token that may purge that zone's cache.",
        example="(token)",
    ),
    Variable(
        name="CLOUDFRONT_DISTRIBUTION_ID",
        purpose="The CloudFront distribution that is purged, with the access key above or the "
        "machine's role.",
        example="(distribution id)",
    ),
    Variable(
        name="STATIC_ROOT",
        purpose="Folder that collectstatic fills and the CMS serves.",
        example="/srv/clinic-articles/static",
        default="var/static",
    ),
    Variable(
        name="CSRF_TRUSTED_ORIGINS",
        purpose="Origins whose forms are accepted beside WAGTAILADMIN_BASE_URL, separated by "
        "commas.",
        example="https://cms.example.net",
        default="",
        parse=parse_list,
    ),
    Variable(
        name="SECRET_KEY_FALLBACKS",
        purpose="Former secret keys that are still accepted while they rotate out, separated by "
        "commas.",
        example="(the former key)",
        default="",
        parse=parse_list,
    ),
    Variable(
        name="DEFAULT_FROM_EMAIL",
        purpose="Sender of e-mails.",
        example="cms@example.org",
        default="webmaster@localhost",
    ),
    Variable(
        name="HSTS_SECONDS",
        purpose="How long browsers insist on HTTPS.",
        example="3600",
        default="31536000",
        parse=parse_count,
    ),
    Variable(
        name="LOG_LEVEL",
        purpose="Lowest level that is logged.",
        example="WARNING",
        default="INFO",
        parse=str.upper,
    ),
)


class EnvironmentProblem(ImproperlyConfigured):
    """The environment lacks something; the message is written for the operator."""


class Environment:
    """Reads variables by name; `check()` reports everything that is wrong at once."""

    def __init__(self, source: Mapping[str, str] = os.environ) -> None:
        self._values: dict[str, Any] = {}
        self._problems: list[str] = []
        for variable in VARIABLES:
            self._read(variable, source.get(variable.name, "").strip())
        if not (self["MEDIA_ROOT"] or self["AWS_STORAGE_BUCKET_NAME"]):
            self._problems.append(
                "MEDIA_ROOT or AWS_STORAGE_BUCKET_NAME is missing. "
                "Uploaded files need a folder or a bucket."
            )
        for address, token in (
            ("VARNISH_URL", "VARNISH_TOKEN"),
            ("CLOUDFLARE_ZONE_ID", "CLOUDFLARE_TOKEN"),
        ):
            if self[address] and not self[token]:
                self._problems.append(f"{token} is missing. {address} cannot be purged without it.")

    def _read(self, variable: Variable, text: str) -> None:
        self._values[variable.name] = None
        if not text and variable.required:
            self._problems.append(
                f"{variable.name} is missing. {variable.purpose} Example: {variable.example}"
            )
            return
        text = text or variable.default or ""
        if not text and variable.default is None:
            return
        try:
            self._values[variable.name] = variable.parse(text)
        except ValueError as error:
            # The value itself may be a secret and stays out of the message.
            self._problems.append(f"{variable.name} cannot be used: {error}.")

    def __getitem__(self, name: str) -> Any:
        """The parsed value, or None where an optional variable is absent."""
        return self._values[name]

    def check(self) -> None:
        """Raise `EnvironmentProblem` that lists every missing or wrong variable."""
        if self._problems:
            lines = "\n".join(f"  - {problem}" for problem in self._problems)
            raise EnvironmentProblem(
                "The production settings need environment variables that are missing or wrong:\n"
                f"{lines}\nEach is described in docs/operators.md."
            )
