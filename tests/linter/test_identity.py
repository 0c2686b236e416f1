"""What a finding is told apart by: its fingerprint, in a baseline and between two runs."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import awos_lint.linter.check
from awos_lint.core.config import Config
from awos_lint.core.diagnostic import Diagnostic, Finding, Report, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import KINDS
from awos_lint.core.text import Location, Place
from awos_lint.graph.subjects import Accepted
from awos_lint.linter.baseline import named_in, split_accepted
from awos_lint.linter.casebook import World, read_casebook
from awos_lint.linter.engine import Engine
from awos_lint.rules import DOCUMENT, Findings, Rule, all_rules, rule
from tests.support.command import awos
from tests.support.profiles import scale_examples
from tests.support.worlds import judged, judged_world, loaded

RULES = all_rules()
WORLDS = [
    (rule.name, world) for rule in RULES.values() for world in read_casebook(rule.casebook).worlds
]
NAMES = [f"{name}:{world.title}" for name, world in WORLDS]
OLD = Path(__file__).parent.parent / "releases" / "0.1.0-baseline.json"

Told = dict[tuple[str, str, str], list[str]]


def changed(rule: Rule, change: Callable[[Finding], Finding]) -> Rule:
    """A rule whose findings are changed before anybody sees them."""

    def judge(subject: Any, options: Any) -> Findings:
        for said in rule.judge(subject, options):
            yield change(said) if isinstance(said, Finding) else said

    return replace(rule, judge=judge)


@pytest.fixture
def change_findings(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., Finding]], None]:
    """Let every check of this test run rules whose findings are changed."""

    def arrange(change: Callable[[Finding], Finding]) -> None:
        rules = {name: changed(rule, change) for name, rule in RULES.items()}
        monkeypatch.setattr(awos_lint.linter.check, "Engine", partial(Engine, rules=rules))

    return arrange


def reverse_words(finding: Finding) -> Finding:
    related = tuple(replace(r, message=r.message[::-1]) for r in finding.related)
    return replace(
        finding, message=finding.message[::-1], help="", notes=(finding.help,), related=related
    )


def prints(report: Report) -> list[tuple[str, str, str]]:
    return sorted((d.rule, d.at.path, d.fingerprint) for d in report.diagnostics)


def test_a_finding_must_say_what_it_is_about() -> None:
    with pytest.raises(TypeError, match="subject"):
        Finding(Place("a.md"), "a message")  # type: ignore[call-arg]


def test_rewording_every_message_changes_no_fingerprint(
    change_findings: Callable[[Callable[..., Finding]], None],
) -> None:
    before = [prints(judged_world(world)) for _, world in WORLDS]
    change_findings(reverse_words)
    after = [prints(judged_world(world)) for _, world in WORLDS]
    assert [n for n, b, a in zip(NAMES, before, after, strict=True) if b != a] == []
    assert sum(map(len, before)) > 1000


def written_in(world: World) -> str:
    """All that a world says: the names and the texts of its files, on one line."""
    trees = [world.files, world.before or {}, world.tip or {}]
    texts = [text for tree in trees for path, data in tree.items() for text in (path, show(data))]
    return flat("\n".join(texts))


def show(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\\n", "\n")


def flat(text: str) -> str:
    return " ".join(text.split()).casefold()


SECTIONS = {flat(section) for kind in KINDS.values() for section in kind.sections}


def test_a_subject_quotes_the_documents_and_is_no_sentence(
    change_findings: Callable[[Callable[..., Finding]], None],
) -> None:
    met: list[Finding] = []

    def note(finding: Finding) -> Finding:
        met.append(finding)
        return finding

    change_findings(note)
    prose = set()
    for name, world in WORLDS:
        met.clear()
        judged_world(world)
        parts = {flat(part) for finding in met for part in finding.subject}
        text = written_in(world) if any(" " in part for part in parts) else ""
        # An id of another dialect joins quotations with slashes.
        pieces = {piece for part in parts for piece in part.split("/") if part not in text}
        prose |= {(name, p) for p in pieces - SECTIONS if " " in p and p not in text}
    assert prose == set()


def told(report: Report) -> Told:
    """The fingerprints of each rule in each file by the message, in the order of the text."""
    found: Told = {}
    for d in report.diagnostics:
        found.setdefault((d.rule, d.at.path, d.message), []).append(d.fingerprint)
    return found


def assert_none_swapped(before: Report, after: Report) -> None:
    """Whatever is found in both runs, as often as before, has the fingerprints that it had."""
    old, new = told(before), told(after)
    for key in old.keys() & new.keys():
        if len(old[key]) == len(new[key]):
            assert old[key] == new[key], key
    met = {fingerprint: key for key, found in old.items() for fingerprint in found}
    for key, found in new.items():
        for fingerprint in found:
            assert met.get(fingerprint, key)[:2] == key[:2]


def with_lines_above(text: str, lines: str) -> str:
    """A Markdown text with lines below its front matter, else above everything."""
    front = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    end = front.end() if front else 0
    return text[:end] + lines + text[end:]


def edited(world: World, change: Callable[[str, str], str]) -> World:
    """A world with its Markdown files changed, at the base of a step too."""

    def tree(files: Mapping[str, bytes]) -> dict[str, bytes]:
        return {
            path: change(path, data.decode()).encode() if readable(path, data) else data
            for path, data in files.items()
        }

    before = tree(world.before) if world.before is not None else None
    stages = tuple(replace(stage, files=tree(stage.files)) for stage in world.stages)
    return replace(world, files=tree(world.files), before=before, stages=stages)


def readable(path: str, data: bytes) -> bool:
    try:
        return path.endswith(".md") and "\r" not in data.decode()
    except UnicodeDecodeError:
        return False


@settings(max_examples=scale_examples(60))
@given(
    world=st.sampled_from([world for _, world in WORLDS]),
    lines=st.sampled_from(["\n", "\n\n\n", "\nThe lamp is lit.\n\n", "\n<!-- a remark -->\n\n"]),
    files=st.integers(0, 3),
)
def test_lines_above_swap_no_fingerprints(world: World, lines: str, files: int) -> None:
    paths = sorted(world.files)[files::2]
    moved = edited(world, lambda p, text: with_lines_above(text, lines) if p in paths else text)
    assert_none_swapped(judged_world(world), judged_world(moved))


@settings(max_examples=scale_examples(60))
@given(
    world=st.sampled_from([world for _, world in WORLDS if len(world.files) > 1]),
    shuffle=st.randoms(use_true_random=False),
    chosen=st.integers(0, 3),
)
def test_what_other_documents_say_and_in_which_order_changes_no_fingerprint(
    world: World, shuffle: random.Random, chosen: int
) -> None:
    kept = sorted(world.files)[chosen % len(world.files)]

    def reorder(path: str, text: str) -> str:
        if path == kept:
            return text
        first, *sections = re.split(r"(?m)^(?=## )", text if text.endswith("\n") else f"{text}\n")
        sections.append("## Aside\n\nThe lamp is lit.\n\n")
        shuffle.shuffle(sections)
        return "".join([first, *sections])

    old, new = (told(judged_world(w)) for w in (world, edited(world, reorder)))
    for key in old.keys() & new.keys():
        if key[1] == kept and len(old[key]) == len(new[key]):
            assert old[key] == new[key], key


SPEC = "context/specs/001-dimming/spec.md"
TASKS = "context/specs/001-dimming/tasks.md"
LANTERN = {
    "awos.toml": 'documents = "context"\nbaseline = "baseline.json"\n',
    "context/mission.md": "---\nstatus: approved\n---\n\n# Lantern\n\n## What\n\nTBD\n\nTBD\n",
    "context/roadmap.md": """---
status: draft
mission: MISSION
owner: Ines
---

# Roadmap

## First light

- [x] **F-01** Lamps that dim
  - after: F-02
- [ ] **F-02** A switch
- [-] **F-03** A timer
  - spec: SPEC-001
""",
    "context/decisions/0001-gas.md": """---
status: superseded
---

# Gas

## Context

Dark.

## Decision

Gas.

## Consequences

Soot.
""",
    "context/decisions/0002-oil.md": """---
status: accepted
supersedes: [ADR-0001, ADR-0077]
applies_to: [lamps/**, wicks/*.txt]
---

# Oil

[a](gone.md) and [b](gone.md), then [c](lost.md#here).

## Context

Dark.

## Decision

## Consequences

Smoke.
""",
    SPEC: """---
status: in-review
feature: F-03
decisions: [ADR-0001, ADR-0088]
depends_on: [SPEC-001]
---

# Dimming

## Functional requirements

- **FR-1** The lamp dims quickly and easily.
- **FR-2** The lamp stays on. [NEEDS CLARIFICATION: how long?]
  - AC-1: when pressed, it stays on as long as needed.

## Technical considerations

## Out of scope

Colour.
""",
    TASKS: """---
status: done
spec: SPEC-001
---

# Tasks

- [x] **T-01** Add the dimmer, wire the knob, paint the case and improve various things
  - after: T-02
  - covers: FR-1, FR-9
  - files: `lamps/dimmer.txt`, `../outside.txt`
- [ ] **T-02** Wire the knob
  - verfiy: `make test`
- [ ] **T-03** Wire the knob
- [ ] Sweep the floor
- [ ] **T-03** Polish the glass
""",
    "context/specs/003-timer/spec.md": "---\nid: SPEC-030\nstatus: aproved\ntitle: A clock\n---\n\n"
    "# A timer\n",
    "CLAUDE.md": "# Lantern\n\nRead `docs/absent.md`, and see SPEC-099.\n",
}
"""A project with many mistakes; :data:`OLD` is the baseline that 0.1.0 wrote for it."""


def since_then(found: Iterable[Diagnostic]) -> list[str]:
    """The findings of rules that 0.1.0 had already."""
    return [d.message for d in found if RULES[d.rule].since == "0.1.0"]


def old_entries() -> list[dict[str, str]]:
    entries: list[dict[str, str]] = json.loads(OLD.read_text("utf-8"))["findings"]
    return entries


def accept(
    entries: Iterable[Mapping[str, str]], files: Mapping[str, str] = LANTERN, version: int = 1
) -> Report:
    kept = json.dumps({"version": version, "findings": list(entries)})
    return judged({**files, "baseline.json": kept})


def test_a_baseline_of_0_1_0_accepts_what_it_accepted() -> None:
    report = judged({**LANTERN, "baseline.json": OLD.read_text("utf-8")})
    assert since_then(report.diagnostics) == []
    assert report.baselined == len(old_entries()) >= 35


@pytest.mark.parametrize("turn", [1, -1])
def test_it_goes_on_accepting_them_when_every_message_is_reworded(
    turn: int, change_findings: Callable[[Callable[..., Finding]], None]
) -> None:
    def reword(finding: Finding) -> Finding:
        names = sorted(named_in(finding.message))[::turn]
        return replace(finding, message=f"mind {' and '.join(f'`{name}`' for name in names)}!")

    change_findings(reword)
    report = judged({**LANTERN, "baseline.json": OLD.read_text("utf-8")})
    assert since_then(report.diagnostics) == []
    assert report.baselined == len(old_entries())


@pytest.mark.parametrize("left_out", range(len(old_entries())))
def test_it_accepts_nothing_else(left_out: int) -> None:
    entries = old_entries()
    gone = entries.pop(left_out)
    assert since_then(accept(entries).diagnostics) == [gone["message"]]


def test_an_entry_of_0_1_0_holds_while_a_count_or_a_list_changes() -> None:
    more = LANTERN[TASKS] + "- [ ] **T-07** Dust\n  - covers: FR-1\n"
    fewer = LANTERN[TASKS].replace("- [ ] Sweep the floor\n", "")
    for text in (more, fewer):
        report = accept(old_entries(), {**LANTERN, TASKS: text})
        assert "approval-tasks-unfinished" not in {d.rule for d in report.diagnostics}


def test_what_is_new_beside_an_old_baseline_is_reported() -> None:
    text = LANTERN[SPEC].replace("ADR-0088]", "ADR-0088, ADR-0099]")
    (message,) = since_then(accept(old_entries(), {**LANTERN, SPEC: text}).diagnostics)
    assert "ADR-0099" in message


def test_an_entry_of_0_1_0_that_accepts_nothing_is_stale() -> None:
    text = LANTERN[SPEC].replace(", ADR-0088", "")
    report = accept(old_entries(), {**LANTERN, SPEC: text})
    (stale,) = [d for d in report.diagnostics if d.rule == "suppression-stale-baseline"]
    assert len(stale.notes) == 1
    assert "ADR-0088" in stale.notes[0]


def lay(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")


def test_an_old_baseline_is_written_anew_only_when_somebody_asks(tmp_path: Path) -> None:
    lay(tmp_path, {**LANTERN, "baseline.json": OLD.read_text("utf-8")})
    kept = tmp_path / "baseline.json"
    awos(tmp_path, "check")
    assert kept.read_text("utf-8") == OLD.read_text("utf-8")
    assert awos(tmp_path, "check", "--write-baseline").code == 0
    new = json.loads(kept.read_text("utf-8"))
    assert (new["version"], len(new["findings"])) == (2, len(old_entries()))
    assert awos(tmp_path, "check").code == 0


def test_a_baseline_of_a_newer_awos_is_refused(tmp_path: Path) -> None:
    lay(tmp_path, {**LANTERN, "baseline.json": '{"version": 3, "accepted": []}'})
    ran = awos(tmp_path, "check")
    assert ran.code == 2
    assert (
        ran.err
        == "awos: baseline.json: a newer awos wrote this baseline; upgrade awos to read it\n"
    )


def row(document: Document) -> Iterator[Finding]:
    yield Finding(document.head, "a row", subject=())


def test_entries_under_a_former_name_of_a_rule_are_accepted_and_go_stale() -> None:
    @rule(DOCUMENT, Severity.WARNING, aliases=("table-row",))
    def ledger_row(document: Document) -> Findings:
        yield from row(document) if "row" in document.source.text else ()

    rules = {rule.name: rule for rule in (ledger_row, RULES["suppression-stale-baseline"])}
    entry = Accepted("table-row", "context/mission.md", "a row", "")
    for text, left in (("# A row\n", []), ("# None\n", ["suppression-stale-baseline"])):
        project = loaded({"context/mission.md": text}).project
        verdict = Engine(Config(), project, (entry,), "b.json", rules=rules).run_rules()
        assert [d.rule for d in verdict.diagnostics] == left


def fingerprints(files: Mapping[str, str], rule: str) -> list[str]:
    return [d.fingerprint for d in judged(files).diagnostics if d.rule == rule]


def test_renaming_a_document_keeps_its_fingerprints_and_without_an_id_they_change() -> None:
    rule, text = "reference-broken-link", "---\nstatus: draft\n---\n\n# Oil\n\n[a](gone.md)\n"
    old, new = (f"context/decisions/0002-{name}.md" for name in ("oil", "lamp-oil"))
    assert fingerprints({old: text}, rule) == fingerprints({new: text}, rule) != []
    old, new, rule = "CLAUDE.md", "AGENTS.md", "safety-hidden-character"
    text = "# Lamps\n\nDim\u200bmed.\n"
    before, after = fingerprints({old: text}, rule), fingerprints({new: text}, rule)
    assert len(before) == len(after) == 1
    assert before != after


def test_equal_findings_are_numbered_and_all_others_are_not() -> None:
    text = "---\nstatus: draft\n---\n\n# Oil\n\n{}\n"
    path, rule = "context/decisions/0002-oil.md", "reference-broken-link"
    one, two, three = (
        fingerprints({path: text.format(links)}, rule)
        for links in ("[a](x.md)", "[a](x.md) [b](x.md)", "[c](y.md) [a](x.md) [b](x.md)")
    )
    assert len({*two}) == 2
    assert two[0] == one[0]
    assert three[1:] == two


def diagnostic(message: str, path: str = "a.md", rule: str = "a-rule") -> Diagnostic:
    return Diagnostic(rule, Severity.ERROR, message, Location(path, 1, 1, 1, 2), f"new {message}")


@pytest.mark.parametrize(
    ("old", "new", "accepted"),
    [
        ("the link `a.md` leads nowhere", "broken link `a.md`", True),
        ("SPEC-001 has no title", "the title of `SPEC-001` is missing", True),
        ("ADR-0001 rests on `ADR-0002`", "`ADR-0002` is needed by ADR-0001", True),
        ("T-01 is left, with T-02", "T-01 is left", True),
        ("there is no docs/a.md", "`docs/a.md` does not exist", True),
        ("2 of 5 are left", "3 of 7 are left", True),
        ("the link `a.md` leads nowhere", "the link `b.md` leads nowhere", False),
        ("SPEC-001 names SPEC-1", "SPEC-001 names SPEC-10", False),
        ("approved by ines@example.com", "approved by otto@example.com", False),
    ],
)
def test_an_old_entry_is_known_by_what_its_message_names(
    old: str, new: str, accepted: bool
) -> None:
    entry = Accepted("a-rule", "a.md", old, "")
    assert split_accepted([diagnostic(new)], [entry]) == (
        ([], []) if accepted else ([diagnostic(new)], [entry])
    )
    elsewhere = [diagnostic(old, "b.md"), diagnostic(old, rule="b-rule")]
    assert split_accepted(elsewhere, [entry]) == (elsewhere, [entry])


@given(
    st.lists(st.sampled_from(["`a` is", "`b` is", "`a` or `b`", "none"])),
    st.lists(st.sampled_from(["`a` is", "`b` was", "now `b` or `a`", "one"])),
)
def test_each_old_entry_accepts_one_finding_at_most(old: list[str], new: list[str]) -> None:
    entries = [Accepted("a-rule", "a.md", message, "") for message in old]
    left, stale = split_accepted([*map(diagnostic, new)], entries)
    assert len(new) - len(left) == len(old) - len(stale)
    assert not {d.message for d in left} & {entry.message for entry in stale}
    assert not Counter(d.message for d in left) - Counter(new)


def test_a_large_baseline_of_another_project_is_compared_in_time() -> None:
    entries = [Accepted("a-rule", "a.md", f"the link `{n}.md`", "") for n in range(20_000)]
    found = [diagnostic(f"the link `{n}.txt`") for n in range(1_000)]
    left, stale = split_accepted(found, entries)
    assert (len(left), len(stale)) == (1_000, 20_000)


def test_an_old_entry_accepts_no_more_than_it_names() -> None:
    spec = "---\nstatus: draft\n---\n# Lamps\n\n## Functional requirements\n\n- **FR-1** Dim.\n"
    (one,) = [d for d in judged({SPEC: spec}).diagnostics if d.rule == "document-missing-section"]
    entry = {"rule": one.rule, "path": SPEC, "message": one.message, "fingerprint": "x"}
    files = {"awos.toml": 'baseline = "baseline.json"\n'}

    def left(text: str, message: str) -> set[str]:
        found = accept([{**entry, "message": message}], {**files, SPEC: text}).diagnostics
        return {d.rule for d in found}

    assert one.rule not in left(spec, one.message)
    more = spec.replace("## Functional requirements", "## Lamps")
    assert one.rule in left(more, one.message)
    assert one.rule in left(spec, "")


def test_an_entry_of_version_2_has_a_fingerprint(tmp_path: Path) -> None:
    entry = {"rule": "reference-dangling", "path": SPEC, "message": "", "fingerprint": ""}
    kept = json.dumps({"version": 2, "findings": [entry]})
    lay(tmp_path, {**LANTERN, "baseline.json": kept})
    assert awos(tmp_path, "check").code == 2
