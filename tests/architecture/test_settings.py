"""Production's settings pass Django's own examination, and refuse what only a demo may do."""

import os
import subprocess
import sys

import pytest

from tests.support.project import ROOT

PRODUCTION = {
    "DATABASE_URL": "postgres://thidua@127.0.0.1:5432/thidua",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "THIDUA_SECRET_KEY": "khoa-cua-may-chu-that-0123456789-abcdefghijklmnopqrstuvwxyz-QWERTY",
    "THIDUA_BASE_URL": "https://thidua.example.vn",
    "ALLOWED_HOSTS": "thidua.example.vn",
    "EMAIL_URL": "smtp+tls://thidua:mat-khau@127.0.0.1:587",
}


def manage(tmp_path, *arguments, **environment):
    """Run manage.py with nothing but ``environment``; the finished process."""
    plain = {"PATH": os.environ["PATH"], "THIDUA_HOME": str(tmp_path), "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=plain, capture_output=True, text=True, check=False
    )


def value_of(tmp_path, expression, **environment):
    done = manage(
        tmp_path, "shell", "-v0", "-c", f"from django.conf import settings; print({expression})", **environment
    )
    return done.stdout.strip() or done.stderr


def test_check_deploy_finds_nothing(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, "no issues" in done.stdout + done.stderr) == (0, True), done.stderr


def test_production_does_not_make_up_a_key(tmp_path):
    done = manage(
        tmp_path, "check", **{name: value for name, value in PRODUCTION.items() if name != "THIDUA_SECRET_KEY"}
    )
    assert done.returncode == 1
    assert "Set THIDUA_SECRET_KEY" in done.stderr


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("settings.DEMO", "False"),
        ("settings.DEBUG", "False"),
        ("settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE", "True"),
        ("'core.middleware.get_never_writes' in settings.MIDDLEWARE", "False"),
        ("settings.CELERY_TASK_ALWAYS_EAGER", "False"),
    ],
)
def test_production_is_no_demo(tmp_path, expression, value):
    assert value_of(tmp_path, expression, **PRODUCTION) == value


def test_the_embedded_default_is_a_demo_with_a_key_of_its_own(tmp_path):
    assert value_of(tmp_path, "settings.DEMO") == "True"
    assert oct((tmp_path / "secret_key").stat().st_mode & 0o777) == "0o600"
