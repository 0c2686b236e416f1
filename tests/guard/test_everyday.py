"""What agents type every day is not refused, in a repository where code is governed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.hooks import ask, denied, example, shell
from tests.support.repositories import Repository, isolate

PATCH = "--- a/src/ledgerly/store.py\n+++ b/src/ledgerly/store.py\n@@ -1 +1 @@\n-x\n+y\n"

EVERYDAY = [
    # History and work in progress.
    "git status -sb",
    "git diff",
    "git diff HEAD~1 -- src/ledgerly/store.py",
    "git diff > /tmp/x.patch",
    "git log --oneline -20 | head -5",
    "git show HEAD:awos.toml",
    "git show HEAD~2:src/ledgerly/store.py > /tmp/old.py",
    "git stash list",
    "git stash show -p stash@{0}",
    "git checkout main",
    "git checkout -b feature/approve",
    "git checkout -- src/ledgerly/store.py",
    "git checkout -- .",
    "git restore src/ledgerly/store.py",
    "git restore --staged .",
    "git add -A && git commit -m 'x' && git push",
    'git add src/ledgerly/store.py; git commit -m "Tell how awos approve works"',
    "git commit -m 'Explain why --no-verify is refused'",
    "git commit -m \"$(cat <<'E'\nTell how awos approve works\n\nIt's refused.\nE\n)\"",
    "git apply --check fix.patch",
    "git apply --stat fix.patch",
    "git apply --numstat < fix.patch",
    "git config --get core.hooksPath",
    "git rm --cached notes.txt",
    "git ls-files src | xargs wc -l",
    # Reading.
    "ls src/ledgerly/*.py",
    "cat src/ledgerly/{store,cli}.py",
    "cat .claude/settings.json awos.toml | head -50",
    "sed -n 1,40p src/ledgerly/store.py",
    "sed -e 's/x/y/' awos.toml | head",
    "awk -F, '$2 > 3' data.csv",
    "jq . .claude/settings.json",
    "diff -u src/ledgerly/store.py /tmp/old.py",
    "diff <(sort a) <(sort b)",
    "grep -rn 'awos approve' docs",
    "grep -rl 'status: approved' context",
    "grep -E '>|<' src/ledgerly/store.py",
    "rg 'awos (approve|ack)' -n",
    "find src -name '*.py' -print0 | xargs -0 grep TODO",
    # Words that only speak of something.
    'echo "a person runs awos approve SPEC-005"',
    "echo 'awos approve SPEC-005' >> /tmp/todo.txt",
    "cat > notes.md <<'E'\nA person runs `awos approve SPEC-005`.\nE",
    "python -c \"print('awos approve')\"",
    "gh pr create --title x --body 'Please run awos approve SPEC-005'",
    "gh pr review 12 --approve",
    # Cleaning up, and copies.
    "find . -name '*.pyc' -delete",
    "find . -type d -name __pycache__ -exec rm -rf {} +",
    "rm -rf build dist .pytest_cache .mypy_cache",
    "rm -rf src/ledgerly/__pycache__",
    "rm -rf src/x/__pycache__",
    "rm -f src/ledgerly/*.pyc",
    "rm -f src/ledgerly/untracked.py",
    "cp awos.toml awos.toml.bak",
    "cp awos.toml /tmp/",
    "cp -a src /tmp/src",
    "cp -r docs /tmp/docs",
    "mv notes.txt docs/notes.txt",
    "mkdir -p src/new && ls src/new",
    "cd /tmp && mkdir -p src && touch src/a.py",
    "touch tests/test_new.py",
    "chmod +x scripts/run.sh",
    "echo hello | tee /tmp/x",
    "tee -a /tmp/x /tmp/y < README.md",
    "tar czf /tmp/x.tgz src",
    "curl -o /tmp/x.json https://example.org",
    # Building and checking.
    "python -m pytest -q --tb=short 2>&1 | tail -20",
    "pytest -x -q > /tmp/out.txt 2>&1",
    "source .venv/bin/activate && pytest -k approve",
    "uv run ruff check --fix; uv run ruff format",
    "uvx --from awos-lint awos check",
    "SKIP=mypy pre-commit run --all-files",
    "nohup python server.py > /tmp/server.log 2>&1 &",
    "for f in src/*.py; do echo $f; done",
    "if [ -f x ]; then cat x; fi",
    'eval "$(direnv export bash)"',
    'docker run --rm -v "$(pwd)":/app x awos check',
    "npx eslint src --fix",
    "make -j4 test",
    # awos.
    "awos check --format json > /tmp/findings.json",
    "awos approve --help",
    "awos task start SPEC-002/T-03",
    "awos upgrade --dry-run",
]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    found = example(tmp_path_factory.mktemp("everyday") / "ledgerly")
    found.write("fix.patch", PATCH)
    for path in ("ledgerly/__pycache__/a.pyc", "x/__pycache__/a.pyc", "ledgerly/untracked.py"):
        found.write(f"src/{path}", "")
    return found


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


def test_there_are_many_of_them() -> None:
    assert len(set(EVERYDAY)) == len(EVERYDAY) >= 60


@pytest.mark.parametrize("command", EVERYDAY)
def test_no_everyday_command_is_refused(repository: Repository, command: str) -> None:
    assert denied(ask(repository.root, "pre-tool-use", shell(command))) == ""


@pytest.mark.parametrize(
    "command",
    [
        "git apply fix.patch",
        "rm -rf src/ledgerly",
        "rm src/ledgerly/*.py",
        "cp awos.toml.bak awos.toml",
        "git checkout HEAD~1 -- src/ledgerly/store.py",
        "git config core.hooksPath /dev/null",
        "echo x | tee src/ledgerly/store.py",
        "sed -i s/a/b/ src/ledgerly/store.py",
        "awos task list; awos approve SPEC-005",
    ],
)
def test_what_they_look_like_is_refused(repository: Repository, command: str) -> None:
    assert denied(ask(repository.root, "pre-tool-use", shell(command)))
