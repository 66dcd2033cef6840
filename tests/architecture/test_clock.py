"""Only the clock asks for the time."""

import ast

from tests.support.project import name, product, tree

MAY_ASK = {"core/clock.py"}
MOMENTS = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
           ("time", "time")}  # fmt: skip
ASK_WITHOUT_ARGUMENT = {("timezone", "localdate"), ("timezone", "localtime")}  # with one they convert
FUNCTIONS = {"Now", "TransactionNow"}


def asks(node):
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        last = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        called = (last, node.func.attr)
        return called in MOMENTS or (called in ASK_WITHOUT_ARGUMENT and not node.args)
    return getattr(node.func, "id", "") in FUNCTIONS


def test_nobody_else_asks_for_the_time():
    askers = {name(path) for path in product() if any(asks(node) for node in ast.walk(tree(path)))}
    assert askers == MAY_ASK


def test_no_column_takes_the_time_of_the_web_process():
    users = [name(path) for path in product() if "auto_now" in path.read_text(encoding="utf-8")]
    assert users == []
