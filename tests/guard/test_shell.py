"""What a command line starts and writes, in all the spellings that a shell allows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.commands import COMMANDS
from awos_lint.guard.call import Call
from awos_lint.guard.intent import intent
from awos_lint.guard.words import PEOPLE
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
    "python3 -Pmawos_lint approve SPEC-003",
    "python3 -W ignore -m awos_lint.__main__ approve SPEC-003",
    "python .venv/bin/awos approve SPEC-003",
    "python -c \"from awos_lint.cli.outer import run; run(['approve', 'SPEC-003'])\"",
    "python - <<'EOF'\nimport subprocess\nsubprocess.run(['awos', 'approve', 'X'])\nEOF",
    "node -e \"require('child_process').execSync('awos approve SPEC-003')\"",
    "git add . && awos approve SPEC-003",
    "git add .;awos approve SPEC-003",
    "true || awos approve SPEC-003",
    "sleep 1 & awos approve SPEC-003",
    "ls\nawos approve SPEC-003",
    "ls | awos approve SPEC-003",
    "yes | awos approve SPEC-003",
    "AWOS_FORMAT=json awos approve SPEC-003",
    "env A=1 -u B awos approve SPEC-003",
    "env -S 'awos approve SPEC-003'",
    "sudo -u ada awos approve SPEC-003",
    "time nohup nice -n 5 awos approve SPEC-003",
    "timeout -k 1 5 awos approve SPEC-003",
    "command awos approve SPEC-003",
    "exec -a x awos approve SPEC-003",
    "echo SPEC-003 | xargs -n 1 awos approve",
    "find . -name x -exec awos approve {} \\;",
    'sh -c "awos approve SPEC-003"',
    "bash -lc 'awos approve SPEC-003'",
    "bash -c 'sh -c \"awos approve SPEC-003\"'",
    "eval 'awos approve SPEC-003'",
    "eval awos approve SPEC-003",
    "alias y='awos approve'; y SPEC-003",
    "trap 'awos approve SPEC-003' EXIT",
    "echo 'awos approve SPEC-003' | sh",
    "printf 'awos approve %s' SPEC-003 | bash -s",
    "bash <<'EOF'\nawos approve SPEC-003\nEOF",
    "cat <<EOF | sh\nawos approve SPEC-003\nEOF",
    "bash <<< 'awos approve SPEC-003'",
    'cat <<EOF\n"$(awos approve SPEC-003)"\nEOF',
    "cat <<EOF\n`awos approve SPEC-003`\nEOF",
    "(awos approve SPEC-003)",
    "{ awos approve SPEC-003; }",
    "if true; then awos approve SPEC-003; fi",
    "for x in a b; do awos approve $x; done",
    "while :; do awos approve x; break; done",
    "case x in x) awos approve SPEC-003;; esac",
    "f() { awos approve SPEC-003; }; f",
    "! awos approve SPEC-003",
    "echo $(awos approve SPEC-003)",
    'echo "$(awos approve SPEC-003)"',
    "echo `awos approve SPEC-003`",
    'echo "x `awos approve SPEC-003` y"',
    "cat <(awos approve SPEC-003)",
    "a=$(awos approve SPEC-003)",
    "aw''os appr\"ov\"e SPEC-003",
    "aw\\os \\approve SPEC-003",
    "$'awos' $'appro\\x76e' SPEC-003",
    "awos \\\n  approve SPEC-003",
    "A=approve; awos $A SPEC-003",
    "A='awos approve'; $A SPEC-003",
    "export A=awos; ${A} approve SPEC-003",
    "awos approve SPEC-003 # is fine",
    "awos approve SPEC-003 > /dev/null 2>&1",
    ">/dev/null awos approve SPEC-003",
    "awos check --write-baseline",
    "cmd /c awos approve SPEC-003",
    "powershell -Command awos approve SPEC-003",
    "awos approve MISSION --yes --as Ada --reason --help",
    "awos approve MISSION --as --help --yes",
    "awos -C --help approve MISSION",
    "awos adr review ADR-0001 --help",
    "$(true)awos ap$(true)prove SPEC-003",
    "{awos,approve,SPEC-003}",
    "{awos,{approve,SPEC-003}}",
    "env -S'awos approve SPEC-003'",
    "env --split-string='awos approve SPEC-003'",
    "env -iS 'awos approve SPEC-003'",
    "env -S awos approve SPEC-003",
    "time -p awos approve SPEC-003",
    "time -p -- awos approve SPEC-003",
    "time { awos approve SPEC-003; }",
    "uv run --env-file .env awos approve SPEC-003",
    "uv run --with-editable . -w rich -m awos_lint approve SPEC-003",
    "uvx -w rich --from awos-lint awos approve SPEC-003",
    "script -c 'awos approve SPEC-003'",
    "script -qc 'awos approve SPEC-003' /dev/null",
    "script --command='awos approve SPEC-003' x",
    "script -q /dev/null awos approve SPEC-003",
    "busybox sh -c 'awos approve SPEC-003'",
    "watch 'awos approve SPEC-003'",
    "watch -n 1 awos approve SPEC-003",
    "flock x -c 'awos approve SPEC-003'",
    "flock x awos approve SPEC-003",
    "function f { awos approve SPEC-003; }; f",
    "function f() { awos approve SPEC-003; }; f",
    "node -p \"require('child_process').execSync('awos approve SPEC-003')\"",
    "node --eval=\"require('child_process').execSync('awos approve SPEC-003')\"",
    "deno eval \"execSync('awos approve SPEC-003')\"",
    "echo approve SPEC-003 | xargs awos",
    "awos ${A:-approve} SPEC-003",
    "${A-awos} approve SPEC-003",
    "aw${A:-}os approve SPEC-003",
    "node <<'EOF'\nrequire('child_process').execFileSync('awos', ['approve', 'X'])\nEOF",
    "perl -we 'system(\"awos approve SPEC-003\")'",
    "perl -we 'exec qw(awos approve SPEC-003)'",
    "python -c 'import os; os.system(\"awos adr review ADR-0001\")'",
    "parallel awos approve ::: SPEC-003",
    "parallel ::: 'awos approve SPEC-003'",
    "echo 'awos approve SPEC-003' | parallel -j 1",
    "gtimeout 5 awos approve SPEC-003",
]

WITHOUT_HOOKS = [
    "git commit --no-verify -m x",
    "git commit -n -m x",
    "git commit -nm x",
    "git commit -anm x",
    "git commit --no-veri -m x",
    "git -C . commit -m x -n",
    "git -c user.name=x commit --no-verify",
    "git push --no-verify",
    "git merge --no-verify main",
    "git am --no-verify x.patch",
    "git rebase --no-verify main",
    "git config core.hooksPath /dev/null",
    "git config --local core.hookspath x",
    "git config --unset core.hooksPath",
    "git config set core.hooksPath x",
    "git -c core.hooksPath=/dev/null commit -m x",
    "git -c CORE.HOOKSPATH=/dev/null commit -m x",
    "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.hooksPath GIT_CONFIG_VALUE_0=x git commit",
    "SKIP=awos git commit -m x",
    "env SKIP=ruff,awos-push git push",
    "export SKIP=awos; git commit -m x",
    "pre-commit uninstall",
    "ls && git commit -m 'a b' --no-verify",
    "git pull --no-verify",
    "git -c alias.x='!awos approve SPEC-003' x",
    "git -c alias.x='commit -n' x -m y",
    "git --config-env=alias.x=A x",
    "git config alias.x 'commit -n'",
    "git -c include.path=/tmp/x commit -m y",
    "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=alias.x GIT_CONFIG_VALUE_0='commit -n' git x",
    "pre-commit uninstall -t pre-push",
    "pre-commit -c x uninstall",
    "python -m pre_commit uninstall",
    "uvx pre-commit uninstall",
]

INNOCENT = [
    'echo "awos approve SPEC-003"',
    "echo awos approve",
    "grep approve README.md",
    "grep -rn 'awos approve' docs",
    "rg awos approve",
    "timeout 5 grep -r awos approve .",
    "awos approvals",
    "awos check",
    "awos upgrade --dry-run",
    "awos doctor",
    "awos approve --help",
    "awos approve -h",
    "awos adr review --help",
    "awos -C . ack --help",
    "awos init --help",
    "awos rule approval-void",
    "awos adr new 'Review the API'",
    "awos adr supersede ADR-0001 ADR-0002",
    "awos next task",
    "awos context SPEC-003/T-02",
    "awos task start SPEC-003/T-02",
    "git log -n 3",
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
    "git config --get alias.x",
    "git config alias.x",
    "git pull -n",
    "git pull --no-verify-signatures",
    "pre-commit run --all-files",
    "time ls",
    "watch -n 1 git status",
    "function f { ls; }; f approve",
    "docker run -v $(pwd):/app awos check",
    "echo {awos,approve}",
    "ls '{awos,approve}'",
    "SKIP=ruff git commit -m x",
    "git commit -m \"$(cat <<'EOF'\nTell how `awos approve` works (it's a word)\nEOF\n)\"",
    "cat <<'EOF'\nawos approve SPEC-003\nEOF",
    "cat <<'EOF'\n$(awos approve SPEC-003)\nEOF",
    "python -m pytest -k approve",
    "python -c 'print(1)'",
    "python3 -c 'print(\"awos needs approve\")'",
    "python3 -c 'import awos_lint; print(awos_lint.approvals.transitions)'",
    "node -p '\"awos asks people to approve\"'",
    "node build.js --for 'awos approve'",
    "perl -ne 'print if /approve/' docs/awos.md",
    "cat docs/how-to/approve.md # awos approve",
    "ls approve awos",
    "man awos",
    "which awos",
    "pip install awos-lint",
    "uv add awos-lint",
    "",
    "((",
    "'",
    "<<",
    "a=b",
]


def refused(command: str) -> str:
    return intent(Call(scripts=(command,))).refused


def written(command: str) -> set[str]:
    return {write.edit.path for write in intent(Call(scripts=(command,))).writes}


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


def test_the_words_of_people_are_commands() -> None:
    for command in PEOPLE:
        assert command[0] in COMMANDS
        assert help_of(*command)


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
        ("{ echo x; } > src/x.py", {"src/x.py"}),
        ("(echo x) > src/x.py", {"src/x.py"}),
        ("cat > src/x.py <<'EOF'\na > b\nEOF", {"src/x.py"}),
        ("cat <<EOF > src/x.py\na\nEOF\necho y > src/y.py", {"src/x.py", "src/y.py"}),
        ("echo x | tee -a src/x.py | cat", {"src/x.py"}),
        ("echo x | sudo tee src/x.py > /dev/null", {"src/x.py"}),
        ("sh -c 'echo x > src/x.py'", {"src/x.py"}),
        ("echo $(echo x > src/x.py)", {"src/x.py"}),
        ("F=src/x.py; echo x > $F", {"src/x.py"}),
        ("sed -i 's/a/b/' src/x.py", {"s/a/b/", "src/x.py"}),
        ("sed -i.bak -e s/a/b/ src/x.py", {"s/a/b/", "src/x.py"}),
        ("sed -E --in-place=.bak s/a/b/ src/x.py", {"s/a/b/", "src/x.py"}),
        ("perl -pi -e s/a/b/ src/x.py", {"s/a/b/", "src/x.py"}),
        ("sed -n 1,3p src/x.py", set()),
        ("cp a.py src/x.py", {"src/x.py", "src/x.py/a.py"}),
        ("cp -t src a.py", {"src", "src/src", "src/a.py"}),
        ("cp --target-directory=src b/a.py", {"src", "src/a.py"}),
        ("mv src/x.py lib/y.py", {"src/x.py", "lib/y.py", "lib/y.py/x.py"}),
        ("install -m 644 a.py src/x.py", {"src/x.py", "src/x.py/644", "src/x.py/a.py"}),
        ("rm -rf src", {"src"}),
        ("rm -- -x src/x.py", {"-x", "src/x.py"}),
        ("truncate -s 0 src/x.py", {"0", "src/x.py"}),
        ("touch src/x.py", {"src/x.py"}),
        ("ln -s a src/x.py", {"src/x.py", "src/x.py/a"}),
        ("dd if=a of=src/x.py", {"src/x.py"}),
        ("curl -o src/x.py https://example.org", {"src/x.py"}),
        ("git checkout HEAD~1 -- src/x.py", {"HEAD~1", "src/x.py"}),
        ("git -C src checkout x.py", {"src/x.py"}),
        ("git restore src/x.py", {"src/x.py"}),
        ("git restore --staged src/x.py", set()),
        ("git rm src/x.py", {"src/x.py"}),
        ("git apply <<'EOF'\n--- a/src/x.py\n+++ b/src/x.py\n@@ -1 +1 @@\nEOF", {"src/x.py"}),
        ("git apply fix.patch", {"fix.patch"}),
        ("git apply --index < fix.patch", {"fix.patch"}),
        ("patch -p1 -i fix.patch", {"fix.patch"}),
        (
            "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: src/x.py\n+a\n*** End Patch\nEOF",
            {"src/x.py"},
        ),
        ("cd src && echo x > x.py", {"src/x.py"}),
        ("cd src/ && cd ledgerly; rm x.py", {"src//ledgerly/x.py"}),
        ("(cd /tmp && ls); echo x > src/x.py", {"src/x.py"}),
        ("cd /tmp && echo x > y", {"/tmp/y"}),
        ("pushd src; touch x.py", {"src/x.py"}),
        ("chmod -x src/x.py", {"src/x.py"}),
        ("find src -name x.py -delete", {"src/**/x.py"}),
        ("find src ! -name x.py -delete", {"src"}),
        ("find . -not -path './a/*' -path './src/*' -delete", {"./src/*"}),
        ("find src -name 'x*' -print0 | xargs -0 rm", {"src/**/x*"}),
        ("echo src/x.py | xargs rm -f", {"src/x.py"}),
        ("echo x > ${A:-/tmp}/x.py", {"/tmp/x.py"}),
        ("find src lib -type f -delete", {"src", "lib"}),
        ("find -L src -iname 'x*' -print", set()),
        ("find . -name '*.pyc' -exec rm {} +", {"./**/*.pyc"}),
        ("find src -exec rm -f {} \\;", {"src"}),
        ("find -name x.py -exec sh -c 'rm {}' \\; -exec touch y \\;", {"./**/x.py", "y"}),
        ("cp -r x/. src", {"src", "src/."}),
        ("cp -rT x src", {"src", "src/x"}),
        ("cp -r x", set()),
        ("rsync -a x/ src", {"src", "src/x"}),
        ("git restore --staged --worktree src/x.py", {"src/x.py"}),
        ("git restore -SW src/x.py", {"src/x.py"}),
        ("git restore -S src/x.py", set()),
        ("curl -so src/x.py https://example.org", {"src/x.py"}),
        ("curl -fsSLo src/x.py https://example.org", {"src/x.py"}),
        ("curl -osrc/x.py https://example.org", {"src/x.py"}),
        ("curl --output=src/x.py https://example.org", {"src/x.py"}),
        ("curl -fsSL https://example.org", set()),
        ("wget -qO src/x.py https://example.org", {"src/x.py"}),
        ("cat fix.patch | git apply", {"fix.patch"}),
        ("cat fix.patch | patch -p1", {"fix.patch"}),
        ("cat < fix.patch | tee | git am", {"fix.patch"}),
        ("git diff | git apply -R", set()),
        ("yq -i .a=1 src/x.yaml", {".a=1", "src/x.yaml"}),
        ("yq --inplace .a=1 src/x.yaml", {".a=1", "src/x.yaml"}),
        ("yq .a src/x.yaml", set()),
        ("sort src/x.py | sponge src/x.py", {"src/x.py"}),
        ("awk -i inplace 1 src/x.py", {"inplace", "1", "src/x.py"}),
        ("awk -f inplace src/x.py", set()),
        ("tar -C src -xf x.tar", {"src"}),
        ("tar xzf x.tgz --directory=src", {"src"}),
        ("tar --extract -Csrc -f x.tar", {"src"}),
        ("tar -czf - -C src .", set()),
        ("unzip -q x.zip -d src", {"src"}),
        ("mv src/x.py{,.bak}", {"src/x.py", "src/x.py.bak", "src/x.py.bak/x.py"}),
        ("rm src/{x,y{1..2}}.py", {"src/x.py", "src/y1.py", "src/y2.py"}),
        ("rm src/x.p{y..y} src/{x}.py", {"src/x.py", "src/{x}.py"}),
        ("rm 'src/{x,y}.py' src/{x','y}.py", {"src/{x,y}.py"}),
        ("A=x; rm src/{${A},y}.py", {"src/x.py", "src/y.py"}),
        ('rm "$(dirname x)/src/x.py"', {"$_/src/x.py"}),
        ("A=`dirname x`; rm $A/src/x.py", {"$_/src/x.py"}),
        ('rm "$(pwd)/src/x.py" `pwd`/y $PWD/z', {"./src/x.py", "./y", "./z"}),
        ('rm "$(git rev-parse --show-toplevel)"/src/x.py', {"./src/x.py"}),
        ("rm $(git ls-files)", set()),
        ("cat src/x.py | grep a > /dev/null 2>/dev/stderr", set()),
        ("grep -rn '>' src", set()),
        ("python -c 'print(1 > 0)'", set()),
        ("if [ 1 -gt 0 ]; then cat src/x.py; fi", set()),
    ],
)
def test_what_a_command_writes(command: str, paths: set[str]) -> None:
    assert written(command) == paths


def test_powershell_is_read_with_its_own_escapes() -> None:
    call = Call(scripts=("Set-Content -Path src\\x.py -Value 'a'; awos approve X",), posix=False)
    assert "only a person" in intent(call).refused
    paths = {
        write.edit.path
        for write in intent(Call(scripts=("Set-Content src\\x.py a",), posix=False)).writes
    }
    assert "src\\x.py" in paths


@given(st.text(st.sampled_from("aw os'\"\\$(){}<>|&;`#\n=-"), max_size=200))
def test_any_text_is_read_to_its_end(text: str) -> None:
    # The last command of a line is seen, unless something before it was left open.
    intent(Call(scripts=(text,)))
    if not set(text) & set("'\"\\$(`<#"):
        assert refused(f"{text}\nawos approve X")


@pytest.mark.parametrize(
    "piece",
    [
        *("$(", "`", "'", '"', "<<a\n", "sh -c '", "(", "a;", "\\", "<(", "{a,", "${", "$a", "a|"),
        *("echo `", "cat <<E;", "xargs find -exec ", "env ", "a=$a;"),
    ],
)
def test_long_lines_take_no_long_time(piece: str) -> None:
    # Anything worse than linear would not end within the patience of who runs this.
    intent(Call(scripts=(piece * (130_000 // len(piece)),)))
