"""Production: everything that differs between two installations comes from the environment.

The variables are listed in `variables.py` and explained in docs/operators.md. Without what they
need, these settings refuse to load and name every variable that is missing.
"""

from pathlib import Path
from urllib.parse import urlsplit

from cms.json_logs import json_logging
from cms.settings import backends
from cms.settings.base import *  # noqa: F403
from cms.settings.base import BASE_DIR, CONTENT_SECURITY_POLICY, READER_ARTICLE_URL
from cms.settings.variables import Environment

env = Environment()
env.check()

DEBUG = False
SECRET_KEY = env["SECRET_KEY"]
SECRET_KEY_FALLBACKS = env["SECRET_KEY_FALLBACKS"]
ALLOWED_HOSTS = env["ALLOWED_HOSTS"]
WAGTAILADMIN_BASE_URL = env["WAGTAILADMIN_BASE_URL"]
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL, *env["CSRF_TRUSTED_ORIGINS"]]

DATABASES = {"default": backends.database(env["DATABASE_URL"])}
CACHES = {"default": backends.cache(env["REDIS_URL"])}
# Sessions are in the database (Django's default): whoever signs out is out, whether or not Redis
# can be reached, and a Redis that was emptied signs nobody out.

STATIC_ROOT = BASE_DIR / env["STATIC_ROOT"]
MEDIA_URL = env["MEDIA_URL"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if env["AWS_STORAGE_BUCKET_NAME"]:
    STORAGES["default"] = backends.bucket(
        name=env["AWS_STORAGE_BUCKET_NAME"],
        endpoint_url=env["AWS_S3_ENDPOINT_URL"],
        region_name=env["AWS_S3_REGION_NAME"],
        custom_domain=env["AWS_S3_CUSTOM_DOMAIN"],
        access_key=env["AWS_ACCESS_KEY_ID"],
        secret_key=env["AWS_SECRET_ACCESS_KEY"],
    )
else:
    MEDIA_ROOT = Path(env["MEDIA_ROOT"])

_media_hosts = [
    f"https://{env['AWS_S3_CUSTOM_DOMAIN']}" if env["AWS_S3_CUSTOM_DOMAIN"] else "",
    env["AWS_S3_ENDPOINT_URL"] or "",
    MEDIA_URL,
]
CONTENT_SECURITY_POLICY["img-src"] += [
    f"{url.scheme}://{url.netloc}" for url in map(urlsplit, _media_hosts) if url.netloc
]

WAGTAILFRONTENDCACHE = backends.front_caches(
    varnish_urls=env["VARNISH_URL"],
    varnish_token=env["VARNISH_TOKEN"],
    cloudflare_zone_id=env["CLOUDFLARE_ZONE_ID"],
    cloudflare_token=env["CLOUDFLARE_TOKEN"],
    cloudfront_distribution_id=env["CLOUDFRONT_DISTRIBUTION_ID"],
    access_key=env["AWS_ACCESS_KEY_ID"],
    secret_key=env["AWS_SECRET_ACCESS_KEY"],
)

SECURE_SSL_REDIRECT = True
# A load balancer asks for these inside, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env["HSTS_SECONDS"]
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if env["NUM_PROXIES"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
REST_FRAMEWORK = {"NUM_PROXIES": env["NUM_PROXIES"]}

READER = env["READER"]
CLINIC_CONTENT = {
    "ARTICLES": {"EVIDENCE_KEY": env["EVIDENCE_KEY"] or ""},
    "API": {
        "ARTICLE_URL": env["ARTICLE_URL"] or (READER_ARTICLE_URL if READER else None),
        "CORS_ORIGINS": env["CORS_ORIGINS"],
        "ANONYMOUS_READS": env["ANONYMOUS_READS"],
        "ANONYMOUS_LIMIT": env["ANONYMOUS_LIMIT"],
        "KEY_LIMIT": env["KEY_LIMIT"],
        "NUM_PROXIES": env["NUM_PROXIES"],
    },
}

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env["DEFAULT_FROM_EMAIL"]
globals().update(backends.mail(env["EMAIL_URL"]))

LOGGING = json_logging(env["LOG_LEVEL"])
