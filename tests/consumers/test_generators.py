"""What the generators of frameworks write, unchanged, is no error and no warning.

Each generator is run where it is installed: on ``PATH``, or in the folders that ``GENERATORS_PATH``
names, such as ``node_modules/.bin``. Nothing is downloaded. Those that are not there are named at
the end of the run.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.command import awos
from tests.support.repositories import Repository, isolate

FOLDERS = os.pathsep.join(filter(None, (os.environ.get("GENERATORS_PATH"), os.environ["PATH"])))
SILENT = {"CI": "1", "DO_NOT_TRACK": "1", "OPENSPEC_TELEMETRY": "0"}


class Run(NamedTuple):
    """A generator in an empty repository."""

    repo: Repository
    program: Path

    def __call__(self, *arguments: str, program: str | Path = "") -> None:
        """Run the generator, or another program, without anybody who could answer."""
        command = [str(program or self.program), *arguments]
        environment = {**os.environ, **SILENT, "PATH": FOLDERS}
        done = subprocess.run(
            command,
            cwd=self.repo.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=120,
            check=False,
        )
        # Some fail at the end, when all is written: what they leave is what is judged.
        assert done.returncode == 0 or self.is_begun, (command, done.stdout, done.stderr)

    @property
    def is_begun(self) -> bool:
        """Whether anything was written."""
        return any(path.name != ".git" for path in self.repo.root.iterdir())

    def copy(self, source: Path, folder: str) -> None:
        """Copy the templates in a folder, as somebody does who begins to fill them in."""
        target = self.repo.root / folder
        shutil.copytree(source, target, dirs_exist_ok=True)

    def beside(self, name: str) -> Path:
        """Return a folder of the package that holds the program."""
        above = self.program.resolve().parents
        return next(folder / name for folder in above if (folder / name).is_dir())


def _openspec(run: Run) -> None:
    run("init", "--tools", "claude,codex,cursor,github-copilot", ".")
    run("new", "change", "sign-in")
    run.copy(run.beside("schemas/spec-driven/templates"), "openspec/changes/sign-in")
    home = run.repo.root / "openspec/changes/sign-in"
    (home / "specs/doors").mkdir(parents=True)
    (home / "spec.md").rename(home / "specs/doors/spec.md")


def _spec_kit(integration: str) -> Callable[[Run], None]:
    def make(run: Run) -> None:
        choice = ("--integration", integration, "--ignore-agent-tools")
        run("init", ".", "--force", "--non-interactive", *choice)
        scripts = run.repo.root / ".specify/scripts/bash"
        run(str(scripts / "create-new-feature.sh"), "--json", "Open the door", program="bash")
        run(str(scripts / "setup-plan.sh"), "--json", program="bash")
        (feature,) = (run.repo.root / "specs").iterdir()
        templates = run.repo.root / ".specify/templates"
        shutil.copy(templates / "tasks-template.md", feature / "tasks.md")
        shutil.copy(templates / "checklist-template.md", feature / "checklist.md")

    return make


def _cc_sdd(agent: str) -> Callable[[Run], None]:
    def make(run: Run) -> None:
        run(f"--{agent}", "--lang", "en", "--yes")
        templates = run.repo.root / ".kiro/settings/templates"
        run.copy(templates / "specs", ".kiro/specs/doors")
        folder = run.repo.root / ".kiro/specs/doors"
        (folder / "init.json").rename(folder / "spec.json")
        run.copy(templates / "steering", ".kiro/steering")

    return make


def _task_master(run: Run) -> None:
    options = ("--no-git", "--no-aliases", "--skip-install")
    run("init", "--yes", "--name", "doors", "--rules", "claude,cursor", *options)


def _backlog(run: Run) -> None:
    run("init", "doors", "--defaults", "--agent-instructions", "claude,agents,copilot")
    run("task", "create", "Open the door", "--ac", "It is open")
    run("decision", "create", "Use hinges")
    run("doc", "create", "Doors")


def _log4brains(run: Run) -> None:
    (run.repo.root / "package.json").write_text('{"name": "doors"}\n')
    run.repo.commit()
    run("init", "--defaults")
    run("adr", "new", "--quiet", "Use hinges")


def _agent_os(run: Run) -> None:
    # It looks for itself in the home folder, which is one of the test's own.
    base = Path(os.environ["HOME"], "agent-os")
    shutil.copytree(run.program.resolve().parents[1], base, ignore=shutil.ignore_patterns(".git"))
    # Agent OS 3.0 ends at once where `((n++))` fails in bash: at 0, anywhere but on macOS.
    for script in (base / "scripts").glob("*.sh"):
        script.write_text(script.read_text("utf-8").replace("set -e\n", "\n"), "utf-8")
    run(str(base / "scripts/project-install.sh"), program="bash")


class Generator(NamedTuple):
    """What a program makes, and a file that must be there then."""

    program: str
    make: Callable[[Run], None]
    made: str


GENERATORS = {
    "OpenSpec": Generator("openspec", _openspec, "openspec/changes/*/proposal.md"),
    "Spec Kit for Claude Code": Generator("specify", _spec_kit("claude"), "specs/*/spec.md"),
    "Spec Kit for Copilot": Generator("specify", _spec_kit("copilot"), "specs/*/spec.md"),
    "cc-sdd for Claude Code": Generator("cc-sdd", _cc_sdd("claude"), ".claude/*/kiro*"),
    "cc-sdd for Codex": Generator("cc-sdd", _cc_sdd("codex-skills"), ".agents/skills/kiro*"),
    "cc-sdd for Copilot": Generator("cc-sdd", _cc_sdd("copilot"), ".github/prompts/kiro*"),
    "cc-sdd for Cursor": Generator("cc-sdd", _cc_sdd("cursor"), ".cursor/commands/kiro"),
    "Task Master": Generator("task-master", _task_master, ".taskmaster/config.json"),
    "Backlog.md": Generator("backlog", _backlog, "backlog/tasks/*.md"),
    "Log4brains": Generator("log4brains", _log4brains, "docs/adr/*.md"),
    "Agent OS": Generator("project-install.sh", _agent_os, ".claude/commands/agent-os"),
}


@pytest.fixture
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    generator = GENERATORS[request.param]
    program = shutil.which(generator.program, path=FOLDERS)
    if program is None:
        pytest.skip(f"the program `{generator.program}` is not installed")
    home = tmp_path / "home"
    home.mkdir()
    isolate(monkeypatch, home)
    return Run(Repository.create(tmp_path / "repo"), Path(program))


@pytest.mark.parametrize(
    ("run", "name"), [(name, name) for name in GENERATORS], indirect=["run"], ids=list(GENERATORS)
)
def test_what_a_generator_writes_is_no_error_and_no_warning(run: Run, name: str) -> None:
    generator, root = GENERATORS[name], run.repo.root
    generator.make(run)
    assert any(root.glob(generator.made)), sorted(root.rglob("*"))
    ran = awos(root, "check", "--format", "json")
    report = json.loads(ran.out)
    heavy = [found for found in report["findings"] if found["severity"] != "notice"]
    assert heavy == []
    unfilled = [f["path"] for f in report["findings"] if f["rule"].startswith("document-")]
    assert len(unfilled) == len(set(unfilled)), "a template is told once"
