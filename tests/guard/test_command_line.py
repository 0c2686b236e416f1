"""What a command line starts and writes, and where the reading of it ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.commands import COMMANDS
from awos_lint.guard.call import Call
from awos_lint.guard.command_line import UNKNOWN, Command, read_commands
from awos_lint.guard.effects import find_effects
from awos_lint.guard.forbidden_commands import PEOPLE
from tests.whole.test_generated import help_of

APPROVALS = [
    "awos approve SPEC-003",
    "awos revoke SPEC-003",
    "awos ack SPEC-003 --reason x",
    "awos adr review ADR-0001",
    "awos -C . --color never approve SPEC-003",
    "awos --color=never approve SPEC-003",
    "awos-lint approve SPEC-003",
    "/usr/local/bin/awos approve SPEC-003",
    ".venv/bin/awos approve SPEC-003",
    "awos.exe approve SPEC-003",
    "uvx awos-lint approve SPEC-003",
    "uvx awos-lint@1.0 approve SPEC-003",
    "uvx --from awos-lint awos approve SPEC-003",
    "uvx --from 'awos-lint==1.0' --python 3.12 awos approve SPEC-003",
    "uv run awos approve SPEC-003",
    "uv tool run --from awos-lint awos approve SPEC-003",
    "pipx run --spec awos-lint awos approve SPEC-003",
    "poetry run awos approve SPEC-003",
    "python -m awos_lint approve SPEC-003",
    "python3.12 -P -m awos_lint approve SPEC-003",
    "python .venv/bin/awos approve SPEC-003",
    "git add . && awos approve SPEC-003",
    "git add .;awos approve SPEC-003",
    "true || awos approve SPEC-003",
    "sleep 1 & awos approve SPEC-003",
    "ls\nawos approve SPEC-003",
    "cd docs && awos approve SPEC-003",
    'cd "$FOLDER" && awos approve SPEC-003',
    "yes | awos approve SPEC-003",
    "AWOS_FORMAT=json awos approve SPEC-003",
    "env A=1 awos approve SPEC-003",
    "sudo awos approve SPEC-003",
    "time nohup nice -n 5 awos approve SPEC-003",
    "timeout -k 1 5 awos approve SPEC-003",
    "echo SPEC-003 | xargs -n 1 awos approve",
    "! awos approve SPEC-003",
    "aw''os appr\"ov\"e SPEC-003",
    "awos \\\n  approve SPEC-003",
    "awos approve SPEC-003 # is fine",
    "awos approve SPEC-003 > /dev/null 2>&1",
    ">/dev/null awos approve SPEC-003",
    'awos approve "$ID"',
    'awos approve "$(cat id)"',
    "cat <<'EOF' > notes.txt\nsome notes\nEOF\nawos approve SPEC-003",
    "awos check --write-baseline",
    "awos approve MISSION --yes --as Ada --reason --help",
    "awos adr review ADR-0001 --help",
]

WITHOUT_HOOKS = [
    "git commit --no-verify -m x",
    "git commit -n -m x",
    "git commit -nm x",
    "git commit -anm x",
    "git -C . commit -m x -n",
    "git -c user.name=x commit --no-verify",
    "git commit --no-verify -m \"$(cat <<'EOF'\nx\nEOF\n)\"",
    "git push --no-verify",
    "git merge --no-verify main",
    "git am --no-verify x.patch",
    "git rebase --no-verify main",
    "git pull --no-verify",
    "git config core.hooksPath /dev/null",
    "git config --local core.hookspath x",
    "git config --unset core.hooksPath",
    "git config set core.hooksPath x",
    "git -c core.hooksPath=/dev/null commit -m x",
    "SKIP=awos git commit -m x",
    "env SKIP=ruff,awos-push git push",
    "export SKIP=awos; git commit -m x",
    "pre-commit uninstall",
    "uvx pre-commit uninstall -t pre-push",
    "ls && git commit -m 'a b' --no-verify",
]

# Nothing of this is read, so all of it is let go; what it does is found at the end and in the step.
UNREAD = [
    "echo $(awos approve SPEC-003)",
    "echo `awos approve SPEC-003`",
    "cat <(awos approve SPEC-003)",
    "(awos approve SPEC-003)",
    "{ awos approve SPEC-003; }",
    "if true; then awos approve SPEC-003; fi",
    "for x in a b; do awos approve $x; done",
    "while :; do awos approve x; break; done",
    "case x in x) awos approve SPEC-003;; esac",
    "f() { awos approve SPEC-003; }; f",
    "function f { awos approve SPEC-003; }; f",
    "[[ -f x ]] && awos approve SPEC-003",
    "sh -c 'awos approve SPEC-003'",
    "eval 'awos approve SPEC-003'",
    "bash <<'EOF'\nawos approve SPEC-003\nEOF",
    "python -c \"import os; os.system('awos approve SPEC-003')\"",
    "A=approve; awos $A SPEC-003",
    "{awos,approve,SPEC-003}",
    "echo x > $(echo src)/x.py",
    "sh -c 'echo x > src/x.py'",
    "for f in src/*.py; do echo x > $f; done",
    "echo x > src/{a,b}.py",
    'echo x > "$FOLDER/x.py"',
    'cd "$FOLDER" && echo x > x.py',
    "git diff | git apply",
    "find src -name x.py -delete",
    "find src -name x.py -exec rm {} +",
]

INNOCENT = [
    'echo "awos approve SPEC-003"',
    "echo awos approve",
    "grep -rn 'awos approve' docs",
    "rg awos approve",
    "awos approvals",
    "awos check",
    "awos upgrade --dry-run",
    "awos approve --help",
    "awos approve -h",
    "awos adr review --help",
    "awos -C . ack --help",
    "awos init --help",
    "awos rule approval-void",
    "awos adr new 'Review the API'",
    "git log --grep approve -n 3",
    "git push -n",
    "git merge -n main",
    "git commit -m 'run awos approve later'",
    "git commit -m '-n'",
    "git commit -am -n",
    "git commit -m x -- -n",
    "git commit -uno -m x",
    "git commit --no-edit --amend",
    "git config core.hooksPath",
    "git config --get core.hooksPath",
    "git config user.name ada",
    "git pull --no-verify-signatures",
    "SKIP=ruff git commit -m x",
    "echo SKIP=awos",
    "git commit -m \"$(cat <<'EOF'\nTell how `awos approve` works (it's a word)\nEOF\n)\"",
    "cat <<'EOF'\nawos approve SPEC-003\nEOF",
    "cat <<-EOF\n\tawos approve SPEC-003\n\tEOF",
    "python -m pytest -k approve",
    "python3 -c 'print(\"awos needs approve\")'",
    "node build.js --for 'awos approve'",
    "cat docs/how-to/approve.md # awos approve",
    "ls approve awos",
    "pip install awos-lint",
    "",
    "((",
    "'",
    "<<",
    "a=b",
]


def refused(command: str) -> str:
    return find_effects(Call(scripts=(command,))).refused


def written(command: str) -> set[str]:
    """Return what a command names that it writes, and what it puts into such a folder."""
    writes = find_effects(Call(scripts=(command,))).writes
    return {path for w in writes for path in (w.edit.path, *(f"+{name}" for name in w.names))}


@pytest.mark.parametrize("command", ["awos init --yes", "uvx awos-lint upgrade"])
def test_no_agent_installs_its_own_hooks(command: str) -> None:
    assert "it writes the hooks that judge what you do" in refused(command)


@pytest.mark.parametrize("command", APPROVALS)
def test_no_agent_gives_a_persons_word(command: str) -> None:
    assert "only a person gives their word" in refused(command)


@pytest.mark.parametrize("command", WITHOUT_HOOKS)
def test_no_agent_goes_around_the_hooks_of_git(command: str) -> None:
    assert "the hooks of git" in refused(command)


@pytest.mark.parametrize("command", INNOCENT)
def test_what_only_looks_like_it_passes(command: str) -> None:
    assert refused(command) == ""


@pytest.mark.parametrize("command", UNREAD)
def test_what_is_not_read_is_let_go(command: str) -> None:
    found = find_effects(Call(scripts=(command,)))
    assert (found.refused, found.writes) == ("", ())


def test_the_words_of_people_are_commands() -> None:
    for command in PEOPLE:
        assert command[0] in COMMANDS
        assert help_of(*command)


def test_what_stands_before_the_end_of_the_reading_is_read() -> None:
    assert refused("awos approve X && echo $(date)")
    assert written("echo x > src/x.py; for a in b; do c; done") == {"src/x.py"}


def test_a_command_line_is_read_into_simple_commands() -> None:
    line = "A=1 sed 's/a b/c/' \"x $y\" < in 2>&1 >> out | tee 'o p' && cd d; ls"
    assert list(read_commands(line)) == [
        Command(("sed", "s/a b/c/", UNKNOWN), ("A=1",), ("out",), "in"),
        Command(("tee", "o p")),
        Command(("cd", "d")),
        Command(("ls",), folder="d"),
    ]


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        ("echo x > src/x.py", {"src/x.py"}),
        ("echo x >> src/x.py", {"src/x.py"}),
        ("echo x >| src/x.py", {"src/x.py"}),
        ("echo x &> src/x.py", {"src/x.py"}),
        ("echo x >& src/x.py", {"src/x.py"}),
        ("echo x 1>'src/x.py' 2>&1", {"src/x.py"}),
        ("> src/x.py", {"src/x.py"}),
        ("cat > src/x.py <<'EOF'\na > b\nEOF", {"src/x.py"}),
        ("cat <<EOF > src/x.py\na\nEOF\necho y > src/y.py", {"src/x.py", "src/y.py"}),
        ("cat <<A <<B > x\n> a\nA\n> b\nB\ntee y", {"x", "y"}),
        ("echo x | tee -a src/x.py | cat", {"src/x.py"}),
        ("echo x | sudo tee src/x.py > /dev/null", {"src/x.py"}),
        ("sed -i 's/a/b/' src/x.py", {"src/x.py"}),
        ('sed -i "s/$OLD/$NEW/" src/x.py', {"src/x.py"}),
        ("sed -i '' 's/a/b/' src/x.py", {"src/x.py"}),
        ("sed -i.bak -e s/a/b/ src/x.py", {"src/x.py"}),
        ("sed -E --in-place=.bak s/a/b/ src/x.py", {"src/x.py"}),
        ("perl -pi -e s/a/b/ src/x.py", {"src/x.py"}),
        ("perl -i -pe s/a/b/ src/x.py", {"src/x.py"}),
        ("perl -MList::Util=first -e 'print' src/x.py", set()),
        ("sed -n 1,3p src/x.py", set()),
        ("cp a.py src/x.py", {"src/x.py", "+a.py"}),
        ("cp -t src a.py", {"src", "+a.py"}),
        ("cp --target-directory=src b/a.py", {"src", "+a.py"}),
        ("cp x", set()),
        ('cp x "$TARGET"', set()),
        ("mv src/x.py lib/y.py", {"src/x.py", "lib/y.py", "+x.py"}),
        ("install -m 644 a.py src/x.py", {"src/x.py", "+a.py"}),
        ("rm -rf src", {"src"}),
        ("rm -- -x src/x.py", {"-x", "src/x.py"}),
        ('rm "$FILE" src/x.py', {"src/x.py"}),
        ("truncate -s 0 src/x.py", {"src/x.py"}),
        ("touch -d yesterday src/x.py", {"src/x.py"}),
        ("chmod u+x src/x.py", {"src/x.py"}),
        ("chmod -x src/x.py", {"src/x.py"}),
        ("ln -s a src/x.py", {"src/x.py", "+a"}),
        ("dd if=a of=src/x.py", {"src/x.py"}),
        ("curl -o src/x.py https://example.org", {"src/x.py"}),
        ("curl -fsSLo src/x.py https://example.org", {"src/x.py"}),
        ("curl --output=src/x.py https://example.org", {"src/x.py"}),
        ("curl -fsSL https://example.org", set()),
        ("wget -qO src/x.py https://example.org", {"src/x.py"}),
        ("git checkout HEAD~1 -- src/x.py", {"src/x.py"}),
        ("git checkout HEAD~1 src/x.py", {"src/x.py"}),
        ("git -C src checkout main -- x.py", {"src/x.py"}),
        ("git checkout -- src/x.py src/y.py", set()),
        ("git checkout -q -- src/x.py", set()),
        ("git checkout src/x.py src/y.py", set()),
        ("git checkout -b src/x main", set()),
        ("git checkout main", set()),
        ("git restore src/x.py", set()),
        ("git restore --source HEAD~1 src/x.py", {"src/x.py"}),
        ("git restore -s HEAD~1 --staged src/x.py", set()),
        ("git rm src/x.py", {"src/x.py"}),
        ("git mv src/x.py src/y.py", {"src/x.py", "src/y.py", "+x.py"}),
        ("git apply fix.patch", {"fix.patch"}),
        ("git apply --index < fix.patch", {"fix.patch"}),
        ("git apply --check fix.patch", set()),
        ("patch -p1 -i fix.patch", {"fix.patch"}),
        ("patch -p1 < fix.patch", {"fix.patch"}),
        ("patch --dry-run -p1 < fix.patch", set()),
        ("cd src && echo x > x.py", {"src/x.py"}),
        ("cd src/ && cd ledgerly; rm x.py", {"src//ledgerly/x.py"}),
        ("cd /tmp && echo x > y", {"/tmp/y"}),
        ("pushd src; touch x.py", {"src/x.py"}),
        ("pushd src; popd; touch x.py", set()),
        ("cat src/x.py | grep a > /dev/null 2>/dev/stderr", set()),
        ("grep -rn '>' src", set()),
        ("python -c 'print(1 > 0)'", set()),
    ],
)
def test_what_a_command_writes(command: str, paths: set[str]) -> None:
    assert written(command) == paths


def test_powershell_is_read_with_its_own_paths() -> None:
    script = "Set-Content -Value 'a b' -Path src\\x.py; Remove-Item .\\y.py; awos approve X"
    assert "only a person" in find_effects(Call(scripts=(script,), posix=False)).refused
    found = find_effects(Call(scripts=(script.rpartition(";")[0],), posix=False))
    assert [write.edit.path for write in found.writes] == ["src/x.py", "./y.py"]


@given(st.text(st.sampled_from("aw os'\"\\$(){}<>|&;`#\n=-"), max_size=200))
def test_any_text_is_read(text: str) -> None:
    find_effects(Call(scripts=(text,)))
    # The last command of a line is seen, unless something before it is not read.
    if not set(text) & set("'\"\\$(){}`<#"):
        assert refused(f"{text}\nawos approve X")


@pytest.mark.parametrize(
    "piece",
    [
        *("$(", "`", "'", '"', "<<a\n", "sh -c '", "(", "a;", "\\", "<(", "{a,", "${", "$a", "a|"),
        *("echo `", "cat <<E;", "env ", "a=$a;", '"$', "\t", "2>", "#", "a ", "{a,b} ", "uvx "),
    ],
)
def test_long_lines_take_no_long_time(piece: str) -> None:
    # Anything worse than linear would not end within the patience of who runs this.
    find_effects(Call(scripts=(piece * (130_000 // len(piece)),)))


def test_what_no_shell_takes_is_let_go() -> None:
    assert refused(f"{'a ' * 1_000_000}; awos approve X") == ""
    assert refused(f"{':;' * 1_000}awos approve X")
