"""What a run of ``awos check`` says, where it says it, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from awos_lint.core.commands import COMMANDS
from tests.support.command import (
    CLEAN,
    DANGLING,
    DECISION,
    FIRST,
    SECOND,
    TWICE,
    Ran,
    awos,
    lay,
    naming,
)
from tests.support.repositories import Repository, isolate

MESSAGE = "ADR-0002 names `ADR-0001` in `depends_on`, but no decision has this id"


@pytest.fixture(autouse=True)
def _isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


# Exit codes.


def test_clean_is_0(tmp_path: Path) -> None:
    assert awos(lay(tmp_path, CLEAN), "check") == Ran(0, "No findings in 2 documents.\n", "")


def test_findings_are_1_and_go_to_standard_output(tmp_path: Path) -> None:
    ran = awos(lay(tmp_path, DANGLING), "check", "--format", "concise")
    assert ran.code == 1
    assert ran.out == (
        f"{SECOND}:3:14: warning[reference-dangling] {MESSAGE}\n1 warning in 1 document.\n"
    )
    assert ran.err == ""


def test_notices_alone_are_0(tmp_path: Path) -> None:
    settings = {"awos.toml": 'severity = { reference-dangling = "notice" }\n'}
    ran = awos(lay(tmp_path, {**DANGLING, **settings}), "check")
    assert ran.code == 0
    assert "notice[reference-dangling]" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--select", "nothing-like-it"],
        ["check", "--format", "prose"],
        ["check", "--no-such-option"],
        ["check", "--staged", "--at", "HEAD"],
        ["check", "--staged"],
        ["check", "missing.md"],
        ["check", "../elsewhere.md"],
        ["check", "--config", "missing.toml"],
        ["check", "--baseline", "missing.json"],
        ["check", "--write-baseline"],
        ["check", "--write-baseline", "--baseline", "b.json", FIRST],
        ["check", "--write-baseline", "--baseline", "b.json", "--fix"],
        ["check", "--output", "no/such/folder.json"],
        ["rule", "nothing-like-it"],
        ["graph", "--around", "SPEC-999"],
        ["schema", "poem"],
        ["nothing-like-it"],
    ],
)
def test_wrong_use_is_2_with_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    ran = awos(lay(tmp_path, CLEAN), *arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("select = [", "awos.toml: not valid TOML: "),
        ("number = " + "9" * 5000, "awos.toml: not valid TOML: "),
        ("selct = []", "awos.toml: selct: unknown key, did you mean `select`?"),
        ("documents = 3", "awos.toml: documents: "),
        ('extends = ["base.toml"]', "base.toml: it does not exist"),
        ('extends = ["../base.toml"]', "../base.toml: it is not a path inside the repository"),
        ('extends = ["awos.toml"]', "extends leads in a circle: awos.toml → awos.toml"),
        ('select = ["refrence"]', "awos.toml: select: no rule or family is called `refrence`"),
        ("[rules.task-too-many-files]\nmaximum = 3", "awos.toml: rules.task-too-many-files."),
        ('[kinds.adr]\nschema = "none.json"', "none.json: it does not exist"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_2(tmp_path: Path, text: str, said: str) -> None:
    ran = awos(lay(tmp_path, {**CLEAN, "awos.toml": text}), "check")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"awos: {said}")


def test_a_configuration_behind_a_link_is_not_passed_over(tmp_path: Path) -> None:
    lay(tmp_path, {**DANGLING, "shared.toml": 'ignore = ["all"]\n'})
    (tmp_path / "awos.toml").symlink_to("shared.toml")
    ran = awos(tmp_path, "check")
    assert ran.code == 2
    assert "awos.toml: it is a symbolic link" in ran.err


def test_nothing_to_check_is_3(tmp_path: Path) -> None:
    ran = awos(tmp_path, "check")
    assert ran.code == 3
    assert ran.err == (
        "awos: not checked: context: no documents found; run `awos init`,"
        " or set `documents` in awos.toml\n"
    )
    assert ran.out == "No findings in 0 documents (1 not checked).\n"


def test_what_could_not_be_read_is_3_and_wins_over_findings(tmp_path: Path) -> None:
    large = {FIRST: DECISION + "x" * 524_288, SECOND: naming("ADR-0007")}
    ran = awos(lay(tmp_path, large), "check")
    assert ran.code == 3
    assert f"awos: not checked: {FIRST}: it has more than 524288 bytes" in ran.err
    assert "reference-dangling" in ran.out


def test_a_folder_of_documents_that_lies_behind_a_link_is_3(tmp_path: Path) -> None:
    lay(tmp_path, CLEAN)
    lay(tmp_path / "elsewhere", {"001-pay/spec.md": "# Pay\n"})
    (tmp_path / "context/specs").symlink_to(tmp_path / "elsewhere")
    ran = awos(tmp_path, "check")
    assert ran.code == 3
    assert "not checked: context/specs: it is a symbolic link" in ran.err
    lay(tmp_path, {"awos.toml": 'exclude = ["context/specs"]\n'})
    assert awos(tmp_path, "check").code == 0
    # A picture is no document, and neither is a text that no layout claims.
    (tmp_path / "context/logo.png").symlink_to("nowhere.png")
    (tmp_path / "context/notes.md").symlink_to("nowhere.md")
    (tmp_path / "elsewhere-too").symlink_to("elsewhere")
    assert awos(tmp_path, "check").code == 0


def test_documents_in_a_submodule_are_3(tmp_path: Path) -> None:
    inner = Repository.create(tmp_path / "inner")
    inner.commit(a="# A\n")
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, CLEAN)
    options = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add")
    repo.git(*options, str(inner.root), "context/specs")
    assert "not checked: context/specs: it is a submodule" in awos(repo.root, "check").err
    repo.git(*options, str(inner.root), "vendor/lib")
    ran = awos(repo.root, "check", "--staged")
    assert ran.code == 3
    assert "vendor" not in ran.err


def test_more_documents_than_allowed_is_3(tmp_path: Path) -> None:
    ran = awos(lay(tmp_path, {**CLEAN, "awos.toml": "limits = { documents = 1 }\n"}), "check")
    assert ran.code == 3
    assert "1 of 2 Markdown files were not read; `limits.documents` sets the limit" in ran.err


def test_a_revision_that_does_not_exist_is_2(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    ran = awos(repo.root, "check", "--at", "v9")
    assert ran.code == 2
    assert "revision 'v9' names no commit here" in ran.err


def test_a_repository_that_git_cannot_read_is_3(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    repo.write(".git/index", b"DIRC" + bytes(100))
    ran = awos(repo.root, "check", "--staged")
    assert ran.code == 3
    assert ran.err.startswith("awos: git ")


def test_a_bug_is_4_with_a_log_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("awos_lint.cli.check.run_check", lambda *_: 1 // 0)
    ran = awos(lay(tmp_path, CLEAN), "check")
    (log,) = tmp_path.glob("awos-*.log")
    assert ran.code == 4
    assert ran.err == (
        f"awos: this is a bug in awos (ZeroDivisionError); the log is {log}, please report it\n"
    )
    assert "Traceback" in log.read_text()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    ran = awos(tmp_path, "check")
    assert (ran.code, ran.err.count("\n")) == (4, 1)


@pytest.mark.parametrize("raised", [KeyboardInterrupt, EOFError])
def test_an_interruption_is_130(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
) -> None:
    def interrupted(*_: object) -> int:
        raise raised

    monkeypatch.setattr("awos_lint.cli.check.run_check", interrupted)
    ran = awos(tmp_path, "check")
    assert (ran.code, ran.out, ran.err.strip()) == (130, "", "")


def test_exit_zero_forgives_findings_and_nothing_else(tmp_path: Path) -> None:
    assert awos(lay(tmp_path, DANGLING), "check", "--exit-zero").code == 0
    assert awos(tmp_path / "context/decisions", "check", "--exit-zero").code == 3
    assert awos(tmp_path, "check", "--exit-zero", "--select", "x").code == 2


# What is printed where.


def test_quiet_prints_findings_and_nothing_else(tmp_path: Path) -> None:
    lay(tmp_path, CLEAN)
    assert awos(tmp_path, "check", "-q") == Ran(0, "", "")
    lay(tmp_path, DANGLING)
    (tmp_path / FIRST).unlink()
    for form, between in {"full": "\n", "concise": ""}.items():
        loud = awos(tmp_path, "check", "--format", form).out
        quiet = awos(tmp_path, "check", "--format", form, "--quiet").out
        assert loud == f"{quiet}{between}1 warning in 1 document.\n"
    machine = [awos(tmp_path, "check", "--format", "json", *q).out for q in ([], ["-q"])]
    assert machine[0] == machine[1]


def test_quiet_still_says_what_was_not_checked(tmp_path: Path) -> None:
    assert "not checked" in awos(tmp_path, "check", "-q").err


def test_statistics_count_the_findings_of_each_rule(tmp_path: Path) -> None:
    files = {**DANGLING, "context/decisions/0003-c.md": naming("ADR-0002", "ADR-0002", title="C")}
    ran = awos(
        lay(tmp_path, {**files, FIRST: naming("ADR-0009", title="A")}), "check", "--statistics"
    )
    assert ran.code == 1
    rows = [line.split() for line in ran.out.splitlines()]
    assert rows == [["1", "reference-dangling"], ["1", "reference-repeated"]]


def test_a_suggestion_for_what_was_mistyped(tmp_path: Path) -> None:
    lay(tmp_path, CLEAN)
    for arguments, said in [
        (["chekc"], "did you mean `check`?"),
        (["check", "--selct", "all"], "--select"),
        (["check", "--select", "refernce"], "did you mean `reference`?"),
        (["check", "--ignore", "reference-danglin"], "did you mean `reference-dangling`?"),
        (["rule", "reference-danglin"], "did you mean `reference-dangling`?"),
        (["graph", "--around", "ADR-001"], "did you mean ADR-0001?"),
    ]:
        ran = awos(tmp_path, *arguments)
        assert ran.code == 2
        assert said in ran.err, ran.err


def test_every_command_has_help_without_a_repository(tmp_path: Path) -> None:
    for name in COMMANDS:
        ran = awos(tmp_path, name, "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"Usage: awos {name}")


# Trees.


def test_staged_and_at_read_what_git_holds(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, CLEAN)
    repo.commit()
    (repo.root / FIRST).unlink()
    assert awos(repo.root, "check").code == 1
    assert awos(repo.root, "check", "--staged").code == 0
    repo.git("add", "-A")
    assert awos(repo.root, "check", "--staged").code == 1
    assert awos(repo.root, "check", "--at", "HEAD").code == 0


@pytest.mark.parametrize("option", ["--fix", "--watch", "--write-baseline"])
def test_what_git_holds_is_not_written(tmp_path: Path, option: str) -> None:
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, TWICE)
    repo.commit()
    for tree in (["--staged"], ["--at", "HEAD"]):
        ran = awos(repo.root, "check", option, *tree)
        assert ran.code == 2
        assert "on the work tree only" in ran.err
    assert repo.git("status", "--porcelain") == ""


def test_documents_that_git_ignores_are_not_judged(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, {**CLEAN, ".gitignore": "*-draft.md\n"})
    path = "context/decisions/0003-a-draft.md"
    lay(repo.root, {path: naming("ADR-0099")})
    assert awos(repo.root, "check").code == 0
    ran = awos(repo.root, "check", path)
    assert ran.code == 2
    assert "is on the disk, but not in what git lists here" in ran.err


# Paths filter what is reported, never what is read.


def test_a_path_filters_the_report_not_the_input(tmp_path: Path) -> None:
    third = "context/decisions/0003-copy-it.md"
    files = {**CLEAN, third: naming("ADR-0002", "ADR-0009", title="Copy it")}
    lay(tmp_path, files)
    # Read alone, the second would name something that is not there.
    assert awos(tmp_path, "check", SECOND).code == 0
    assert awos(tmp_path, "check", third).code == 1
    assert awos(tmp_path, "check", "context/decisions").code == 1
    assert awos(tmp_path, "check", ".").code == 1


def test_a_path_below_a_folder_is_taken_from_there(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, DANGLING)
    below = repo.root / "context/decisions"
    ran = awos(below, "check", "--format", "json", "0002-name-the-file.md")
    assert [found["path"] for found in json.loads(ran.out)["findings"]] == [SECOND]
    assert awos(below, "check", str(repo.root / SECOND)).code == 1
    (tmp_path / "link").symlink_to(tmp_path / "repo")
    assert awos(below, "check", str(tmp_path / "link" / SECOND)).code == 1


def test_a_finding_is_reported_for_a_file_that_it_points_at_from_another(tmp_path: Path) -> None:
    lay(tmp_path, {FIRST: naming("ADR-0002", title="Use SQLite"), SECOND: naming("ADR-0001")})
    circle = ["check", "--select", "reference-cycle", "--format", "json"]
    (found,) = json.loads(awos(tmp_path, *circle).out)["findings"]
    assert {found["path"], *(other["path"] for other in found["related"])} == {FIRST, SECOND}
    for path in (FIRST, SECOND):
        assert json.loads(awos(tmp_path, *circle, path).out)["findings"] == [found]


# The configuration that applies.


def test_config_says_which_file_won(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    lay(
        repo.root,
        {
            "base.toml": 'ignore = ["task"]\nselect = ["reference"]\n',
            "awos.toml": 'extends = ["base.toml"]\nselect = ["document"]\n',
            "pyproject.toml": '[tool.awos]\nselect = ["adr"]\n',
            "below/pyproject.toml": "[tool.other]\n",
            "deep/pyproject.toml": '[tool.awos]\ndocuments = "papers"\n',
        },
    )
    ran = awos(repo.root, "config")
    assert ran.out.splitlines()[0] == "# awos.toml"
    assert 'select = ["document"]  # awos.toml\n' in ran.out
    assert 'ignore = ["task"]  # base.toml\n' in ran.out
    assert "severity = {}  # default\n" in ran.out
    assert awos(repo.root / "below", "config").out == ran.out
    deep = json.loads(awos(repo.root / "deep", "config", "--format", "json").out)
    assert deep["file"] == "deep/pyproject.toml"
    assert deep["values"]["documents"] == "deep/papers"
    named = awos(repo.root / "deep", "config", "--config", "../base.toml").out
    assert named.startswith("# base.toml\n")


def test_config_prints_what_only_toml_knows(tmp_path: Path) -> None:
    lay(tmp_path, {"awos.toml": "[rules.x]\nsince = 2024-01-01\nmost = inf\n"})
    ran = awos(tmp_path, "config", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["values"]["rules"]["x"]["since"] == "2024-01-01"


def test_a_configuration_that_was_named_needs_a_table(tmp_path: Path) -> None:
    lay(tmp_path, {**CLEAN, "pyproject.toml": "[tool.other]\n"})
    ran = awos(tmp_path, "check", "--config", "pyproject.toml")
    assert ran.code == 2
    assert "pyproject.toml: it has no [tool.awos]" in ran.err


def test_a_path_as_it_is_printed_is_known_in_every_folder(tmp_path: Path) -> None:
    repo = Repository.create(tmp_path / "repo")
    lay(repo.root, {**CLEAN, "src/deep/a.py": "1\n", "src/deep/context/b.md": "2\n"})
    deep = repo.root / "src/deep"
    assert awos(deep, "check", SECOND).code == 0
    assert awos(deep, "trace", SECOND).out.startswith(f"{SECOND}\n")
    assert awos(deep, "trace", "a.py").out == awos(repo.root, "trace", "src/deep/a.py").out
    # What stands beside somebody is meant first.
    assert awos(deep, "trace", "context/b.md").out.startswith("src/deep/context/b.md\n")
    assert "nope.md does not exist" in awos(deep, "check", "nope.md").err
