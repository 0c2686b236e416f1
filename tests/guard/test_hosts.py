"""Each host asks in its own words, and gets the answer that its vendor documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from awos_lint.guard.call import read_call
from awos_lint.hosts import MOMENTS, load_hosts
from tests.support.command import Ran
from tests.support.hooks import ROOT, SPEC, UNKNOWN, ask, example, said
from tests.support.repositories import Repository, isolate

HOOKED = [host.name for host in load_hosts().values() if host.hooks]

REFUSED = (
    "awos: src/ledgerly/other.py is governed by `src/**`, and no spec covers it: name it in"
    " `touches` of a spec or in `files` of one of its tasks, and have a person approve that"
)
HELD = "awos: SPEC-005 is in-review, so a person must read it and run `awos approve SPEC-005`"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return example(tmp_path_factory.mktemp("hosts") / "ledgerly")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def nested(event: str, **more: str) -> dict[str, Any]:
    return {"hookSpecificOutput": {"hookEventName": event, **more}}


def deny(event: str, text: str) -> dict[str, Any]:
    return nested(event, permissionDecision="deny", permissionDecisionReason=text)


OLD, NEW = "status: in-review", "status: approved"
ACCEPTED = "---\nstatus: accepted\n---\n# X\n"
PATCH = f"*** Begin Patch\n*** Add File: {UNKNOWN}\n+x\n*** End Patch"

# What the host says before a tool writes an ungoverned file, and what it must be told.
BEFORE: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "claude": (
        {
            "session_id": "s",
            "cwd": "{root}",
            "hook_event_name": "PreToolUse",
            "tool_name": "Write",
            "tool_input": {"file_path": f"{{root}}/{UNKNOWN}", "content": "x"},
        },
        deny("PreToolUse", REFUSED),
    ),
    "codex": (
        {
            "session_id": "s",
            "turn_id": "t",
            "cwd": "{root}",
            "hook_event_name": "PreToolUse",
            "tool_name": "apply_patch",
            "tool_input": {"command": PATCH},
        },
        deny("PreToolUse", REFUSED),
    ),
    "copilot": (
        {
            "sessionId": "s",
            "timestamp": 1,
            "cwd": "{root}",
            "toolName": "create",
            "toolArgs": {"path": f"{{root}}/{UNKNOWN}", "file_text": "x"},
        },
        {"permissionDecision": "deny", "permissionDecisionReason": REFUSED},
    ),
    "cursor": (
        {
            "conversation_id": "s",
            "hook_event_name": "preToolUse",
            "workspace_roots": ["{root}"],
            "tool_name": "Write",
            "tool_input": {"file_path": f"{{root}}/{UNKNOWN}", "content": "x"},
        },
        {"permission": "deny", "user_message": REFUSED, "agent_message": REFUSED},
    ),
    "gemini": (
        {
            "session_id": "s",
            "cwd": "{root}",
            "hook_event_name": "BeforeTool",
            "tool_name": "write_file",
            "tool_input": {"file_path": UNKNOWN, "content": "x"},
        },
        {"decision": "deny", "reason": REFUSED},
    ),
    "qwen": (
        {
            "session_id": "s",
            "cwd": "{root}",
            "hook_event_name": "PreToolUse",
            "tool_name": "write_file",
            "tool_input": {"file_path": f"{{root}}/{UNKNOWN}", "content": "x"},
        },
        deny("PreToolUse", REFUSED),
    ),
    "opencode": (
        {
            "cwd": "{root}",
            "tool_name": "write",
            "tool_input": {"filePath": f"{{root}}/{UNKNOWN}", "content": "x"},
        },
        {"refused": REFUSED},
    ),
}

SHELLS = {
    "claude": "Bash",
    "codex": "Bash",
    "copilot": "bash",
    "cursor": "Shell",
    "gemini": "run_shell_command",
    "kiro": "shell",
    "opencode": "bash",
    "qwen": "run_shell_command",
}


def placed(value: Any, root: Path) -> Any:
    return json.loads(json.dumps(value).replace("{root}", str(root)))


def call(client: str, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return a call of a tool in a host's words."""
    keys = load_hosts()[client].hooks
    assert keys
    return {keys.input.tool: tool, keys.input.arguments: arguments}


def nothing(client: str, event: str, ran: Ran) -> bool:
    """Return whether a host was told nothing at all, in its own words."""
    if client == "kiro":
        return ran == Ran(0, "", "")
    free: dict[tuple[str, str], dict[str, Any]] = {
        ("cursor", "pre-tool-use"): {"permission": "allow"},
        ("cursor", "user-prompt"): {"continue": True},
    }
    return (ran.code, json.loads(ran.out)) == (0, free.get((client, event), {}))


def test_every_host_with_hooks_is_tried() -> None:
    assert {*BEFORE, "kiro"} == {*HOOKED} == {*SHELLS}


@pytest.mark.parametrize("client", BEFORE)
def test_before_a_tool(repository: Repository, client: str) -> None:
    given, answer = BEFORE[client]
    ran = ask(repository.root, "pre-tool-use", placed(given, repository.root), client)
    assert said(ran) == answer
    assert ran.err == ""


def test_kiro_is_answered_by_its_exit_code(repository: Repository) -> None:
    given = {"tool_name": "write", "tool_input": {"path": UNKNOWN, "content": "x"}}
    assert ask(repository.root, "pre-tool-use", given, "kiro") == Ran(2, "", f"{REFUSED}\n")


@pytest.mark.parametrize("client", HOOKED)
def test_shells_of_all_hosts(repository: Repository, client: str) -> None:
    arguments = {"command": "awos approve SPEC-005"}
    ran = ask(repository.root, "pre-tool-use", call(client, SHELLS[client], arguments), client)
    assert "only a person gives their word" in ran.out + ran.err
    free = call(client, SHELLS[client], {"command": "ls"})
    assert nothing(client, "pre-tool-use", ask(repository.root, "pre-tool-use", free, client))


@pytest.mark.parametrize(
    ("client", "tool", "arguments"),
    [
        ("claude", "Edit", {"file_path": SPEC, "old_string": OLD, "new_string": NEW}),
        ("copilot", "edit", {"path": SPEC, "old_str": OLD, "new_str": NEW}),
        ("copilot", "serena-replace_content", {"relative_path": SPEC, "needle": OLD, "repl": NEW}),
        ("opencode", "serena_replace_content", {"relative_path": SPEC, "needle": OLD, "repl": NEW}),
        ("copilot", "create", {"path": "context/decisions/0099-x.md", "file_text": ACCEPTED}),
        ("cursor", "StrReplace", {"path": SPEC, "old_string": OLD, "new_string": NEW}),
        ("gemini", "replace", {"file_path": SPEC, "old_string": OLD, "new_string": NEW}),
        ("qwen", "edit", {"file_path": SPEC, "old_string": OLD, "new_string": NEW}),
        ("kiro", "fs_write", {"path": SPEC, "old_str": OLD, "new_str": NEW}),
        ("opencode", "edit", {"filePath": SPEC, "oldString": OLD, "newString": NEW}),
        (
            "opencode",
            "multiedit",
            {"filePath": SPEC, "edits": [{"oldString": OLD, "newString": NEW}]},
        ),
    ],
)
def test_no_tool_of_any_host_approves(
    repository: Repository, client: str, tool: str, arguments: dict[str, Any]
) -> None:
    ran = ask(repository.root, "pre-tool-use", call(client, tool, arguments), client)
    assert "only a person" in ran.out + ran.err


def test_arguments_may_be_json_in_a_string(repository: Repository) -> None:
    given = call("copilot", "bash", {})
    given["toolArgs"] = json.dumps({"command": "awos approve SPEC-005"})
    ran = ask(repository.root, "pre-tool-use", given, "copilot")
    assert said(ran)["permissionDecision"] == "deny"


def test_a_patch_may_be_all_that_a_tool_is_given(repository: Repository) -> None:
    # As Copilot 1.0.102 hands on what a model by OpenAI writes.
    given = {**call("copilot", "apply_patch", {}), "toolArgs": PATCH}
    ran = ask(repository.root, "pre-tool-use", given, "copilot")
    assert said(ran)["permissionDecision"] == "deny"


TOLD = {
    "claude": nested("PostToolUse", additionalContext="{text}"),
    "codex": nested("PostToolUse", additionalContext="{text}"),
    "copilot": {"additionalContext": "{text}"},
    "cursor": {"additional_context": "{text}"},
    "gemini": nested("AfterTool", additionalContext="{text}"),
    "qwen": nested("PostToolUse", additionalContext="{text}"),
    "opencode": {"told": "{text}"},
}
EDITS: dict[str, tuple[str, dict[str, Any]]] = {
    "claude": ("Edit", {"file_path": SPEC, "old_string": "a", "new_string": "b"}),
    "codex": ("apply_patch", {"command": f"*** Update File: {SPEC}\n@@\n-a\n+b"}),
    "copilot": ("edit", {"path": SPEC, "old_str": "a", "new_str": "b"}),
    "cursor": ("Write", {"file_path": SPEC, "content": "x"}),
    "gemini": ("replace", {"file_path": SPEC, "old_string": "a", "new_string": "b"}),
    "qwen": ("edit", {"file_path": SPEC, "old_string": "a", "new_string": "b"}),
    "opencode": ("edit", {"filePath": SPEC, "oldString": "a", "newString": "b"}),
}


@pytest.mark.parametrize("client", TOLD)
def test_after_an_edit(tmp_path: Path, client: str) -> None:
    repository = example(tmp_path / "after")
    given = call(client, *EDITS[client])
    assert nothing(client, "post-tool-use", ask(repository.root, "post-tool-use", given, client))
    spec = repository.root / SPEC
    spec.write_text(spec.read_text().replace("ADR-0003", "ADR-0099"))
    answer = said(ask(repository.root, "post-tool-use", given, client))
    (text,) = [leaf for leaf in leaves(answer) if "reference-dangling" in leaf]
    assert text.startswith(f"{SPEC}:5: warning[reference-dangling]: ")
    assert answer == placed_text(TOLD[client], text)


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for entry in value.values() for leaf in leaves(entry)]
    return [value] if isinstance(value, str) else []


def placed_text(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: placed_text(entry, text) for key, entry in value.items()}
    return text if value == "{text}" else value


def test_a_host_that_takes_nothing_after_an_edit(repository: Repository) -> None:
    assert nothing("kiro", "post-tool-use", ask(repository.root, "post-tool-use", {}, "kiro"))


@pytest.mark.parametrize("client", HOOKED)
def test_at_the_start(repository: Repository, client: str) -> None:
    ran = ask(repository.root, "session-start", {"cwd": str(repository.root)}, client)
    assert ran.code == 0
    if client == "kiro":
        assert ran.out.startswith("Ledgerly: the phase is implementation")
        return
    answer = json.loads(ran.out)
    (text,) = [leaf for leaf in leaves(answer) if "Ledgerly" in leaf]
    assert len(text.encode()) < 1_500
    assert "in progress: SPEC-002/T-03" in text
    shape = {
        "copilot": {"additionalContext": text},
        "cursor": {"additional_context": text},
        "opencode": {"told": text},
    }
    assert answer == shape.get(client, nested("SessionStart", additionalContext=text))


def test_a_prompt_behind_what_was_told_at_the_start(repository: Repository) -> None:
    # As Gemini CLI 0.61.0 hands on the first prompt of a session.
    told = "<hook_context>Ledgerly: the phase\nis implementation</hook_context>\n\n"
    for prompt, held in ((f"{told}/awos-implement SPEC-005", True), (f"{told}Go on.", False)):
        ran = ask(repository.root, "user-prompt", {"prompt": prompt}, "gemini")
        assert ("SPEC-005 is in-review" in ran.out) == held


BLOCKED = {"decision": "block", "reason": "{text}"}
TYPED = {"prompt": "/awos-implement SPEC-005"}
PROMPTS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "claude": ({"command_name": "awos-implement", "command_args": "SPEC-005"}, BLOCKED),
    "codex": ({"prompt": "$awos-implement SPEC-005"}, BLOCKED),
    "copilot": (TYPED, BLOCKED),
    "cursor": (TYPED, {"continue": False, "user_message": "{text}"}),
    "gemini": (TYPED, {"decision": "deny", "reason": "{text}"}),
    "qwen": ({"command_name": "awos-implement", "command_args": "SPEC-005"}, BLOCKED),
}


@pytest.mark.parametrize("client", PROMPTS)
def test_a_prompt(repository: Repository, client: str) -> None:
    given, answer = PROMPTS[client]
    ran = ask(repository.root, "user-prompt", given, client)
    assert said(ran) == placed_text(answer, f"{HELD}; then ask again")
    other = ask(repository.root, "user-prompt", {"prompt": "/awos-implement SPEC-002"}, client)
    assert nothing(client, "user-prompt", other)


def test_a_prompt_of_kiro(repository: Repository) -> None:
    ran = ask(repository.root, "user-prompt", {"prompt": "/awos-implement SPEC-005"}, "kiro")
    assert ran == Ran(2, "", f"{HELD}; then ask again\n")


STOPS: dict[str, dict[str, Any]] = {
    "claude": BLOCKED,
    "codex": BLOCKED,
    "copilot": BLOCKED,
    "cursor": {"followup_message": "{text}"},
    "gemini": {"decision": "deny", "reason": "{text}"},
    "qwen": BLOCKED,
}


@pytest.mark.parametrize("client", [*STOPS, "kiro", "opencode"])
def test_at_the_end(tmp_path: Path, client: str) -> None:
    repository = example(tmp_path / "end")
    assert nothing(client, "stop", ask(repository.root, "stop", {}, client))
    tasks = repository.root / "context/specs/002-issue-invoices/tasks.md"
    tasks.write_text(tasks.read_text().replace("- [-] **T-03**", "- [x] **T-03**", 1))
    ran = ask(repository.root, "stop", {}, client)
    if client == "opencode":
        assert nothing(client, "stop", ran)
        return
    assert "T-03 is ticked, but none of its 2 files changed" in ran.out + ran.err
    if client == "kiro":
        assert ran.code == 2
    else:
        (text,) = leaves({k: v for k, v in said(ran).items() if k != "decision"})
        assert said(ran) == placed_text(STOPS[client], text)
    assert nothing(client, "stop", ask(repository.root, "stop", {}, client))


@pytest.mark.parametrize("event", MOMENTS)
@pytest.mark.parametrize("client", HOOKED)
def test_values_of_a_wrong_type_are_as_if_missing(client: str, event: str) -> None:
    hooks = load_hosts()[client].hooks
    assert hooks
    keys = hooks.input
    names = [keys.tool, keys.arguments, *keys.cwd, *keys.prompt, *keys.command, keys.stopped]
    wrongs: list[object] = [7, [], {}, None, [{}], {"file_path": 3}, 1.5]
    for wrong in wrongs:
        told = read_call(hooks, dict.fromkeys(filter(None, names), wrong))
        assert (told.edits, told.scripts, told.folder, told.prompt) == ((), (), "", "")


MATRIX = ROOT / "docs" / "how-to" / "agent-hooks.md"


def matrix() -> str:
    """The table of what each host can do, from its facts."""
    lines = []
    for host in load_hosts().values():
        hooks = host.hooks
        if hooks is None:
            lines.append(f"| {host.title} | – |  |  |  |  |  |  |")
            continue
        known = [hooks.events.get(moment) for moment in MOMENTS]
        can = ["yes" if event and (event.refuse or event.tell) else "no" for event in known]
        closed = "yes" if hooks.closed else "no"
        lines.append(f"| {host.title} | `{hooks.path}` | {' | '.join(can)} | {closed} |")
    return "".join(f"{line}\n" for line in lines)


def test_the_manual_says_what_each_host_can_do(accept: bool) -> None:
    text = MATRIX.read_text("utf-8")
    head, rule, rest = text.partition("| --- | --- | --- | --- | --- | --- | --- | --- |\n")
    _, gap, after = rest.partition("\nAn agent without a file")
    if accept:
        MATRIX.write_text(f"{head}{rule}{matrix()}{gap}{after}", "utf-8")
    assert MATRIX.read_text("utf-8") == f"{head}{rule}{matrix()}{gap}{after}"
