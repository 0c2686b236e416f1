"""The action, its steps run as the runner would run them, on pull requests in real repositories."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.support.command import CLEAN, FIRST, SCRIPTS, SECOND, awos, naming
from tests.support.repositories import Repository, isolate
from tests.support.runner import ACTION, ROOT, api, request, run

WORKFLOW = ROOT / ".github/workflows/ci.yml"
PAGE = ROOT / "docs/how-to/continuous-integration.md"
GRACE = "Grace <grace@example.org>"
"""Who approves; the commits of the tests are by Ada."""
TOKEN = "t0ken"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Two sound documents on main, and a branch for a pull request."""
    isolate(monkeypatch, tmp_path)
    made = Repository.create(tmp_path / "repo")
    for path, text in CLEAN.items():
        made.write(path, text)
    made.write("awos.toml", 'select = ["reference", "document", "adr", "approval", "change"]\n')
    made.commit()
    made.git("switch", "-q", "-c", "side")
    return made


def opened(repo: Repository, author: str = "bob") -> dict[str, object]:
    """Open a pull request of what was committed on the branch; its merge is checked out."""
    base, head = repo.git("rev-parse", "main"), repo.git("rev-parse", "side")
    return request(repo, base, head, author)


# The files.


def published() -> dict[str, str]:
    found = re.findall(r"```yaml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    pages = {f"documented-{n}.yml": text for n, text in enumerate(found) if "\njobs:" in text}
    assert pages
    return {WORKFLOW.name: WORKFLOW.read_text("utf-8"), **pages}


def test_the_action_and_the_workflows_follow_their_schemas(tmp_path: Path) -> None:
    files = {"vendor.github-actions": [str(ACTION)], "vendor.github-workflows": []}
    for name, text in published().items():
        (tmp_path / name).write_text(text)
        files["vendor.github-workflows"].append(str(tmp_path / name))
    for schema, paths in files.items():
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *paths]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for name, text in published().items():
        (folder / name).write_text(text)
    (tmp_path / "action.yml").write_text(ACTION.read_text("utf-8"))
    command = [f"{SCRIPTS}/zizmor", "--offline", "--no-config", "--persona=pedantic", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_expression_reaches_a_shell() -> None:
    for step in yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"]
        # Nothing but the runner's Python is needed, so that nobody else's action is trusted.
        assert "uses" not in step


# The steps.


def test_a_sound_request_passes_with_a_summary(repo: Repository) -> None:
    repo.write("context/decisions/0003-copy-it.md", naming("ADR-0001", title="Copy it"))
    repo.write(SECOND, CLEAN[SECOND].replace("status: proposed", "status: rejected"))
    repo.commit()
    job = run(repo, opened(repo))
    assert job.code == 0, job.log
    assert job.outputs["exit-code"] == "0"
    assert (job.outputs["errors"], job.outputs["warnings"]) == ("0", "0")
    assert json.loads(Path(job.outputs["findings"]).read_text())["version"] == 1
    assert job.outputs["sarif"] == ""
    assert "**added** **ADR-0003** Copy it, proposed" in job.summary
    assert "proposed → **rejected**" in job.summary
    assert "```mermaid\nflowchart LR" in job.summary
    installed = repo.root.parent / "runner/temp/installed"
    assert installed.read_text().split() == ["-m", "pip", "install", "--quiet", str(ROOT)]


def test_a_finding_of_the_request_fails_it_with_an_annotation(repo: Repository) -> None:
    repo.write(SECOND, naming("ADR-0009"))
    repo.commit()
    event = opened(repo)
    job = run(repo, event, {"sarif": "true"})
    assert job.code == 1
    assert re.search(rf"^::warning file={SECOND},line=3", job.log, re.MULTILINE), job.log
    assert (job.outputs["errors"], job.outputs["warnings"]) == ("0", "1")
    assert "reference-dangling" in job.summary
    assert json.loads(Path(job.outputs["sarif"]).read_text())["version"] == "2.1.0"
    assert run(repo, event, {"fail-on": "error"}).code == 0
    never = run(repo, event, {"fail-on": "never"})
    assert (never.code, never.outputs["warnings"]) == (0, "1")


def test_what_main_had_wrong_before_is_not_held_against_a_request(repo: Repository) -> None:
    repo.git("switch", "-q", "main")
    repo.write(SECOND, naming("ADR-0009"))
    repo.commit()
    repo.git("switch", "-q", "-C", "side")
    repo.write("notes.md", "A note.\n")
    repo.commit()
    job = run(repo, opened(repo))
    assert job.code == 0, job.log
    assert "The plan did not change." in job.summary


@pytest.mark.parametrize("event", ["pull_request_target", "workflow_run"])
def test_events_with_the_rights_of_the_base_are_refused(repo: Repository, event: str) -> None:
    job = run(repo, opened(repo), GITHUB_EVENT_NAME=event)
    assert job.code == 2
    assert f"awos does not run on {event}" in job.log
    assert not (repo.root.parent / "runner/temp/installed").exists()


def test_a_push_is_checked_as_a_whole(repo: Repository) -> None:
    repo.write(SECOND, naming("ADR-0009"))
    repo.commit()
    job = run(repo, {}, GITHUB_EVENT_NAME="push")
    assert job.code == 1
    assert job.summary.startswith("## awos: 1 warning")


def test_what_is_not_fetched_is_no_pass(repo: Repository, tmp_path: Path) -> None:
    repo.write(SECOND, naming("ADR-0001", title="Name it"))
    repo.commit()
    event = opened(repo)
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(tmp_path / "shallow"))
    job = run(Repository(tmp_path / "shallow"), event)
    assert job.code == 3
    assert "fetch-depth" in job.log
    assert "could not check" in job.summary


@pytest.mark.parametrize(
    "inputs",
    [{"fail-on": "x; touch pwned"}, {"working-directory": "$(touch pwned)"}, {"fail-on": ""}],
)
def test_inputs_are_no_commands(repo: Repository, inputs: dict[str, str]) -> None:
    job = run(repo, opened(repo), inputs)
    assert job.code == 2
    assert not list(repo.root.parent.rglob("pwned"))


HOSTILE = "::error::x ##[error]y <img src=x> [a](http://e.x) ```` @org/team \u202e| `x` closes #2"


def test_a_strangers_text_stays_text(repo: Repository) -> None:
    text = naming("ADR-0009", title=HOSTILE).replace("owners: [ada]", "applies_to: ['**']")
    repo.write(SECOND, text.replace("# not yet", ""))
    repo.write(FIRST, CLEAN[FIRST].replace("Use SQLite", HOSTILE))
    repo.write("context/decisions/0003-`<b>::x.md", naming("ADR-0001", title=HOSTILE))
    repo.commit()
    job = run(repo, opened(repo))
    assert job.code == 1, job.log
    commands = [line for line in job.log.splitlines() if line.lstrip().startswith("::")]
    assert commands
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in commands)
    assert "##[" not in job.log
    assert "\u202e" not in job.summary
    tokens = MarkdownIt("commonmark").enable("table").parse(job.summary)
    inline = [child.type for token in tokens for child in token.children or ()]
    assert not {"link_open", "image"} & set(inline)
    assert "@org" not in job.summary
    # What remains of HTML are the breaks, the code and the empty comments that awos writes itself.
    html = [c.content for t in tokens for c in t.children or () if c.type == "html_inline"]
    assert set(html) <= {"<br>", "<!-- -->", "<code>", "</code>"}
    assert not [token for token in tokens if token.type == "html_block"]
    assert [token.info for token in tokens if token.type == "fence"] in ([], ["mermaid"])


# Reviews.


def approved(repo: Repository) -> None:
    """Let a pull request hold a decision with Grace's approval on record."""
    assert awos(repo.root, "approve", "ADR-0001", "--as", GRACE, "--yes").code == 0
    repo.commit()


def review(by: str, commit: str, state: str = "APPROVED", kind: str = "User") -> dict[str, object]:
    return {"user": {"login": by, "type": kind}, "state": state, "commit_id": commit}


def reviewed(repo: Repository, event: object, *reviews: object, name: str = "pull_request") -> str:
    """Run the action with a token; return its summary."""
    own = {"author": {"login": "grace"}, "commit": {"author": {"email": "grace@example.org"}}}
    # What somebody wrote into a commit proves nothing while the platform names somebody else.
    other = {"author": {"login": "eve"}, "commit": {"author": {"email": "grace@example.org"}}}
    answers: dict[str, object] = {
        "/repos/acme/books/pulls/7/reviews": list(reviews),
        "/repos/acme/books/commits": [own, other],
    }
    with api(answers, TOKEN) as address:
        job = run(repo, event, {"token": TOKEN}, GITHUB_API_URL=address, GITHUB_EVENT_NAME=name)
    assert job.code == 0, job.log
    return job.summary


def test_a_review_of_the_text_is_the_highest_level(repo: Repository) -> None:
    approved(repo)
    head = repo.git("rev-parse", "side")
    event = opened(repo)
    summary = reviewed(repo, event, review("grace", head))
    assert "(valid, reviewed)" in summary
    # A review starts a run of its own, where the workflow asks for that.
    assert reviewed(repo, event, review("grace", head), name="pull_request_review") == summary
    assert "reviewed)" not in run(repo, event).summary


def test_a_review_counts_as_long_as_the_text_is_the_same(repo: Repository) -> None:
    approved(repo)
    head = repo.git("rev-parse", "side")
    repo.write("notes.md", "A note.\n")
    repo.commit()
    assert "(valid, reviewed)" in reviewed(repo, opened(repo), review("grace", head))


def test_a_review_of_another_text_does_not_count(repo: Repository) -> None:
    repo.write(FIRST, CLEAN[FIRST] + "\nThe file is copied every night.\n")
    before = repo.commit()
    repo.write(FIRST, CLEAN[FIRST] + "\nThe file is never copied.\n")
    approved(repo)
    assert "reviewed)" not in reviewed(repo, opened(repo), review("grace", before))


@pytest.mark.parametrize(
    "made",
    [
        lambda head: [review("grace", head), review("grace", head, "CHANGES_REQUESTED")],
        lambda head: [review("grace", head, "DISMISSED")],
        lambda head: [review("grace", head, "COMMENTED")],
        lambda head: [review("grace", head, kind="Bot")],
        lambda head: [review("bob", head)],
        lambda head: [review("grace[bot]", head)],
        lambda head: [{"user": None, "state": "APPROVED", "commit_id": head}],
        lambda head: [review("grace", "HEAD")],
        lambda head: ["grace"],
    ],
    ids=["taken back", "dismissed", "comment", "bot", "other", "app", "ghost", "no hash", "text"],
)
def test_what_is_no_approval_by_the_approver_does_not_count(repo: Repository, made: object) -> None:
    approved(repo)
    head = repo.git("rev-parse", "side")
    assert callable(made)
    assert "reviewed)" not in reviewed(repo, opened(repo), *made(head))


def test_a_comment_does_not_take_an_approval_back(repo: Repository) -> None:
    approved(repo)
    head = repo.git("rev-parse", "side")
    comment = review("grace", head, "COMMENTED")
    assert "(valid, reviewed)" in reviewed(repo, opened(repo), review("grace", head), comment)


def test_nobody_reviews_the_own_request(repo: Repository) -> None:
    approved(repo)
    head = repo.git("rev-parse", "side")
    assert "reviewed)" not in reviewed(repo, opened(repo, author="grace"), review("grace", head))


def test_a_document_that_the_request_leaves_alone_was_not_reviewed(repo: Repository) -> None:
    approved(repo)
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "--ff-only", "side")
    repo.git("switch", "-q", "side")
    repo.write("notes.md", "A note.\n")
    head = repo.commit()
    event = opened(repo)
    reviewed(repo, event, review("grace", head))
    evidence = repo.root.parent / "runner/temp/awos-lint/reports/evidence.json"
    assert json.loads(evidence.read_text())["reviews"] == {}


@pytest.mark.parametrize("answer", [500, 302, {"message": "no"}])
def test_an_api_that_fails_leaves_reviews_unknown(repo: Repository, answer: object) -> None:
    approved(repo)
    event = opened(repo)
    with api({"/repos/acme/books/pulls/7/reviews": answer}, TOKEN) as address:
        job = run(repo, event, {"token": TOKEN}, GITHUB_API_URL=address)
    assert job.code == 0, job.log
    assert "reviews are not all known" in job.log
    assert "reviewed)" not in job.summary
    evidence = repo.root.parent / "runner/temp/awos-lint/reports/evidence.json"
    assert json.loads(evidence.read_text())["unknown"]["reviews"]


def test_the_token_goes_nowhere_without_encryption(repo: Repository) -> None:
    approved(repo)
    job = run(repo, opened(repo), {"token": TOKEN}, GITHUB_API_URL="http://api.example.org")
    assert "must begin with https://" in job.log
    assert TOKEN not in job.log


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1, "reviews": {"a": "b"}}', "\xff"])
def test_a_file_that_is_no_evidence_is_wrong_use(repo: Repository, text: str) -> None:
    repo.write("evidence.json", text.encode("latin-1"))
    for command in ("check", "summary"):
        done = awos(repo.root, command, "--evidence", "evidence.json")
        assert done.code == 2
        assert "evidence.json: it cannot be read as evidence" in done.err


def test_reviews_need_a_token_and_a_pull_request(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWOS_GITHUB_TOKEN", raising=False)
    monkeypatch.delenv("GITHUB_EVENT_NAME", raising=False)
    assert "holds no token" in awos(repo.root, "reviews").err
    monkeypatch.setenv("AWOS_GITHUB_TOKEN", TOKEN)
    done = awos(repo.root, "reviews")
    assert (done.code, TOKEN in done.err) == (2, False)
    assert "this run is about none" in done.err
