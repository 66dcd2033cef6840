"""Public functions and classes of the rooms that decide say what they do."""

import ast

import pytest

from tests.support.project import FLOORS, files, name, tree

ROOMS = ("services", "queries", "rules", "calculation", "contents", "workflow", "eligibility")
FILES = [
    path
    for path in files(".py", under=FLOORS)
    if path.stem in ROOMS or path.parent.name in ROOMS or path.parts[-2] == "core"
]
HANDLERS = (ast.FunctionDef, ast.ClassDef)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_public_name_is_described(path):
    silent = [
        node.name
        for node in tree(path).body
        if isinstance(node, HANDLERS) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    excused = {"CoreConfig"} | {name for name in silent if name.endswith("Admin")}
    assert [one for one in silent if one not in excused] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_room_says_what_it_is_for(path):
    assert path.stem in ("apps", "admin") or path.stat().st_size == 0 or ast.get_docstring(tree(path))
