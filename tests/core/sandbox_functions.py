"""What the tests let the sandbox run."""

import importlib
import os
import resource
import sys
import time
from dataclasses import dataclass

from core.exceptions import UploadRefused


@dataclass
class Counted:
    bytes: int
    names: tuple[str, ...]


def count(content, *, factor):
    return Counted(len(content) * factor, ("a", "đ"))


def refuse(content):
    raise UploadRefused("F05", "Tệp có mật khẩu")


def crash(content):
    raise KeyError("x")


def die(content):
    os._exit(3)


def hoard(content):
    return len(bytearray(900 * 1024**2))


def shout(content):
    return "x" * (70 * 1024**2)


def chatter(content):
    print("hello")
    return 1


def nonsense(content):
    print("[]")
    sys.stdout.flush()
    os._exit(0)


def raw_value(content):
    return {1, 2}


def sleep(content):
    time.sleep(30)


def look_around(content):
    return {
        "django": "django" in sys.modules,
        "environment": sorted(set(os.environ) - {"LC_CTYPE"}),
        "memory": resource.getrlimit(resource.RLIMIT_AS)[1],
        "processor": resource.getrlimit(resource.RLIMIT_CPU)[1],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[1],
        "isolated": sys.flags.isolated,
    }


def django_with(content, *, module):
    importlib.import_module(module)
    return any(name.partition(".")[0] == "django" for name in sys.modules)
