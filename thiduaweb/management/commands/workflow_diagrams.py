"""Draw the workflow tables: docs/workflows.md is written from them, and checked against them."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import BaseCommand, CommandError, CommandParser

from core.workflow import Workflow

HEAD = """# Workflows

Drawn from the `workflow.py` of each floor by `manage.py workflow_diagrams --write docs/workflows.md`; `./thidua check`
fails when a table and its drawing differ. Brackets behind a state say whose turn it is.
"""


class Command(BaseCommand):
    """``workflow_diagrams``: print the diagrams, ``--write FILE``, or ``--check FILE`` that it is up to date."""

    help = "Vẽ sơ đồ các quy trình (Mermaid) từ các bảng trong workflow.py."

    def add_arguments(self, parser: CommandParser) -> None:
        """At most one of the two files."""
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--write", type=Path, metavar="TỆP", help="ghi sơ đồ vào tệp này")
        where.add_argument("--check", type=Path, metavar="TỆP", help="báo lỗi khi tệp này đã cũ")

    def handle(self, *, write: Path | None, check: Path | None, **options: Any) -> None:
        """Exit status 1 when the file to check is missing or stale."""
        text = page()
        if write:
            write.write_text(text, encoding="utf-8")
        elif check is None:
            self.stdout.write(text, ending="")
        elif not check.exists() or check.read_text(encoding="utf-8") != text:
            raise CommandError(f"{check} đã cũ; hãy chạy: manage.py workflow_diagrams --write {check}")


def tables() -> list[tuple[str, Workflow]]:
    """(floor, table) of every ``<floor>/workflow.py``, from the ground up."""
    floors = [app.name for app in reversed(list(apps.get_app_configs())) if "." not in app.name and app.name != "core"]
    modules = [(floor, import_module(f"{floor}.workflow")) for floor in floors if find_spec(f"{floor}.workflow")]
    return [
        (floor, table) for floor, module in modules for table in vars(module).values() if isinstance(table, Workflow)
    ]


def page() -> str:
    """The whole document."""
    return "\n".join([HEAD, *(_section(floor, table) for floor, table in tables())])


def diagram(table: Workflow) -> str:
    """One table as a Mermaid state diagram; whatever no move leads to is a beginning."""
    targets = set(table.moves.values())
    lines = ["stateDiagram-v2"]
    lines += [f"    {_key(state)}: {_caption(table, state)}" for state in table.states]
    lines += [f"    [*] --> {_key(state)}" for state in table.states if state == table.initial or state not in targets]
    lines += [
        f"    {_key(state)} --> {_key(target)}: {table.labels[verb]}" for (state, verb), target in table.moves.items()
    ]
    lines += [f"    {_key(state)} --> [*]" for state in table.states if not table.owner[state]]
    return "\n".join(lines)


def _section(floor: str, table: Workflow) -> str:
    title = f"{table.name[:1].upper()}{table.name[1:]}"
    return f"## {title} (`{floor}`)\n\n```mermaid\n{diagram(table)}\n```\n"


def _caption(table: Workflow, state: str) -> str:
    owner = table.owner[state]
    return f"{table.labels[state]} ({owner})" if owner else table.labels[state]


def _key(state: str) -> str:
    """The state's code, never the name of an enum's member."""
    return str(getattr(state, "value", state))
