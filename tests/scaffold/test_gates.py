"""The pre-commit entry and the workflow that ``awos init`` writes, as their hosts run them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.command import CLEAN, PROGRAM, SCRIPTS, SECOND, awos, naming
from tests.support.repositories import Repository, first_on_path, isolate
from tests.support.runner import request
from tests.whole.test_pre_commit import committed, manifest, pre_commit

PIPX = f"""\
#!/bin/sh
# Stands in for pipx: what follows the name of the program goes to the one under test.
[ "$1 $2 $3 $4" = "run --spec awos-lint==0.2.0 awos" ] || exit 9
shift 4
exec "{PROGRAM}" "$@"
"""


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Sound documents and an installation, committed."""
    isolate(monkeypatch, tmp_path)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    made = Repository.create(tmp_path / "repo")
    for path, text in CLEAN.items():
        made.write(path, text)
    made.write("awos.toml", 'select = ["reference-dangling"]\n')
    assert awos(made.root, "init", "--yes").code == 0
    made.commit()
    return made


def read(repo: Repository, path: str) -> Any:
    return yaml.safe_load((repo.root / path).read_text("utf-8"))


def test_the_entry_is_the_published_hook(repo: Repository) -> None:
    (hooks,) = (entry["hooks"] for entry in read(repo, ".pre-commit-config.yaml")["repos"])
    assert [hook["id"] for hook in hooks] == ["awos", "awos-push"]
    extra = {"description", "minimum_pre_commit_version"}
    for hook in hooks:
        published = next(known for known in manifest() if known["id"] == hook["id"])
        assert hook.pop("additional_dependencies") == ["awos-lint==0.2.0"]
        assert hook == {key: value for key, value in published.items() if key not in extra}


def test_pre_commit_runs_it(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    first_on_path(monkeypatch, SCRIPTS)
    config = repo.root / ".pre-commit-config.yaml"
    valid = pre_commit("validate-config", str(config), where=repo.root)
    assert valid.returncode == 0, valid.stdout
    # The program that is under test, not one that is fetched.
    text = config.read_text("utf-8").replace("language: python", "language: system")
    lines = (line for line in text.split("\n") if "additional_dependencies" not in line)
    config.write_text("\n".join(lines), "utf-8")
    repo.commit()
    assert pre_commit("install", where=repo.root).returncode == 0
    repo.write(SECOND, naming("ADR-0009"))
    repo.git("add", "-A")
    assert not committed(repo)
    repo.write(SECOND, naming("ADR-0001"))
    repo.git("add", "-A")
    assert committed(repo, "--allow-empty")


def step(repo: Repository, home: Path, event: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """Run the step of the workflow as the runner does, with a pipx that fetches nothing."""
    (job,) = read(repo, ".github/workflows/awos.yml")["jobs"].values()
    (script,) = (entry["run"] for entry in job["steps"] if "run" in entry)
    (home / "bin").mkdir(exist_ok=True)
    (home / "bin/pipx").write_text(PIPX)
    (home / "bin/pipx").chmod(0o755)
    (home / "event.json").write_text(json.dumps(event))
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    runner = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request" if event else "push",
        "GITHUB_EVENT_PATH": str(home / "event.json"),
        "GITHUB_SHA": repo.git("rev-parse", "HEAD"),
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=repo.root,
        env={**os.environ, "PATH": path, **runner},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_workflow_judges_what_a_pull_request_does(repo: Repository, tmp_path: Path) -> None:
    repo.write(SECOND, naming("ADR-0009"))
    base = repo.commit()
    # What was wrong before is not laid at the door of the request.
    repo.write("context/decisions/0003-copy-it.md", naming("ADR-0001", title="Copy it"))
    head = repo.commit()
    done = step(repo, tmp_path, request(repo, base, head))
    assert (done.returncode, "::warning" in done.stdout) == (0, False)
    repo.git("checkout", "-q", "main")
    repo.write("context/decisions/0003-copy-it.md", naming("ADR-0008", title="Copy it"))
    head = repo.commit()
    done = step(repo, tmp_path, request(repo, base, head))
    assert (done.returncode, "::warning file=context/decisions/0003" in done.stdout) == (1, True)
    assert "0002" not in done.stdout


def test_the_workflow_judges_the_whole_of_a_push(repo: Repository, tmp_path: Path) -> None:
    assert step(repo, tmp_path, {}).returncode == 0
    repo.write(SECOND, naming("ADR-0009"))
    repo.commit()
    assert step(repo, tmp_path, {}).returncode == 1


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (".husky/pre-commit", "npm test\n", '.husky/pre-push: awos pre-push "$@"'),
        (
            "lefthook.yml",
            "pre-push:\n  jobs: []\n",
            "run: awos pre-push {1} {2}, with use_stdin: true",
        ),
        ("prek.toml", "repos = []\n", "the hooks `awos` and `awos-push`"),
    ],
)
def test_doctor_names_the_lines_for_a_manager_of_hooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, text: str, line: str
) -> None:
    isolate(monkeypatch, tmp_path)
    repo = Repository.create(tmp_path / "repo")
    repo.write(path, text)
    repo.commit()
    made = awos(repo.root, "init", "--yes", "--agent", "claude")
    assert line in " ".join((made.out + made.err).split())
    assert line in awos(repo.root, "doctor").out
    repo.write(path, f"{text}# awos\n")
    assert line not in awos(repo.root, "doctor").out
