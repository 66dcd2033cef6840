"""Every job that is asked for exists, and each job and sweep has a test that runs it twice."""

import ast

import pytest

from core.jobs import HANDLERS, SWEEPS
from tests.support.project import FLOORS, files, name, product, tree


def asked_for():
    """(file, name of the job) of every ``enqueue("name", …)``."""
    return [
        (name(path), node.args[0].value if isinstance(node.args[0], ast.Constant) else "a computed name")
        for path in product()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) == "enqueue"
        and node.args
    ]


def named_in_tests_that_run_twice():
    return {
        constant.value
        for path in files(".py", under=("tests",))
        for function in ast.walk(tree(path))
        if isinstance(function, ast.FunctionDef) and "twice" in function.name
        for constant in ast.walk(function)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }


def test_every_job_that_is_asked_for_has_a_handler():
    assert [(place, job) for place, job in asked_for() if job not in HANDLERS] == []


def test_every_handler_is_asked_for():
    assert set(HANDLERS) - {job for _, job in asked_for()} == set()


@pytest.mark.parametrize("work", sorted({*HANDLERS, *SWEEPS}))
def test_every_job_and_sweep_is_run_twice_by_a_test(work):
    assert work in named_in_tests_that_run_twice()


def test_jobs_and_sweeps_are_named_after_their_floor():
    assert [work for work in {*HANDLERS, *SWEEPS} if work.split(".")[0] not in FLOORS] == []
