"""What one can read in one sitting: 400 lines a file, 50 a function, 150 a template."""

import ast

from tests.support.project import FLOORS, files, name, source, tree

PYTHON = [*files(".py", under=(*FLOORS, "tests", "benchmarks"))]


def test_files_have_at_most_400_lines():
    assert {name(path): lines for path in PYTHON if (lines := len(source(path).splitlines())) > 400} == {}


def test_functions_have_at_most_50_lines():
    long = {
        f"{name(path)}:{node.name}": node.end_lineno - node.lineno + 1
        for path in PYTHON
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 50
    }
    assert long == {}


def test_templates_have_at_most_150_lines():
    templates = files(".html", ".txt", under=("templates",))
    assert {name(path): lines for path in templates if (lines := len(source(path).splitlines())) > 150} == {}
