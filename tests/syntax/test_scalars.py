"""Which plain scalars other YAML readers take for something else."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.syntax.parse.scalars import seen_elsewhere


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("012", "10"),
        ("007", "7"),
        ("08", "8"),
        ("0o12", "10"),
        ("0x1F", "31"),
        ("0b11", "3"),
        ("1_000", "1000"),
        ("+5", "5"),
        ("-012", "-10"),
        ("1:30", "90"),
        ("190:20:30", "685230"),
        ("1:30.5", "90.5"),
        ("3.10", "3.1"),
        (".5", "0.5"),
        ("1.", "1.0"),
        ("1e3", "1000.0"),
        ("yes", "true"),
        ("On", "true"),
        ("TRUE", "true"),
        ("no", "false"),
        ("off", "false"),
        ("~", "null"),
        ("Null", "null"),
        (".inf", "infinity"),
        ("-.Inf", "minus infinity"),
        (".NaN", "not a number"),
        ("0x" + "f" * 5000, "another number"),
        ("0" + "1" * 5000, "another number"),
    ],
)
def test_seen_as_something_else(text: str, seen: str) -> None:
    assert seen_elsewhere(text) == seen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "12",
        "-5",
        "3.1",
        "1.0",
        "9" * 5000,
        "2026-01-31",
        "2024-02-30",
        "1.2.3",
        "v1",
        "a",
        "nO",
        "yess",
        "SPEC-003",
        ".",
        "..",
        "-",
        "+x",
        "1:99",
        "sha256:v1:00",
        "²",
        "٣",
        "_1",
        "==",
    ],
)
def test_seen_as_the_text(text: str) -> None:
    assert seen_elsewhere(text) is None


@given(st.text(alphabet="0123456789abeox_.:+-~nultrfsy", max_size=8))
def test_agrees_with_a_reader_of_yaml_1_1(text: str) -> None:
    """What PyYAML resolves to anything but text, and prints differently, is found."""
    try:
        value = yaml.safe_load(f"a: {text}")["a"]
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(value, int | float | None) and text and str(value) != text:
        assert seen_elsewhere(text) is not None
