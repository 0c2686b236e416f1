"""`awos hook` from its outside: processes, broken input, wrong use, and the end of a session."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awos_lint.hosts import MOMENTS, Moment, load_hosts
from tests.support.command import BUFFERED, PROGRAM, awos, lay
from tests.support.hooks import (
    GOVERNED,
    OPEN,
    SPEC,
    TASKS,
    UNKNOWN,
    WAITING,
    ask,
    denied,
    edit,
    example,
    said,
    shell,
)
from tests.support.profiles import scale_examples
from tests.support.repositories import Repository, isolate

HOOKED = [host.name for host in load_hosts().values() if host.hooks]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return example(tmp_path_factory.mktemp("hook") / "ledgerly")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def process(
    folder: Path, event: str, data: bytes | None, client: str = "claude"
) -> subprocess.CompletedProcess[bytes]:
    """Run the installed program; without data its standard input is closed."""
    words = [PROGRAM, "hook", event, "--client", client]
    command = words if data is not None else ["sh", "-c", 'exec "$@" <&-', "sh", *words]
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **BUFFERED},
        input=data,
        capture_output=True,
        check=False,
    )


# As a process.


def test_a_session_as_processes(tmp_path: Path) -> None:
    repository = example(tmp_path / "session")
    root = repository.root

    def told(event: str, call: object) -> dict[str, object]:
        done = process(root, event, json.dumps(call).encode())
        assert (done.returncode, done.stderr) == (0, b"")
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return answer

    assert "Ledgerly" in json.dumps(told("session-start", {"source": "startup"}))
    assert "no spec covers it" in json.dumps(told("pre-tool-use", edit(UNKNOWN)))
    assert told("pre-tool-use", edit(OPEN)) == {}
    assert told("pre-tool-use", shell("pytest -q")) == {}
    assert told("post-tool-use", edit(SPEC)) == {}
    tasks = root / TASKS
    tasks.write_text(tasks.read_text().replace("- [-] **T-03**", "- [x] **T-03**", 1))
    assert told("stop", {"session_id": "a", "stop_hook_active": False})["decision"] == "block"
    assert told("stop", {"session_id": "a", "stop_hook_active": True}) == {}
    assert repository.git("status", "--porcelain").split() == ["M", TASKS]


@pytest.mark.parametrize("event", MOMENTS)
@pytest.mark.parametrize("data", [None, b"", b"{", b"[" * 100_000, b'{"a":' * 100_000, b"\xff\0"])
def test_broken_input_as_a_process(
    repository: Repository, event: Moment, data: bytes | None
) -> None:
    done = process(repository.root, event, data)
    assert (done.returncode, done.stderr) == (0, b"")
    assert event == "session-start" or json.loads(done.stdout) == {}


def test_kiro_as_a_process(repository: Repository) -> None:
    call = {"tool_name": "write", "tool_input": {"path": UNKNOWN, "content": "x"}}
    done = process(repository.root, "pre-tool-use", json.dumps(call).encode(), "kiro")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"awos: src/ledgerly/other.py is governed")


KEYS = st.sampled_from(
    (
        *("tool_name", "tool_input", "toolName", "toolArgs", "file_path", "path", "command"),
        *("prompt", "command_name", "command_args", "stop_hook_active", "old_string", "cwd"),
        *("content", "edits", "loop_count", "workspace_roots", "session_id", "filePath"),
    )
) | st.text(max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
TOOLS = st.sampled_from(
    ["Edit", "Write", "Bash", "apply_patch", "create", "write", "mcp__a__write"]
)


@settings(
    max_examples=scale_examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.sampled_from(MOMENTS), st.sampled_from(HOOKED), st.binary(max_size=200) | JSON, TOOLS)
def test_any_input_ends_in_an_answer(
    repository: Repository, event: str, client: str, value: object, tool: str
) -> None:
    if isinstance(value, dict):
        value = {"tool_name": tool, "toolName": tool, "tool_input": value, **value}
    ran = ask(repository.root, event, value, client)
    assert "Traceback" not in ran.err
    assert "bug" not in ran.err
    if client == "kiro":
        assert ran.code in (0, 2)
    else:
        assert ran.code == 0
        assert isinstance(json.loads(ran.out), dict)


def test_what_is_too_long_is_not_let_through_where_code_is_governed(
    repository: Repository, tmp_path: Path
) -> None:
    long = json.dumps(edit(UNKNOWN, new="x" * 9_000_000)).encode()
    assert "longer than 8 MiB" in denied(ask(repository.root, "pre-tool-use", long))
    assert said(ask(repository.root, "stop", long)) == {}
    lay(tmp_path, {"awos.toml": ""})
    assert denied(ask(tmp_path, "pre-tool-use", long)) == ""


# Wrong use.


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("pre-tool", "--client", "claude"), "'pre-tool' is not one of"),
        (("stop",), "Missing option '--client'"),
        (("stop", "--client", "emacs"), "emacs is no host that awos knows; write one of claude"),
        (("stop", "--client", "__init__"), "is no host that awos knows"),
        (("stop", "--client", "../x"), "is no host that awos knows"),
        (("stop", "--client", "antigravity"), "antigravity has no hooks that awos answers"),
        ((), "Missing argument"),
    ],
)
def test_wrong_use(repository: Repository, words: tuple[str, ...], why: str) -> None:
    ran = awos(repository.root, "hook", *words)
    assert (ran.code, ran.out) == (2, "")
    assert why in ran.err


# After an edit.


def test_findings_are_few_lines(tmp_path: Path) -> None:
    repository = example(tmp_path / "many")
    spec = repository.root / SPEC
    many = "\n".join(
        f"- **FR-{n}** It is fast.\n  - AC-1: [NEEDS CLARIFICATION: x]" for n in range(50)
    )
    spec.write_text(spec.read_text().replace("- **FR-1**", f"{many}\n- **FR-1**", 1))
    answer = said(ask(repository.root, "post-tool-use", edit(SPEC)))
    text = answer["hookSpecificOutput"]["additionalContext"]
    assert len(text.encode()) <= 2_000
    *lines, last = text.split("\n")
    assert all(line.startswith(f"{SPEC}:") for line in lines)
    assert ": error[" in lines[0]
    assert last.endswith(f" more: `awos check {SPEC}`")


def test_nothing_is_told_about_other_files(repository: Repository) -> None:
    for path in (OPEN, "README.md", "nowhere/spec.md", "context/nowhere.md"):
        assert said(ask(repository.root, "post-tool-use", edit(path))) == {}


def test_a_stranger_text_stays_text(tmp_path: Path) -> None:
    repository = example(tmp_path / "hostile")
    spec = repository.root / SPEC
    spec.write_text(spec.read_text().replace("ADR-0003", '"\\e]8;;x\\a\u202eADR"'))
    ran = ask(repository.root, "post-tool-use", edit(SPEC))
    assert ran.out.isascii()
    text = said(ran)["hookSpecificOutput"]["additionalContext"]
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_broken_configuration_is_told(tmp_path: Path) -> None:
    repository = example(tmp_path / "broken")
    repository.write("awos.toml", "]")
    for event in ("session-start", "post-tool-use"):
        answer = said(ask(repository.root, event, edit(SPEC)))
        text = answer["hookSpecificOutput"]["additionalContext"]
        assert text.startswith("awos cannot read the project: awos.toml: not valid TOML")
    assert said(ask(repository.root, "stop", {})) == {}
    typed = {"command_name": "awos-implement", "command_args": "SPEC-005"}
    assert said(ask(repository.root, "user-prompt", typed)) == {}


# Prompts.


@pytest.mark.parametrize(
    "prompt",
    [
        "/awos-implement SPEC-005",
        "/implement SPEC-005",
        "/awos:implement SPEC-005",
        "/my-own-orchestrate SPEC-005",
        "$awos-orchestrate `SPEC-005`, please",
        "@awos-implement spec-5",
        "  /awos-implement the VAT of SPEC-005",
        "/awos-implement SPEC-005/T-01",
        "/awos-implement F-06",
        "/awos-implement context/specs/005-vat-summary",
        f"/awos-implement {SPEC}",
        "/awos-implement TASKS-005",
        "/awos-implement SPEC-006",
    ],
)
def test_nobody_implements_what_is_not_approved(repository: Repository, prompt: str) -> None:
    reason = said(ask(repository.root, "user-prompt", {"prompt": prompt}, "codex"))["reason"]
    assert "so a person must read it and run `awos approve SPEC-00" in reason


@pytest.mark.parametrize(
    "prompt",
    [
        "/awos-implement",
        "/awos-implement SPEC-002",
        "/awos-implement SPEC-003/T-01",
        "/awos-implement SPEC-099",
        "/awos-implement the thing we spoke of",
        "/awos-implement F-03",
        "/awos-implement F-07",
        "/awos-spec SPEC-005",
        "/awos-implementation SPEC-005",
        "please do not /awos-implement SPEC-005",
        "implement SPEC-005",
        "/etc/implement.md SPEC-005",
        "",
    ],
)
def test_other_prompts_pass(repository: Repository, prompt: str) -> None:
    assert said(ask(repository.root, "user-prompt", {"prompt": prompt}, "codex")) == {}


# The end.


def ticked(folder: Path) -> Repository:
    repository = example(folder)
    tasks = repository.root / TASKS
    tasks.write_text(tasks.read_text().replace("- [-] **T-03**", "- [x] **T-03**", 1))
    return repository


def stop(repository: Repository, session: str = "a", client: str = "claude") -> str:
    keys = "sessionId" if client == "copilot" else "session_id"
    answer = said(ask(repository.root, "stop", {keys: session}, client))
    reason = answer.get("reason", "")
    assert isinstance(reason, str)
    return reason


def test_a_tick_without_work_is_refused_once_in_a_session(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "tick")
    first = stop(repository)
    assert "T-03 is ticked, but none of its 2 files changed" in first
    assert "Fix this before you end" in first
    assert stop(repository) == ""
    assert "T-03 is ticked" in stop(repository, "b")
    assert stop(repository, "b", "copilot") == ""


def test_new_findings_are_refused_again(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "more")
    assert stop(repository)
    tasks = repository.root / TASKS
    tasks.write_text(tasks.read_text().replace("- [ ] **T-04**", "- [x] **T-04**", 1))
    again = stop(repository)
    assert "T-04 is ticked" in again
    assert stop(repository) == ""


def test_a_tick_with_work_passes(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "work")
    repository.write(OPEN, "# done\n")
    assert stop(repository) == ""


def test_a_tick_with_staged_or_new_work_passes(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "staged")
    repository.write(OPEN, "# done\n")
    repository.git("add", "-A")
    assert stop(repository) == ""


def test_errors_in_changed_documents_are_refused(tmp_path: Path) -> None:
    repository = example(tmp_path / "errors")
    spec = repository.root / "context/specs/002-issue-invoices/spec.md"
    spec.write_text(spec.read_text().replace("ADR-0003", "ADR-0099"))
    assert "error[reference-dangling]" in stop(repository)
    assert stop(repository) == ""


def test_no_agent_is_sent_to_approve(tmp_path: Path) -> None:
    repository = example(tmp_path / "void")
    spec = repository.root / "context/specs/002-issue-invoices/spec.md"
    spec.write_text(spec.read_text().replace("## Out of scope", "More.\n\n## Out of scope"))
    told = stop(repository)
    assert "error[approval-void]" in told
    assert "set its status back to `in-review`, and ask a person" in told
    assert "run `awos approve" not in told


def test_code_that_a_shell_wrote_is_seen_at_the_end(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "shell")
    repository.write(OPEN, "# done\n")
    repository.write(UNKNOWN, "# never asked for\n")
    assert "error[change-ungoverned-code]: no approved spec covers" in stop(repository)


def run_shell(repository: Repository, command: str) -> None:
    """Run what the guard does not read, and see that it lets it go."""
    assert denied(ask(repository.root, "pre-tool-use", shell(command))) == ""
    subprocess.run(["bash", "-c", command], cwd=repository.root, check=True)


@pytest.mark.parametrize(
    "command",
    [
        f"for file in {UNKNOWN}; do echo x > $file; done",
        f"echo x > $(echo {UNKNOWN})",
        f"sh -c 'echo x > {UNKNOWN}'",
        f"FILE={UNKNOWN}; echo x > $FILE",
        f"f() {{ echo x > {UNKNOWN}; }}; f",
        f"bash <<'E'\necho x > {UNKNOWN}\nE",
        f"eval 'echo x > {UNKNOWN}'",
        "echo x > src/ledgerly/{other,another}.py 2> /dev/null || touch src/ledgerly/{other,a}.py",
        "find src/ledgerly -name __init__.py | xargs -n 1 rm -f",
    ],
)
def test_code_that_the_guard_did_not_see_is_seen_at_the_end(tmp_path: Path, command: str) -> None:
    repository = example(tmp_path / "unread")
    assert stop(repository) == ""
    run_shell(repository, command)
    assert "error[change-ungoverned-code]: no approved spec covers" in stop(repository)
    assert stop(repository) == ""
    repository.git("add", "-A")
    repository.git("commit", "-qm", "unseen")
    ran = awos(repository.root, "check", "--since", "HEAD~1")
    assert ran.code == 1
    assert "change-ungoverned-code" in ran.out


@pytest.mark.parametrize(
    ("command", "what"),
    [
        ("sh -c 'echo >> awos.toml'", "awos.toml: this file differs from the last commit"),
        (f"sh -c 'sed -i s/in-review/approved/ {SPEC}'", f"{SPEC}: this was approved since"),
        (
            f"for f in {SPEC}; do echo '<!-- awos: ignore[task] no -->' >> $f; done",
            f"{SPEC}: a rule was silenced here since the last commit",
        ),
        ("find .claude -name settings.json -delete", ".claude/settings.json: this file differs"),
        ("sh -c 'echo >> accepted.json'", "accepted.json: this file differs"),
        (
            "sh -c 'echo \"[tool.awos]\" >> pyproject.toml'",
            "pyproject.toml: this file differs from the last commit",
        ),
    ],
)
def test_what_only_a_person_does_is_asked_about_at_the_end(
    tmp_path: Path, command: str, what: str
) -> None:
    repository = example(tmp_path / "personal")
    settings = (repository.root / "awos.toml").read_text()
    repository.write("awos.toml", f'baseline = "accepted.json"\n{settings}')
    repository.write("accepted.json", '{"version": 1, "findings": []}\n')
    repository.write(".claude/settings.json", "{}\n")
    repository.commit()
    assert stop(repository) == ""
    run_shell(repository, command)
    told = stop(repository)
    assert what in told
    assert "if you did, take it back; if a person did, say so and end" in told
    assert stop(repository) == ""


def test_what_was_installed_and_not_committed_is_not_asked_about(tmp_path: Path) -> None:
    repository = example(tmp_path / "installed")
    repository.write(".claude/settings.json", "{}\n")
    repository.write("CODEOWNERS", "* @ada\n")
    (repository.root / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert stop(repository) == ""


def test_a_rule_that_is_off_refuses_nothing(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "off")
    repository.write("awos.toml", f'ignore = ["change-task-without-files"]\n{GOVERNED}')
    repository.git("commit", "-qm", "off", "--", "awos.toml")
    assert stop(repository) == ""


def test_a_folder_of_documents_that_is_gone_is_seen_at_the_end(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "gone")
    repository.git("checkout", "-q", "--", ".")
    repository.git("mv", "context", "elsewhere")
    assert "context: no document found there" in stop(repository)
    assert stop(repository) == ""


def test_without_history_an_agent_may_end(tmp_path: Path) -> None:
    lay(tmp_path / "none", {"awos.toml": "", "context/mission.md": "# M\n"})
    ran = ask(tmp_path / "none", "stop", {})
    assert said(ran) == {}
    assert "there is no git repository" in ran.err
    fresh = Repository.create(tmp_path / "fresh")
    ran = ask(fresh.root, "stop", {})
    assert said(ran) == {}
    assert "nothing is committed yet" in ran.err


def test_what_cannot_be_remembered_never_goes_round_in_circles(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "closed")
    (repository.root / ".git" / "awos-hook").mkdir()
    # This host does not say that it goes on because of a hook.
    assert ask(repository.root, "stop", {"session_id": "a"}, "kiro").code == 0
    assert "T-03 is ticked" in stop(repository)


def test_a_state_that_is_broken_is_no_state(tmp_path: Path) -> None:
    repository = ticked(tmp_path / "state")
    state = repository.root / ".git" / "awos-hook"
    for text in ("[", "{}", "[1, 2]", "[" * 10_000, "\0"):
        state.write_text(text)
        assert "T-03 is ticked" in stop(repository)


def test_subagents_and_subfolders_see_the_same(tmp_path: Path) -> None:
    repository = example(tmp_path / "sub")
    inside = edit("ledgerly/other.py") | {"cwd": str(repository.root / "src")}
    assert "no spec covers it" in denied(ask(repository.root / "context", "pre-tool-use", inside))
    assert denied(ask(repository.root, "pre-tool-use", edit(WAITING) | {"agent_id": "x"}))
