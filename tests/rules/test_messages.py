"""What rules say is whole: no message or help stops in the middle, in any world of any casebook."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import awos_lint.layouts
import awos_lint.rules
from awos_lint.core.diagnostic import Diagnostic
from awos_lint.graph import Project
from awos_lint.linter.casebook import World, read_casebook
from tests.support.worlds import judged, judged_world, loaded

FOLDERS = [Path(module.__file__ or "").parent for module in (awos_lint.layouts, awos_lint.rules)]
WORLDS = [
    pytest.param(world, id=f"{path.parent.name}-{path.stem}:{world.title}")
    for folder in FOLDERS
    for path in sorted(folder.glob("*/*.md"))
    for world in read_casebook(path.read_text("utf-8")).worlds
]

# A relative clause may end with its verb or preposition, and a sentence with `asks for`.
_RELATIVE = re.compile(r"\b(?:which|that|what|from the)\b[^,;]*\b(?:is|on|of|for|to|with|in)\Z")
_ENDS = "a|an|and|are|as|at|but|by|for|from|in|is|of|on|or|than|that|the|to|was|with"
_DANGLING = re.compile(rf"(?:(?<![\w-])(?:{_ENDS})|[:,;(])\s*\Z")
_EMPTY = re.compile(r"``|(?<!`)`\s+`(?!`)")
_ID = r"[A-Z][A-Z0-9]*-\d+(?:/[A-Z]+-\d+)*"
_MEANT = re.compile(rf"did you mean `(?:[a-z_]+: )?({_ID})`\?")
_FREE = re.compile(
    rf"such as `({_ID})`|call it ({_ID})|renumber {_ID} ({_ID})|give this one ({_ID}), which is"
    r"|next free number, (\d+)|free(?: number| on both)? is (\d+)"
)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)


def faults(text: str) -> list[str]:
    """Return what is wrong with a message, a note or a help."""
    found = []
    outside = _CODE.sub(lambda code: "x" if code[0].strip("` ") else code[0], text)
    if "`" in outside.replace("``", ""):
        found.append("back-ticks that do not close")
    if not text.strip() or text != text.strip():
        found.append("blanks around it")
    if "after validation" in outside:
        found.append("words of a library")
    if "  " in outside:
        found.append("two blanks")
    if _EMPTY.search(outside):
        found.append("empty back-ticks")
    if _DANGLING.search(outside) and not _RELATIVE.search(outside):
        found.append("it stops in the middle")
    if text.count("${") != text.count("}") and "${" in text:
        found.append("a placeholder that does not close")
    return found


def texts(found: Diagnostic) -> list[str]:
    return [text for text in (found.message, found.help, *found.notes) if text]


@pytest.mark.parametrize("world", WORLDS)
def test_every_text_is_whole(world: World) -> None:
    said = [text for found in judged_world(world).diagnostics for text in texts(found)]
    assert [(text, faults(text)) for text in said if faults(text)] == []


def proposed(pattern: re.Pattern[str], found: Diagnostic) -> list[str]:
    """Return the ids and numbers that a help proposes in one way."""
    return [id_ for match in pattern.finditer(found.help) for id_ in match.groups() if id_]


def is_there(id_: str, found: Diagnostic, projects: Sequence[Project]) -> bool:
    """Return whether an id or number belongs to something where a finding stands."""
    folder = found.at.path.rpartition("/")[0]
    parents = {folder, folder.rpartition("/")[0]}
    for project in projects:
        own = [item.name for d in project.documents if d.path == found.at.path for item in d.items]
        numbers = [
            name.partition("-")[0]
            for path in project.files.paths
            for parent in parents
            if path.startswith(f"{parent}/")
            for name in [path.removeprefix(f"{parent}/").partition("/")[0]]
        ]
        ends = {key.rpartition("/")[2] for key in project.nodes if key.count("/") == id_.count("/")}
        if id_ in {*project.nodes, *own, *numbers} or (id_ in ends and "/" not in id_):
            return True
    return False


@pytest.mark.parametrize("world", WORLDS)
def test_every_id_in_a_help_exists_or_is_free(world: World) -> None:
    report = judged_world(world)
    helps = [d for d in report.diagnostics if proposed(_MEANT, d) or proposed(_FREE, d)]
    if not helps:
        return
    states = [world.files, world.tip or {}, world.before or {}]
    projects = [loaded(files).project for files in states]
    for found in helps:
        # What is meant may stand in the folder above: a link says it from where it stands.
        for id_ in proposed(_MEANT, found):
            names = {key.rpartition("/")[2] for p in projects for key in p.nodes}
            assert id_.rpartition("/")[2] in names, found.help
        for id_ in proposed(_FREE, found):
            assert not is_there(id_, found, projects), found.help


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("SPEC-001 is ", ["blanks around it", "it stops in the middle"]),
        ("SPEC-001 is", ["it stops in the middle"]),
        ("write `${input:`", ["a placeholder that does not close"]),
        ("the key `` is empty", ["empty back-ticks"]),
        ("the key `x is empty", ["back-ticks that do not close"]),
        ("two  blanks", ["two blanks"]),
        ("write one of:", ["it stops in the middle"]),
        ("remove the requirement that it is a criterion of", []),
        ("SPEC-003 is draft, which it depends on", []),
        ("write ``a `b` c`` and `d  e`", []),
    ],
)
def test_what_is_not_whole_is_seen(text: str, wrong: list[str]) -> None:
    assert faults(text) == wrong


def test_each_collision_is_given_another_number() -> None:
    spec = "# Feature Specification: {}\n\n**Status**: Draft\n"
    names = ("a", "b", "c", "d")
    files: dict[str, str | bytes] = {
        f"specs/002-{name}/spec.md": spec.format(name) for name in names
    }
    files[".specify/memory/constitution.md"] = "# Constitution\n\nShort.\n"
    found = [d.help for d in judged(files).diagnostics if d.rule == "document-number-collision"]
    assert [help_.rpartition(" ")[2] for help_ in found] == ["003", "004", "005"]


def test_a_link_is_called_by_the_label_that_the_dialect_gives_it() -> None:
    requirements = (
        "# Requirements\n\n### Requirement 1\n\n#### Acceptance Criteria\n\n1. WHEN a THEN b\n"
    )
    tasks = "# Implementation Plan\n\n- [ ] 1. Send receipts\n  - _Requirements: 1.1, 6.7_\n"
    folder = ".kiro/specs/pay"
    report = judged({f"{folder}/requirements.md": requirements, f"{folder}/tasks.md": tasks})
    (message,) = [d.message for d in report.diagnostics if d.rule == "reference-dangling"]
    assert "names `6.7` in `Requirements`, but" in message


def test_a_tool_that_is_listed_is_not_to_be_written_again() -> None:
    agent = "---\nname: diver\ndescription: Dives\ntools: Read, Edit, edit\n---\n"
    hook = {"type": "command", "command": "true"}
    settings = {"hooks": {"PreToolUse": [{"matcher": "Edit|edit", "hooks": [hook]}]}}
    files = {".claude/agents/diver.md": agent, ".claude/settings.json": json.dumps(settings)}
    report = judged(dict(files))
    helps = {d.rule: d.help for d in report.diagnostics if d.rule.endswith(("tool", "matcher"))}
    assert helps == dict.fromkeys(
        ("prompt-hook-matcher", "prompt-unknown-tool"), "remove it: `Edit` is listed"
    )


def test_a_value_with_both_quotes_can_be_written_as_advised() -> None:
    value = """Say "it's: full" when: it is"""
    path, text = ".claude/agents/diver.md", "---\nname: diver\ndescription: {}\n---\n\nDive.\n"
    (found,) = judged({path: text.format(value)}).diagnostics
    assert found.rule == "prompt-unquoted-value"
    doubled = value.replace("'", "''")
    for advised in (f"'{doubled}'", f"|\n  {value}"):
        assert judged({path: text.format(advised)}).diagnostics == ()
