"""From one URL or path to the dictionaries Django wants: database, caches, mail, files."""

from pathlib import Path
from typing import Any

import django
import environ

# Readers never wait for a writer (WAL); a writer queues at BEGIN instead of failing half-way
# (IMMEDIATE); an acknowledged publish or withdrawal outlives a power cut (FULL: writes are rare
# here, so the extra fsync costs nothing that a reader feels).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=FULL;"
        "PRAGMA mmap_size=2147418112;"
        "PRAGMA cache_size=-16000;"
        "PRAGMA journal_size_limit=67108864;"
        "PRAGMA temp_store=MEMORY;"
    ),
}

CONNECT_WITHIN = 5
"""Seconds: a machine that is gone does not even refuse, and would keep all waiting for minutes."""


def sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": dict(SQLITE_OPTIONS),
        "CONN_MAX_AGE": None,
    }


def database(url: str) -> dict[str, Any]:
    """The database named by `url`, with one persistent connection per server thread.

    A connection's health is not probed before each request: the probe is a round trip on every
    read. A request that finds its connection broken fails, and the next one has a new connection.
    """
    config: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if "sqlite" in config["ENGINE"]:
        return sqlite(Path(config["NAME"]))
    options = {"connect_timeout": CONNECT_WITHIN, **config.get("OPTIONS", {})}
    return {**config, "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}


def cache(redis_url: str | None) -> dict[str, Any]:
    """Redis where there is one, else a cache inside each process."""
    if redis_url:
        return {
            "BACKEND": "cms.redis_cache.OptionalRedisCache",
            "LOCATION": redis_url,
            "KEY_PREFIX": "clinic-articles",
        }
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def mail(url: str) -> dict[str, Any]:
    """Settings for mail by `url`: MAILERS since Django 6.1, the EMAIL_* settings before."""
    config = environ.Env.email_url_config(url)
    backend = config.pop("EMAIL_BACKEND")
    if django.VERSION < (6, 1):
        return {"EMAIL_BACKEND": backend, **config}
    options = {
        "host": config.get("EMAIL_HOST"),
        "port": config.get("EMAIL_PORT"),
        "username": config.get("EMAIL_HOST_USER"),
        "password": config.get("EMAIL_HOST_PASSWORD"),
        "use_tls": config.get("EMAIL_USE_TLS"),
        "use_ssl": config.get("EMAIL_USE_SSL"),
    }
    mailer: dict[str, Any] = {"BACKEND": backend}
    if backend.endswith("smtp.EmailBackend"):
        mailer["OPTIONS"] = {name: value for name, value in options.items() if value}
    return {"MAILERS": {"default": mailer}}


def bucket(
    *,
    name: str,
    endpoint_url: str | None,
    region_name: str | None,
    custom_domain: str | None,
    access_key: str | None,
    secret_key: str | None,
) -> dict[str, Any]:
    """Uploaded files in an S3-compatible bucket, at public addresses that carry no signature."""
    options = {
        "bucket_name": name,
        "endpoint_url": endpoint_url,
        "region_name": region_name,
        "custom_domain": custom_domain,
        "access_key": access_key,
        "secret_key": secret_key,
    }
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **{option: value for option, value in options.items() if value},
            "querystring_auth": False,
            "file_overwrite": False,
        },
    }


def front_caches(
    *,
    varnish_urls: list[str],
    varnish_token: str | None,
    cloudflare_zone_id: str | None,
    cloudflare_token: str | None,
    cloudfront_distribution_id: str | None,
    access_key: str | None,
    secret_key: str | None,
) -> dict[str, Any]:
    """The caches in front that are purged, in the order of that: Varnish, then the CDN."""
    found: dict[str, Any] = {
        f"varnish {url}": {
            "BACKEND": "api.purging.backends.VarnishBackend",
            "LOCATION": url,
            "TOKEN": varnish_token,
        }
        for url in varnish_urls
    }
    if cloudflare_zone_id:
        found["cloudflare"] = {
            "BACKEND": "api.purging.backends.CloudflareBackend",
            "ZONEID": cloudflare_zone_id,
            "BEARER_TOKEN": cloudflare_token,
        }
    if cloudfront_distribution_id:
        keys = {"AWS_ACCESS_KEY_ID": access_key, "AWS_SECRET_ACCESS_KEY": secret_key}
        found["cloudfront"] = {
            "BACKEND": "api.purging.backends.CloudfrontBackend",
            "DISTRIBUTION_ID": cloudfront_distribution_id,
            **{name: value for name, value in keys.items() if value},
        }
    return found
