"""Django with one view and no middleware: the least that Django itself costs."""

import os

DEBUG = False
SECRET_KEY = "measures-only-and-signs-nothing"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "tests.benchmarks.bare"
WSGI_APPLICATION = "tests.benchmarks.bare_wsgi.application"
USE_TZ = True
LOGGING: dict[str, object] = {}

BARE_SIZE = int(os.environ.get("BENCH_BARE_SIZE", "16000"))
