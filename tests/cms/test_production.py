"""The production settings, started as an operator starts them: in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.settings.variables import VARIABLES, Environment, EnvironmentProblem

ROOT = Path(__file__).resolve().parents[2]
SECRET_KEY = "".join(chr(33 + number % 90) for number in range(60))
COMPLETE = {
    "SECRET_KEY": SECRET_KEY,
    "DATABASE_URL": "postgres://cms:hidden@127.0.0.1:1/cms",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "cms.example.org, api.example.org",
    "WAGTAILADMIN_BASE_URL": "https://cms.example.org/",
    "NUM_PROXIES": "1",
    "EMAIL_URL": "smtp+tls://user:hidden@mail.example.org:587",
    "MEDIA_ROOT": "/srv/media",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.environ["PATH"]
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": path, "DJANGO_SETTINGS_MODULE": "cms.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, **environment: str) -> str:
    code = f"from django.conf import settings; print({expression})"
    result = manage("shell", "--no-imports", "-c", code, **{**COMPLETE, **environment})
    assert result.returncode == 0, result.stderr
    return result.stdout.strip().splitlines()[-1]


def problems(**environment: str) -> str:
    with pytest.raises(EnvironmentProblem) as caught:
        Environment({**COMPLETE, **environment}).check()
    return str(caught.value)


def test_complete_environment_has_no_problem() -> None:
    Environment(COMPLETE).check()


def test_every_missing_variable_is_named_at_once_with_its_purpose() -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        Environment({}).check()
    for variable in VARIABLES:
        if variable.required:
            assert f"{variable.name} is missing. {variable.purpose}" in str(caught.value)
    assert "MEDIA_ROOT or AWS_STORAGE_BUCKET_NAME is missing" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "hidden-but-short"),
        ("NUM_PROXIES", "hidden"),
        ("NUM_PROXIES", "-1"),
        ("WAGTAILADMIN_BASE_URL", "http://hidden.example.org"),
        ("HSTS_SECONDS", "hidden"),
        ("DATABASE_URL", "hidden"),
        ("DATABASE_URL", "mysql://hidden/db"),
        ("REDIS_URL", "hidden"),
        ("EMAIL_URL", "hidden"),
        ("EVIDENCE_KEY", "hidden"),
    ],
)
def test_wrong_value_is_named(name: str, value: str) -> None:
    message = problems(**{name: value})
    assert name in message
    assert message.count("\n  - ") == 1


def test_serving_any_host_is_refused() -> None:
    assert "ALLOWED_HOSTS" in problems(ALLOWED_HOSTS="*")


def test_secret_is_never_repeated() -> None:
    assert "hidden" not in problems(SECRET_KEY="hidden-but-short")


def test_blank_value_is_missing() -> None:
    assert "REDIS_URL is missing" in problems(REDIS_URL="  ")


def test_bucket_replaces_media_root() -> None:
    Environment({**COMPLETE, "MEDIA_ROOT": "", "AWS_STORAGE_BUCKET_NAME": "media"}).check()


def test_command_line_says_what_is_missing_without_a_traceback() -> None:
    result = manage("check")
    assert result.returncode == 1
    assert "SECRET_KEY is missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_server_says_what_is_missing_without_a_traceback() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "cms.server"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "SECRET_KEY is missing" in result.stderr
    assert "Traceback" not in result.stderr


def test_deployment_check_is_clean(tmp_path: Path) -> None:
    # Some of the checks ask the database what it can do.
    environment = {**COMPLETE, "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3"}
    result = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout + result.stderr


def test_forwarded_headers_are_believed_only_behind_a_proxy() -> None:
    expression = (
        "getattr(settings, 'SECURE_PROXY_SSL_HEADER', None), settings.REST_FRAMEWORK['NUM_PROXIES']"
    )
    assert setting(expression) == "('HTTP_X_FORWARDED_PROTO', 'https') 1"
    assert setting(expression, NUM_PROXIES="0") == "None 0"


def test_bucket_holds_uploads_and_its_host_may_show_images() -> None:
    bucket = {
        "MEDIA_ROOT": "",
        "AWS_STORAGE_BUCKET_NAME": "uploads",
        "AWS_S3_CUSTOM_DOMAIN": "media.example.org",
    }
    expression = (
        "settings.STORAGES['default']['OPTIONS']['bucket_name'],"
        "settings.CONTENT_SECURITY_POLICY['img-src'][-1]"
    )
    assert setting(expression, **bucket) == "uploads https://media.example.org"


def test_demo_and_fresh_start_are_refused() -> None:
    for arguments in (["load_demo"], ["serve", "--fresh"]):
        result = manage(*arguments, **COMPLETE)
        assert result.returncode == 1
        assert "DEBUG" in result.stderr


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("VARNISH_TOKEN", {"VARNISH_URL": "http://127.0.0.1:6081"}),
        ("VARNISH_URL", {"VARNISH_URL": "127.0.0.1:6081", "VARNISH_TOKEN": "t" * 32}),
        ("VARNISH_URL", {"VARNISH_URL": "http://hidden/path", "VARNISH_TOKEN": "t" * 32}),
        ("VARNISH_TOKEN", {"VARNISH_TOKEN": "hidden"}),
        ("CLOUDFLARE_TOKEN", {"CLOUDFLARE_ZONE_ID": "hidden"}),
    ],
)
def test_a_cache_that_cannot_be_purged_is_refused(name: str, environment: dict[str, str]) -> None:
    message = problems(**environment)
    assert f"\n  - {name} " in message
    assert "hidden" not in message


def test_caches_in_front_are_purged_from_the_nearest_on() -> None:
    caches = {
        "CLOUDFRONT_DISTRIBUTION_ID": "E1",
        "CLOUDFLARE_ZONE_ID": "zone",
        "CLOUDFLARE_TOKEN": "token",
        "VARNISH_URL": "http://10.0.0.1:6081, http://10.0.0.2:6081/",
        "VARNISH_TOKEN": "t" * 32,
    }
    expression = (
        "__import__('api.purging.purge').purging.purge.backends(),"
        "settings.WAGTAILFRONTENDCACHE['varnish http://10.0.0.2:6081']['LOCATION']"
    )
    names = ("varnish http://10.0.0.1:6081", "varnish http://10.0.0.2:6081", "cloudflare")
    assert setting(expression, **caches) == f"{(*names, 'cloudfront')} http://10.0.0.2:6081"
    assert setting("settings.WAGTAILFRONTENDCACHE") == "{}"
