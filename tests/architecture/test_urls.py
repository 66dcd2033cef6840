"""Every view has a door with a permission that exists; every permission guards something."""

import ast
import re

import pytest
from django.urls import get_resolver

from core.authz import PERMISSIONS
from core.doors import walk
from tests.support.project import FLOORS, product, tree
from thiduaweb.urls import PUBLIC

VIEWS = dict(walk(get_resolver().url_patterns))
GUARDED = {url: view for url, view in VIEWS.items() if hasattr(view, "permission")}


def test_every_view_has_a_known_permission_or_a_reason():
    unknown = {url for url, view in GUARDED.items() if view.permission not in PERMISSIONS}
    excused = {url for url in VIEWS if url in PUBLIC or url.startswith("admin:")}
    assert unknown == set()
    assert set(VIEWS) - set(GUARDED) - excused == set()


def test_every_public_view_is_excused_in_words():
    assert [url for url, reason in PUBLIC.items() if len(reason.split()) < 3] == []


def test_every_url_has_a_name():
    ours = [url for url in VIEWS if not url.startswith("admin:")]
    assert [url for url in ours if url.rpartition(":")[2] in ("", "None")] == []


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_every_permission_guards_something(permission):
    users = [
        path for path in product() if path.stem != "rules" and any(names(one, permission) for one in strings(path))
    ]
    assert users != []


def strings(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant | ast.JoinedStr)]


def names(node, permission):
    """Whether a string, or one with gaps (f"scoring.return_to_{whom}"), can be this permission."""
    if isinstance(node, ast.Constant):
        return node.value == permission
    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in node.values]
    return "." in parts[0] and re.fullmatch("".join(parts), permission) is not None


def test_every_permission_is_named_after_a_floor():
    assert {permission.split(".")[0] for permission in PERMISSIONS} <= set(FLOORS)
