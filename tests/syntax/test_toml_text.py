"""A key is set in its table, and nothing else in the file changes."""

from __future__ import annotations

import pytest

from awos_lint.syntax.edit import UneditableError
from awos_lint.syntax.edit.toml_text import set_key

OWN = ("tool", "awos")


@pytest.mark.parametrize(
    ("text", "table", "new"),
    [
        ("", (), 'baseline = "b"\n'),
        ("a = 1\n# more\n[t]\nc = 2\n", (), 'a = 1\nbaseline = "b"\n# more\n[t]\nc = 2\n'),
        ("[t]\nc = 2\n", (), 'baseline = "b"\n\n[t]\nc = 2\n'),
        ("a = [\n[1],\n]\n[t]\n", (), 'a = [\n[1],\n]\nbaseline = "b"\n[t]\n'),
        ('baseline = "a" # old\n', (), 'baseline = "b"\n'),
        ("a = 1", (), 'a = 1\nbaseline = "b"\n'),
        ("a = 1\r\n[t]\r\n", (), 'a = 1\r\nbaseline = "b"\r\n[t]\r\n'),
        ("[tool.awos]\n[t]\n", OWN, '[tool.awos]\nbaseline = "b"\n[t]\n'),
        ("[tool.awos.x]\na = 1\n", OWN, '[tool.awos]\nbaseline = "b"\n\n[tool.awos.x]\na = 1\n'),
    ],
)
def test_a_key_is_set_in_its_table(text: str, table: tuple[str, ...], new: str) -> None:
    assert set_key(text, table, "baseline", "b") == new


@pytest.mark.parametrize("text", ["tool.awos.a = 1\n", "[tool]\nawos = {a = 1}\n", "a = \n"])
def test_what_is_written_otherwise_is_refused(text: str) -> None:
    with pytest.raises(UneditableError):
        set_key(text, OWN, "baseline", "b")
