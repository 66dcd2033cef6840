"""The project's own files, for the tests that walk through them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("core", "organizations", "blocs", "campaigns", "scoring", "awards", "reports", "thiduaweb")
NOT_OURS = {".git", ".venv", "var", "staticfiles", "vendor", "node_modules", "__pycache__", "migrations"}
SCRATCH = ("_cache", ".egg-info", ".hypothesis")  # what tools leave behind


def files(*suffixes: str, under: tuple[str, ...] = ("",)) -> Iterator[Path]:
    """Every file of ours whose name ends so, below the folders ``under`` (the whole project by default)."""
    for folder in under:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            foreign = any(part in NOT_OURS or part.endswith(SCRATCH) for part in parts)
            if path.is_file() and not foreign and path.name.endswith(suffixes):
                yield path


@cache
def source(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """The parsed text of a Python file."""
    return ast.parse(source(path))


def name(path: Path) -> str:
    """The path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


def product() -> Iterator[Path]:
    """The Python files of all floors."""
    return files(".py", under=FLOORS)
