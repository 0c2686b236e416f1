"""What is too much to be judged is refused, and found to be so at once."""

from __future__ import annotations

import pytest

from awos_lint.guard.call import Call, Edit
from awos_lint.guard.effects import find_effects
from awos_lint.guard.patch import Hunk, apply_hunks
from awos_lint.guard.self_approval import predict_texts

LIMIT = 524_288


def refused(command: str) -> str:
    return find_effects(Call(scripts=(command,))).refused


def test_many_files_hide_none() -> None:
    many = " ".join(f"d{number}" for number in range(200))
    said = "this writes more than 200 files at once: write fewer, or name their folder"
    assert refused(f"touch {many}; rm .git/hooks/pre-commit") == said
    assert refused(f"touch {many}") == ""
    call = Call(scripts=(f"touch {many}", "rm .git/hooks/pre-commit"))
    assert find_effects(call).refused == said


@pytest.mark.parametrize("before", ["e", "one e", "e" * 1_000])
def test_an_edit_that_doubles_a_text_cannot_be_told(before: str) -> None:
    assert predict_texts(Edit("x.md", swaps=(("e", "ee"),) * 40), before, LIMIT) is None
    assert predict_texts(Edit("x.md", swaps=(("e", "ee"),)), "e e", LIMIT) == ["ee e", "ee ee"]


def test_an_edit_of_very_many_pieces_cannot_be_told() -> None:
    swaps = tuple((f"a{number}.", f"b{number}.") for number in range(501))
    text = "".join(old for old, _ in swaps)
    assert predict_texts(Edit("x.md", swaps=swaps), text, LIMIT) is None
    after = "".join([*(new for _, new in swaps[:500]), "a500."])
    assert predict_texts(Edit("x.md", swaps=swaps[:500]), text, LIMIT) == [after]


def test_an_edit_up_to_the_longest_document_is_told() -> None:
    assert predict_texts(Edit("x.md", swaps=(("a", "bbb"),)), "a" * 10, 12) is None
    assert predict_texts(Edit("x.md", swaps=(("a", "bbb"),)), "xa", 12) == ["xbbb"]


def test_a_patch_of_many_pieces_in_a_long_file_cannot_be_told() -> None:
    before = "\n".join(["y"] * 100_000)
    pieces = tuple(Hunk(("x", "y"), ("y", "x")) for _ in range(500))
    assert apply_hunks(pieces, f"{before}\nx\ny") is None
    assert apply_hunks(pieces[:2], f"{before}\nx\ny\nx\ny") == f"{before}\ny\nx\ny\nx"


def test_the_pieces_of_a_patch_may_stand_in_any_order() -> None:
    pieces = (Hunk(("c",), ("C",)), Hunk(("a",), ("A",)))
    assert apply_hunks(pieces, "a\nb\nc\n") == "A\nb\nC\n"
