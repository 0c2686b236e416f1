"""What is too long to be read is refused, and found to be so at once."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.guard.braces import marked, spread
from awos_lint.guard.call import Call, Edit
from awos_lint.guard.granted import texts
from awos_lint.guard.intent import intent
from awos_lint.guard.patch import Hunk, applied

TOO_LONG = "this command line is too long to read: run it in smaller pieces"
APPROVAL = "awos approve MISSION --yes"
LIMIT = 524_288
BALANCED = re.compile(r"(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})+")

# Each of them would otherwise take minutes, or all memory, or hide what stands at its end.
ENDLESS = {
    "doubled": f"a=xxxxxxxx;{'a=$a$a;' * 40}echo $a",
    "doubled and run": f"a=:;{'a=$a$a;' * 40}eval $a",
    "exported": f"export a=xxxxxxxx;{'export a=$a$a;' * 40}echo $a",
    "words": "a " * 4_000_000,
    "words of one command": f"{'a ' * 5_000}; {APPROVAL}",
    "programs": f"{':;' * 2_000}{APPROVAL}",
    "programs on lines": "\n".join([*[":"] * 2_000, APPROVAL]),
    "runners": f"{'env ' * 3_000}{APPROVAL}",
    "interpreters": f"{'python ' * 3_000}{APPROVAL}",
    "runs of find": "find -exec " * 3_000,
    "text of text": f"{'eval ' * 14}{APPROVAL}",
    "commands in commands": f"echo {'$(' * 14}{APPROVAL}{')' * 14}",
    "braces": f"echo {'{a,b}' * 20}",
    "braces in many words": "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b} " * 3_000,
    "braces in a long word": f"echo {'{n..n}' * 20_000}",
}


def refused(command: str) -> str:
    return intent(Call(scripts=(command,))).refused


@pytest.mark.parametrize("name", ENDLESS)
def test_what_is_too_long_to_read_is_refused(name: str) -> None:
    assert refused(ENDLESS[name]) == TOO_LONG


@pytest.mark.parametrize(
    "command",
    [
        "git add " + " ".join(f"src/file_{number}.py" for number in range(1_000)),
        ":;" * 900,
        "for i in {1..100000}; do echo $i; done",
        "cat > notes.md <<'EOF'\n" + "a line of some notes {a,b}, $x\n" * 3_000 + "EOF\n",
        f"a=x; {'b=$a; a=$b; ' * 400}",
        'sh -c "sh -c \'sh -c \\"ls\\"\'"',
    ],
)
def test_what_is_long_is_read(command: str) -> None:
    assert refused(command) == ""
    assert refused(f"{command}\n{APPROVAL}") != ""


def test_many_files_hide_none() -> None:
    many = " ".join(f"d{number}" for number in range(200))
    said = "this writes more than 200 files at once: write fewer, or name their folder"
    assert refused(f"touch {many}; rm .git/hooks/pre-commit") == said
    assert refused(f"touch {many}") == ""
    call = Call(scripts=(f"touch {many}", "rm .git/hooks/pre-commit"))
    assert intent(call).refused == said


@pytest.mark.parametrize("before", ["e", "one e", "e" * 1_000])
def test_an_edit_that_doubles_a_text_cannot_be_told(before: str) -> None:
    assert texts(Edit("x.md", swaps=(("e", "ee"),) * 40), before, LIMIT) is None
    assert texts(Edit("x.md", swaps=(("e", "ee"),)), "e e", LIMIT) == ["ee e", "ee ee"]


def test_an_edit_of_very_many_pieces_cannot_be_told() -> None:
    swaps = tuple((f"a{number}.", f"b{number}.") for number in range(501))
    text = "".join(old for old, _ in swaps)
    assert texts(Edit("x.md", swaps=swaps), text, LIMIT) is None
    after = "".join([*(new for _, new in swaps[:500]), "a500."])
    assert texts(Edit("x.md", swaps=swaps[:500]), text, LIMIT) == [after]


def test_an_edit_up_to_the_longest_document_is_told() -> None:
    assert texts(Edit("x.md", swaps=(("a", "bbb"),)), "a" * 10, 12) is None
    assert texts(Edit("x.md", swaps=(("a", "bbb"),)), "xa", 12) == ["xbbb"]


def test_a_patch_of_many_pieces_in_a_long_file_cannot_be_told() -> None:
    before = "\n".join(["y"] * 100_000)
    pieces = tuple(Hunk(("x", "y"), ("y", "x")) for _ in range(500))
    assert applied(pieces, f"{before}\nx\ny") is None
    assert applied(pieces[:2], f"{before}\nx\ny\nx\ny") == f"{before}\ny\nx\ny\nx"


def test_the_pieces_of_a_patch_may_stand_in_any_order() -> None:
    pieces = (Hunk(("c",), ("C",)), Hunk(("a",), ("A",)))
    assert applied(pieces, "a\nb\nc\n") == "A\nb\nC\n"


@given(st.lists(st.text("{{},,ab.1", min_size=1, max_size=10), min_size=1, max_size=20))
def test_balanced_braces_are_what_bash_makes_of_them(words: list[str]) -> None:
    # A long sequence is for a loop, and left as it is.
    words = [word for word in words if BALANCED.fullmatch(word) and "111" not in word]
    script = "".join(f"printf '%s\\n' {word}\necho --\n" for word in words)
    ran = subprocess.run(["bash"], input=script, capture_output=True, text=True, check=True)
    made = [set(part.split("\n")) for part in ran.stdout.split("--\n")]
    for word, real in zip(words, made, strict=False):
        # Some are made twice, and a step is not looked at.
        assert real - {""} <= set(spread(marked(word)))
