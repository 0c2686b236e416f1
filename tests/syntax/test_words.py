"""Words and sentences."""

from __future__ import annotations

import pytest

from awos_lint.syntax.parse import count_words, split_sentences


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two", 2),
        ("**bold** - `` | 3", 2),
        ("it's re-used, isn't it?", 4),
        ("é 日本", 2),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Version 3.1 is out. Yes", ["Version 3.1 is out.", "Yes"]),
        ("Two\nlines. Three", ["Two\nlines.", "Three"]),
        ("A\n\nB", ["A", "B"]),
        ('He said "no." Then left.', ['He said "no.', '" Then left.']),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == parts
