"""A Wagtail site as `wagtail start` makes it, and what the plugin needs: nothing else is set."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

INSTALLED_APPS = [
    "leaflets",
    # The two apps of the plugin, above Wagtail's.
    "api",
    "articles",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    # The plugin's tables.
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Reads of the API pass by everything below.
    "api.middleware.DeliveryMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    # Says in the admin why an article cannot be published.
    "articles.middleware.PublishRefusedMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

CLINIC_CONTENT = {
    "API": {"ARTICLE_URL": "https://www.example.org/{locale}/articles/{slug}/"},
    "CHECKS": {"L4": False, "E5": {"years": 15}, "HOUSE1": {"characters": 15}},
}

ROOT_URLCONF = "host.urls"
WSGI_APPLICATION = "host.wsgi.application"
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}}
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = BASE_DIR / "media"
WAGTAIL_SITE_NAME = "Test host"
# The last sign-off publishes exactly what was signed.
WAGTAIL_FINISH_WORKFLOW_ACTION = "articles.review.finishing.publish_signed"
WAGTAILADMIN_BASE_URL = os.environ.get("WAGTAILADMIN_BASE_URL", "http://127.0.0.1:8000")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

WAGTAILFRONTENDCACHE = {
    "near": {
        "BACKEND": "api.purging.backends.VarnishBackend",
        "LOCATION": "http://127.0.0.1:6081",
        "TOKEN": os.environ.get("VARNISH_TOKEN", "the secret that this Varnish asks for"),
    },
}
