"""The product's settings as the tests use them: the testing switch, a folder of their own, quick password hashes.

pyproject.toml names this module, since pytest-django reads the settings before it reads any conftest.py.
"""

import atexit
import os
import shutil
import tempfile

os.environ["THIDUA_TESTING"] = "1"
os.environ["THIDUA_DEMO"] = "1"
os.environ["THIDUA_HOME"] = tempfile.mkdtemp(prefix="thidua-tests-")  # one per process: workers share nothing
os.environ.setdefault("THIDUA_SECRET_KEY", "tests")
atexit.register(shutil.rmtree, os.environ["THIDUA_HOME"], ignore_errors=True)

from tests.support.templates import Undefined  # noqa: E402 - the environment above comes first
from thiduaweb.settings import *  # noqa: E402, F403
from thiduaweb.settings import DATABASES, EMBEDDED, HOME, TEMPLATES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined()  # type: ignore[index]
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir()
if EMBEDDED:
    # A file, as in the embedded default: threads and browsers each get a connection of their own.
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}
