"""Generated files equal the output of the commands that make them.

``pytest tests/whole/test_generated.py --accept`` writes them anew.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from awos_lint.cli.root import Commands, awos
from awos_lint.core.commands import COMMANDS
from awos_lint.core.model.front import MODELS

ROOT = Path(__file__).resolve().parent.parent.parent


def output(*arguments: str) -> str:
    result = CliRunner().invoke(awos, list(arguments), prog_name="awos", terminal_width=100)
    assert result.exit_code == 0, result.output
    return result.output


def help_module() -> str:
    text = output("--help")
    return (
        '"""The text of `awos --help`; made by `pytest tests/whole --accept`."""\n\n'
        f'TEXT = """\\\n{text}"""\n'
    )


def help_page() -> str:
    parts = ["# Command line", "Made from `awos --help` and the help of each command."]
    parts += [f"```text\n{output('--help').rstrip()}\n```"]
    for name in sorted(COMMANDS):
        parts += help_of(name)
    return "\n\n".join(parts) + "\n"


def help_of(*names: str) -> list[str]:
    """The help of a command, and of those below it where it is a group."""
    command: click.Command | None = awos
    for name in names:
        assert isinstance(command, Commands)
        command = command.get_command(click.Context(command), name)
    mark = "#" * (1 + len(names))
    text = output(*names, "--help").rstrip()
    parts = [f"{mark} awos {' '.join(names)}", f"```text\n{text}\n```"]
    below = sorted(command.table) if isinstance(command, Commands) else []
    return [*parts, *(part for name in below for part in help_of(*names, name))]


TITLES = {
    "": "Keys",
    "KindApprovals": "`[approvals.kinds.NAME]`",
    "KindConfig": "`[kinds.NAME]`",
}


def configuration_page() -> str:
    """Every key with its default, from the schema that `awos schema config` prints."""
    intro = (
        "`awos.toml`, `.awos.toml` or `[tool.awos]` in `pyproject.toml`, searched from the current"
        " folder up to the root of the repository. Paths are relative to the file that states them;"
        " `awos config` prints what applies. Made from `awos schema config`."
    )
    parts = ["# Configuration", intro]
    schema = json.loads(output("schema", "config"))
    for name, table in [("", schema), *schema["$defs"].items()]:
        title = TITLES.get(name, f"`[{name.lower()}]`")
        rows = [_row(key, value) for key, value in table["properties"].items()]
        parts += [f"## {title}", "\n".join(["| key | default | meaning |", "| - | - | - |", *rows])]
    return "\n\n".join(parts) + "\n"


def _row(key: str, value: dict[str, object]) -> str:
    default = json.dumps(value.get("default", {}), ensure_ascii=False)
    return f"| `{key}` | `{default}` | {value.get('description', '')} |"


def rooms_page() -> str:
    """Every room with the first sentence of its docstring, in the order of the import contract."""
    intro = (
        "The rooms of `awos_lint`, from the faces down to the words. An import only goes downward,"
        " and import-linter holds that. Made from the contract in `pyproject.toml` and the first"
        " sentence of each room."
    )
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    layers = tool["importlinter"]["contracts"][0]["layers"]
    rooms = [room for layer in layers for room in layer.split(" | ")]
    rows = [f"| `{room}` | {_first_sentence(room)} |" for room in rooms]
    head = ["# Where a line belongs", "", intro, "", "| room | what is in it |", "| - | - |"]
    return "\n".join([*head, *rows, ""])


def _first_sentence(room: str) -> str:
    home = ROOT / "awos_lint" / room
    text = (home / "__init__.py" if home.is_dir() else home.with_suffix(".py")).read_text("utf-8")
    said = " ".join((ast.get_docstring(ast.parse(text)) or "").partition("\n\n")[0].split())
    return re.sub(r":(?:mod|class):`([^`]+)`", r"`\1`", said).replace("``", "`")


GENERATED: dict[str, Callable[[], str]] = {
    "docs/explanation/rooms.md": rooms_page,
    "awos_lint/cli/help.py": help_module,
    "docs/reference/command-line.md": help_page,
    "docs/reference/configuration.md": configuration_page,
    "docs/reference/layouts.md": lambda: output("layout", "--rules"),
    "docs/reference/rules.md": lambda: output("rule", "--all"),
    **{
        f"schemas/{kind}.schema.json": partial(output, "schema", kind)
        for kind in [*MODELS, "config", "report"]
    },
}


@pytest.mark.parametrize("path", GENERATED)
def test_generated(path: str, accept: bool) -> None:
    made = GENERATED[path]()
    if accept:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(made, "utf-8")
    assert (ROOT / path).read_text("utf-8") == made
