"""Run the steps of a composite action as GitHub's runner would, and stand in for its API."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from tests.support.command import PROGRAM, SCRIPTS
from tests.support.repositories import Repository

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = ROOT / "action.yml"

# `language: bash` in the runner (actions/runner, ScriptHandlerHelpers.cs).
BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")

# Stands in for the runner's Python: the environment it makes holds the program under test.
PYTHON = f"""\
#!/bin/sh
if [ "$1 $2" = "-m venv" ]; then
  mkdir -p "$3/bin"
  cp "$0" "$3/bin/python"
elif [ "$1 $2" = "-m pip" ]; then
  echo "$@" > "$RUNNER_TEMP/installed"
  ln -s "{PROGRAM}" "$(dirname "$0")/awos"
else
  exec "{SCRIPTS}/python" "$@"
fi
"""


@dataclass
class Job:
    """What a job did: its exit code, all that was printed, the outputs and the summary."""

    code: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


def request(repo: Repository, base: str, head: str, author: str = "bob") -> dict[str, Any]:
    """Check out the merge of a pull request; return the event."""
    repo.git("checkout", "-q", "--detach", base)
    repo.git("merge", "-q", "--no-ff", "-m", "merge", head)
    return {
        "pull_request": {
            "number": 7,
            "user": {"login": author},
            "base": {"sha": base},
            "head": {"sha": head},
        }
    }


def run(
    repo: Repository, event: object, inputs: dict[str, str] | None = None, **variables: str
) -> Job:
    """Run the action on what is checked out; a step that fails ends the job."""
    action = yaml.safe_load(ACTION.read_text("utf-8"))
    given = {name: spec["default"] for name, spec in action["inputs"].items()} | (inputs or {})
    home = repo.root.parent / "runner"
    environment = _environment(repo, home, event) | variables
    job = Job()
    steps: dict[str, dict[str, str]] = {}
    for step in action["runs"]["steps"]:
        known = {"inputs": given, "runner": {"temp": environment["RUNNER_TEMP"]}, "steps": steps}
        output = home / "output"
        output.write_text("")
        env = {name: _evaluated(text, known) for name, text in step.get("env", {}).items()}
        done = subprocess.run(
            [*BASH, "-c", step["run"]],
            cwd=_evaluated(step.get("working-directory", str(repo.root)), known),
            env=environment | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        job.log += done.stdout.decode()
        lines = output.read_text().splitlines()
        steps[step.get("id", "")] = dict(line.split("=", 1) for line in lines)
        if done.returncode:
            job.code = done.returncode
            break
    known = {"steps": steps}
    outputs = action["outputs"].items()
    job.outputs = {name: _evaluated(spec["value"], known) for name, spec in outputs}
    job.summary = (home / "summary").read_text("utf-8")
    return job


def _environment(repo: Repository, home: Path, event: object) -> dict[str, str]:
    for folder in (home / "temp", home / "bin"):
        folder.mkdir(parents=True, exist_ok=True)
    (home / "bin" / "python3").write_text(PYTHON)
    (home / "bin" / "python3").chmod(0o755)
    (home / "event.json").write_text(json.dumps(event))
    (home / "summary").write_text("")
    return {
        "PATH": f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "NO_PROXY": "127.0.0.1",
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_EVENT_PATH": str(home / "event.json"),
        "GITHUB_OUTPUT": str(home / "output"),
        "GITHUB_REPOSITORY": "acme/books",
        "GITHUB_SHA": repo.git("rev-parse", "HEAD"),
        "GITHUB_STEP_SUMMARY": str(home / "summary"),
        "RUNNER_TEMP": str(home / "temp"),
    }


def _evaluated(text: str, known: dict[str, Any]) -> str:
    def value(found: re.Match[str]) -> str:
        at: Any = known
        for key in found[1].split("."):
            at = at.get(key, {}) if key != "outputs" else at
        return at if isinstance(at, str) else ""

    return _EXPRESSION.sub(value, text)


@contextmanager
def api(answers: dict[str, object], token: str) -> Iterator[str]:
    """Answer on this machine as GitHub's API would; yield the address.

    ``answers`` are by path; what is not there is 404, and without the token everything is 401.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(urlsplit(self.path).path)
            code = 200 if found is not None else 404
            if self.headers.get("Authorization") != f"Bearer {token}":
                code = 401
            elif isinstance(found, int):
                code = found
            self.send_response(code)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
