"""Plain YAML scalars that other readers take for something else than the text.

awos reads every scalar as text. A reader of YAML 1.1 or 1.2 takes ``012`` for 10, ``no`` for false
and ``3.10`` for 3.1; whoever shows or edits the same file with such a reader sees another value.
Numbers that are printed back as they were written, and dates, do no harm.
"""

from __future__ import annotations

import re

_WORDS = {
    **dict.fromkeys(("yes", "true", "on", "y"), "true"),
    **dict.fromkeys(("no", "false", "off", "n"), "false"),
    **dict.fromkeys(("null", "~"), "null"),
    **dict.fromkeys((".inf", "+.inf"), "infinity"),
    "-.inf": "minus infinity",
    ".nan": "not a number",
}
# The implicit resolvers of YAML 1.1 (types int and float) and of the 1.2 core schema, joined.
_INTEGER = re.compile(
    r"[-+]?(?:0b(?P<two>[01_]+)|0o?(?P<eight>[0-7_]+)|0x(?P<sixteen>[0-9a-fA-F_]+)"
    r"|(?P<ten>[0-9][0-9_]*))",
    re.ASCII,
)
_SIXTY = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", re.ASCII)
_FLOAT = re.compile(
    r"[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?", re.ASCII
)
_BASES = {"two": 2, "eight": 8, "sixteen": 16, "ten": 10}
_SHOWN = 64
"""Longer numbers are not computed."""


def seen_elsewhere(text: str) -> str | None:
    """Return what other YAML readers see in a plain scalar, ``None`` when they see the text."""
    if text[:1] not in "+-.~0123456789" and len(text) > len("false"):
        return None
    if word := _read_word(text):
        return word
    if not text or not text.strip("+-.")[:1].isdecimal():
        return None
    seen = _read_number(text)
    return seen if seen != text else None


def _read_word(text: str) -> str | None:
    word = _WORDS.get(text.lower())
    # Only these spellings are words: `nO` is text everywhere.
    spellings = (text.lower(), text.upper(), text.capitalize(), ".NaN", ".Inf", "-.Inf")
    return word if word and text in spellings else None


def _read_number(text: str) -> str | None:
    for pattern, value in (
        (_INTEGER, _read_integer),
        (_SIXTY, _read_sexagesimal),
        (_FLOAT, _read_float),
    ):
        if match := pattern.fullmatch(text):
            return value(match) if len(text) <= _SHOWN else _read_long(text)
    return None


def _read_long(text: str) -> str:
    """Judge a number too long to compute: only plain digits are printed back as written."""
    return text if text.isdecimal() and text[0] != "0" else "another number"


def _read_integer(match: re.Match[str]) -> str:
    base, digits = next((name, found) for name, found in match.groupdict().items() if found)
    plain = digits.replace("_", "")
    value = int(plain or "0", _BASES[base])
    return str(-value if match[0][0] == "-" else value)


def _read_sexagesimal(match: re.Match[str]) -> str:
    parts = match[0].lstrip("+-").replace("_", "").split(":")
    whole, _, fraction = parts[-1].partition(".")
    value = 0
    for digits in (*parts[:-1], whole):
        value = value * 60 + int(digits)
    return ("-" if match[0][0] == "-" else "") + str(value) + (f".{fraction}" if fraction else "")


def _read_float(match: re.Match[str]) -> str:
    return repr(float(match[0].replace("_", "")))
