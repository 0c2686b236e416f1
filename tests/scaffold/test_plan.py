"""What becomes of parts: over any edits and upgrades, no line that a team wrote is lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from awos_lint.git.merging import merge_texts
from awos_lint.scaffold.answers import Answers
from awos_lint.scaffold.lock import Lock, LockError, compute_digest, read_lock
from awos_lint.scaffold.parts import Draft, Entry, Handlers, Member, Section, Table, Whole
from awos_lint.scaffold.plan import Fate, Found, Plan, Repository, plan_parts
from awos_lint.scaffold.wanted import Part
from awos_lint.syntax.edit import UneditableError, json_text
from tests.support.profiles import scale_examples

ANSWERS = Answers(("claude",))


@dataclass
class Team:
    """A repository in memory, with what awos keeps about it."""

    files: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    lock: Lock | None = None
    plan: Plan | None = None

    def upgrade(self, *parts: Part) -> list[tuple[str, Fate]]:
        repository = Repository(
            lambda path: Found(self.files.get(path)),
            self.copies.get,
            lambda path, _copy: self.renamed.get(path),
            self.join,
        )
        plan = plan_parts(parts, ANSWERS, self.lock, repository, "1.0")
        self.files |= plan.texts
        self.copies |= plan.pristine
        self.lock = read_lock(plan.lock.write_text())
        self.plan = plan
        return [(step.path, step.fate) for step in plan.steps]

    @staticmethod
    def join(base: str, yours: str, theirs: str) -> tuple[str, int]:
        found = merge_texts(base, yours, theirs)
        return found.text, found.conflicts


# Whole files.


def test_a_file_of_awos_follows_awos_until_somebody_edits_it() -> None:
    team = Team()
    assert team.upgrade(Whole("a.md", "one\n")) == [("a.md", Fate.CREATE)]
    assert team.upgrade(Whole("a.md", "one\n")) == [("a.md", Fate.SAME)]
    assert team.upgrade(Whole("a.md", "two\n")) == [("a.md", Fate.UPDATE)]
    team.files["a.md"] = "two\nmine\n"
    assert team.upgrade(Whole("a.md", "two\n")) == [("a.md", Fate.KEPT)]
    assert team.upgrade(Whole("a.md", "zero\ntwo\n")) == [("a.md", Fate.MERGE)]
    assert team.files["a.md"] == "zero\ntwo\nmine\n"


def test_both_changed_one_line() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"), Whole("b.json", "1\n", loaded=True))
    team.files |= {"a.md": "mine\n", "b.json": "2\n"}
    fates = team.upgrade(Whole("a.md", "theirs\n"), Whole("b.json", "3\n", loaded=True))
    assert fates == [("a.md", Fate.CONFLICT), ("b.json", Fate.KEPT)]
    assert team.files["a.md"] == "<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> awos\n"
    assert team.files["b.json"] == "2\n"


def test_a_file_that_was_there_is_left_alone_for_ever() -> None:
    team = Team({"a.md": "ours\n"})
    for text in ("one\n", "two\n"):
        assert team.upgrade(Whole("a.md", text)) == [("a.md", Fate.THEIRS)]
    assert team.files == {"a.md": "ours\n"}


def test_a_deleted_file_stays_deleted_and_a_renamed_one_is_followed() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"), Whole("b.md", "one\n"))
    del team.files["a.md"]
    team.files["c.md"] = team.files.pop("b.md") + "mine\n"
    team.renamed["b.md"] = "c.md"
    for text in ("zero\none\n", "less\nzero\none\n"):
        fates = dict(team.upgrade(Whole("a.md", text), Whole("b.md", text)))
        assert fates == {"a.md": Fate.GONE, "c.md": Fate.MERGE}
    assert team.files == {"c.md": "less\nzero\none\nmine\n"}


def test_a_pristine_copy_that_was_changed_is_no_base() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"))
    team.files["a.md"], team.copies["a.md"] = "mine\n", "forged\n"
    assert team.upgrade(Whole("a.md", "two\n")) == [("a.md", Fate.KEPT)]
    assert team.files["a.md"] == "mine\n"


def test_what_awos_does_not_have_any_more_stays() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"))
    assert team.upgrade() == [("a.md", Fate.DROPPED)]
    assert team.files == {"a.md": "one\n"}


def test_line_endings_of_the_checkout_are_kept() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\ntwo\n"))
    team.files["a.md"] = "one\r\ntwo\r\nmine\r\n"
    assert team.upgrade(Whole("a.md", "zero\none\ntwo\n")) == [("a.md", Fate.MERGE)]
    assert team.files["a.md"] == "zero\r\none\r\ntwo\r\nmine\r\n"


def test_a_draft_is_written_once() -> None:
    team = Team({"b.md": "ours\n"})
    drafts = (Draft("a.md", "one\n"), Draft("b.md", "one\n"))
    assert team.upgrade(*drafts) == [("a.md", Fate.CREATE), ("b.md", Fate.THEIRS)]
    del team.files["a.md"]
    assert team.upgrade(*drafts) == []
    assert team.files == {"b.md": "ours\n"}


WORDS = st.lists(st.sampled_from([f"line {n}" for n in range(8)]), max_size=8)


@dataclass(frozen=True)
class Edit:
    """What a person does to a text: lines of their own at some places, some lines taken out."""

    places: tuple[int, ...]
    gone: frozenset[int]

    def made(self, text: str, begin: int) -> tuple[str, list[str]]:
        lines = text.split("\n")[:-1] if text else []
        kept = [line for i, line in enumerate(lines) if i not in self.gone or "mine" in line]
        own = []
        for number, place in enumerate(self.places):
            own.append(f"mine {begin + number}")
            kept.insert(place % (len(kept) + 1), own[-1])
        return "".join(f"{line}\n" for line in kept), own


EDITS = st.builds(
    Edit,
    st.lists(st.integers(0, 9), max_size=3).map(tuple),
    st.frozensets(st.integers(0, 9), max_size=4),
)


@settings(max_examples=scale_examples(1500), deadline=None)
@given(WORDS, st.lists(st.tuples(EDITS, WORDS), min_size=1, max_size=3), st.booleans())
def test_no_line_of_a_team_is_lost(
    first: list[str], steps: list[tuple[Edit, list[str]]], windows: bool
) -> None:
    def text(lines: Iterable[str]) -> str:
        return "".join(f"{line}\n" for line in lines)

    team = Team()
    team.upgrade(Whole("a.md", text(first)))
    mine: list[str] = []
    for edit, version in steps:
        edited, own = edit.made(team.files["a.md"].replace("\r\n", "\n"), len(mine))
        mine += own
        team.files["a.md"] = edited.replace("\n", "\r\n") if windows else edited
        team.upgrade(Whole("a.md", text(version)))
        counted = Counter(team.files["a.md"].replace("\r\n", "\n").split("\n"))
        assert all(counted[line] == 1 for line in mine)


# Pieces.


HOOK = {"hooks": [{"type": "command", "command": "awos hook stop --client claude", "timeout": 9}]}
STOP = Handlers("s.json", ("hooks", "Stop"), "stop", (HOOK,))
SERVER = Member("s.json", ("mcpServers", "serena"), {"command": "serena", "args": ["a", "b"]})
THEIRS = """{
  // what the team says
  "model": "x",
  "hooks": {
    "Stop": [
      {"hooks": [{"type": "command", "command": "./ours.sh"}]}, // ours
    ],
  },
}
"""


def test_pieces_go_beside_what_is_there_and_come_back_out_the_same() -> None:
    team = Team({"s.json": THEIRS})
    assert [fate for _, fate in team.upgrade(STOP, SERVER)] == [Fate.ADD, Fate.ADD]
    text = team.files["s.json"]
    assert all(line.rstrip(",") in text for line in THEIRS.split("\n"))
    read = json_text.read_json_text(text)
    assert read["hooks"]["Stop"][1] == HOOK
    assert read["mcpServers"] == {"serena": SERVER.value}
    assert [fate for _, fate in team.upgrade(STOP, SERVER)] == [Fate.SAME, Fate.SAME]
    assert team.files["s.json"] == text


def test_a_piece_follows_awos_until_somebody_edits_it() -> None:
    team = Team({"s.json": THEIRS})
    team.upgrade(STOP)
    later = replace(STOP, value=({**HOOK, "matcher": "x"}, HOOK))
    assert team.upgrade(later) == [("s.json", Fate.UPDATE)]
    assert len(json_text.read_json_text(team.files["s.json"])["hooks"]["Stop"]) == 3
    assert team.upgrade(STOP) == [("s.json", Fate.UPDATE)]
    assert json_text.read_json_text(team.files["s.json"])["hooks"]["Stop"][1:] == [HOOK]
    edited = team.files["s.json"] = team.files["s.json"].replace("9", "90")
    assert team.upgrade(later) == [("s.json", Fate.KEPT)]
    assert team.files["s.json"] == edited


def test_a_piece_that_was_deleted_stays_so_and_one_that_was_there_is_theirs() -> None:
    team = Team({"s.json": '{"mcpServers": {"serena": {"command": "mine"}}}'})
    assert team.upgrade(STOP, SERVER) == [("s.json", Fate.ADD), ("s.json", Fate.THEIRS)]
    team.files["s.json"] = '{"mcpServers": {}}'
    assert team.upgrade(STOP, SERVER) == [("s.json", Fate.GONE), ("s.json", Fate.ADD)]
    del team.files["s.json"]
    assert [fate for _, fate in team.upgrade(STOP, SERVER)] == [Fate.GONE, Fate.GONE]
    assert team.files == {}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[]", "no JSON object"),
        ('{"hooks": []}', "`hooks` is not an object"),
        ('{"hooks": {"Stop": {}}}', "`hooks.Stop` is not a list"),
        ('{"a": 1', "no JSON that awos can read"),
        ('{"a": 1, "a": 2}', "stands twice"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_kept(text: str, why: str) -> None:
    team = Team({"s.json": text})
    assert team.upgrade(STOP) == [("s.json", Fate.REFUSED)]
    assert team.plan
    assert why in team.plan.steps[0].why
    assert team.files == {"s.json": text}


def test_other_formats() -> None:
    table = Table("c.toml", ("mcp_servers", "serena"), '[mcp_servers.serena]\ncommand = "s"\n')
    entry = Entry("p.yaml", "repos", "awos", "- repo: local\n  hooks:\n    - id: awos\n")
    section = Section("A.md", "What is so.\n")
    files = {
        "c.toml": '# ours\nmodel = "x"\n',
        "p.yaml": "# ours\nrepos:\n- repo: a  # pinned\n  rev: b\n\nci: {}\n",
        "A.md": "# Ours\n\nText",
    }
    team = Team(dict(files))
    assert {fate for _, fate in team.upgrade(table, entry, section)} == {Fate.ADD}
    for path, text in files.items():
        assert all(line in team.files[path] for line in text.split("\n"))
    assert team.files["p.yaml"].endswith(
        "  rev: b\n- repo: local\n  hooks:\n    - id: awos\n\nci: {}\n"
    )
    assert {fate for _, fate in team.upgrade(table, entry, section)} == {Fate.SAME}
    newer: list[Part] = [
        replace(table, value='[mcp_servers.serena]\ncommand = "t"\n'),
        replace(entry, value="- repo: local\n  hooks:\n    - id: awos\n      always_run: true\n"),
        replace(section, value="What is so now.\n"),
    ]
    assert {fate for _, fate in team.upgrade(*newer)} == {Fate.UPDATE}
    assert team.files["A.md"].endswith("\nWhat is so now.\n<!-- end awos -->\n")
    assert '"s"' not in team.files["c.toml"]
    created = Team()
    assert {fate for _, fate in created.upgrade(table, entry, section)} == {Fate.CREATE}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("p.yaml", "repos: [{repo: a}]\n"),
        ("p.yaml", "repos: &x\n- repo: a\n"),
        ("p.yaml", "- a\n"),
        ("p.yaml", "ci: {}\n"),
        ("c.toml", "mcp_servers = 1\n"),
        ("c.toml", "[mcp_servers]\nserena = {}\n"),
        ("c.toml", "a = [\n"),
        ("A.md", "<!-- end awos -->\n"),
    ],
)
def test_other_formats_that_cannot_be_changed(path: str, text: str) -> None:
    parts: dict[str, Part] = {
        "c.toml": Table(
            "c.toml", ("mcp_servers", "serena"), '[mcp_servers.serena]\ncommand = "s"\n'
        ),
        "p.yaml": Entry("p.yaml", "repos", "awos", "- repo: local\n"),
        "A.md": Section("A.md", "Text.\n"),
    }
    team = Team({path: text})
    ((_, fate),) = team.upgrade(parts[path])
    assert fate in (Fate.REFUSED, Fate.THEIRS)
    assert team.files == {path: text}


KEYS = st.text("abc/*", min_size=1, max_size=3)
PLAIN = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-9, 99),
        st.text('ab{}[],:/* "\\\n\u00e9', max_size=6),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(KEYS, PLAIN, max_size=4)


@settings(max_examples=scale_examples(400), deadline=None)
@given(OBJECTS, st.sampled_from([None, 2, "\t"]), st.booleans(), OBJECTS, st.booleans())
def test_json_of_any_style_keeps_what_it_says(
    theirs: dict[str, Any],
    indent: int | str | None,
    windows: bool,
    value: dict[str, Any],
    bare: bool,
) -> None:
    text = json.dumps(theirs, indent=indent, ensure_ascii=bare) + "\n"
    text = text.replace("\n", "\r\n") if windows else text
    new = json_text.set_member(text, ("mcpServers", "x"), value)
    assert json_text.read_json_text(new) == {**theirs, "mcpServers": {"x": value}}
    again = json_text.set_member(new, ("mcpServers", "x"), {"y": 1})
    assert json_text.read_json_text(again) == {**theirs, "mcpServers": {"x": {"y": 1}}}
    listed = json_text.set_entries(again, ("mcpServers", "l"), lambda entry: entry == 7, [7, [7]])
    assert json_text.read_json_text(listed)["mcpServers"]["l"] == [7, [7]]


def test_a_lock_says_what_is_wrong_with_it() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"), STOP)
    assert team.lock
    assert read_lock(team.lock.write_text()) == team.lock
    for text in ("", "{}", team.lock.write_text().replace('"a.md"', '"../a.md"'), "[" * 5000):
        with pytest.raises(LockError, match=r"lock\.json cannot be used .* `awos init`"):
            read_lock(text)
    assert compute_digest("a\r\nb\n") == compute_digest("a\nb\n") != compute_digest("a\nb")


def test_a_comment_is_not_lost_with_what_it_is_about() -> None:
    team = Team({"s.json": "{}\n"})
    team.upgrade(replace(STOP, value=(HOOK, {**HOOK, "matcher": "x"})))
    for old, new in (('"type"', '// ask Ada\n "type"'), ('"matcher"', '/* why */ "matcher"')):
        commented = team.files["s.json"] = team.files["s.json"].replace(old, new, 1)
        ((_, fate),) = team.upgrade(replace(STOP, value=(HOOK,)))
        assert (fate, team.files["s.json"]) == (Fate.REFUSED, commented)
        team.files["s.json"] = commented.replace(new, old, 1)


def test_comments_of_any_length_take_no_long_time() -> None:
    slashes = "/" * 5_000
    text = f'{{\n  "a": 1\n  {slashes}\n  // end\n  {slashes}\n}}\n'
    assert json_text.read_json_text(json_text.set_member(text, ("b",), 2)) == {"a": 1, "b": 2}
    with pytest.raises(UneditableError):
        json_text.read_json_text("{" + "/* " * 50_000)


def test_settings_of_a_strict_reader_hold_no_comments() -> None:
    team = Team({"s.json": "{} // ours\n"})
    assert team.upgrade(replace(SERVER, strict=True)) == [("s.json", Fate.REFUSED)]
    assert team.upgrade(SERVER) == [("s.json", Fate.ADD)]


YAML = "repos:\n- repo: local\n  hooks:\n    - id: 'awos' # pinned\n"


def test_an_entry_is_known_by_what_it_says() -> None:
    entry = Entry("p.yaml", "repos", "awos", "- repo: local\n  hooks:\n    - id: awos\n")
    for text in (YAML, YAML.replace("\n", "\r\n"), YAML.replace("'awos' # pinned", "awos")):
        assert Team({"p.yaml": text}).upgrade(entry)[0][1] in (Fate.THEIRS, Fate.SAME)
    twice = "repos:\n- repo: a\nrepos:\n- repo: b\n"
    team = Team({"p.yaml": twice})
    assert team.upgrade(entry) == [("p.yaml", Fate.REFUSED)]
    windows = Team({"p.yaml": "repos:\r\n- repo: a\r\n"})
    windows.upgrade(entry)
    assert "\n" not in windows.files["p.yaml"].replace("\r\n", "")
    assert windows.upgrade(entry) == [("p.yaml", Fate.SAME)]


def test_conflicts_that_are_left_stay_conflicts() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"))
    team.files["a.md"] = "mine\n"
    for text in ("theirs\n", "theirs\n", "theirs again\n"):
        assert team.upgrade(Whole("a.md", text)) == [("a.md", Fate.CONFLICT)]
        assert team.files["a.md"].count("<<<<<<<") == 1


def test_one_file_is_not_the_new_name_of_two() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"), Whole("b.md", "one\n"))
    team.files = {"c.md": "one\n"}
    team.renamed = {"a.md": "c.md", "b.md": "c.md"}
    fates = team.upgrade(Whole("a.md", "two\n"), Whole("b.md", "three\n"))
    assert fates == [("c.md", Fate.UPDATE), ("b.md", Fate.GONE)]


def test_lines_that_end_in_two_ways_are_not_made_alike() -> None:
    team = Team({"c.toml": "# one\n# two\r\n[a]\nx = 1\n"})
    team.upgrade(Whole("a.md", "one\ntwo\n"))
    mine = team.files["a.md"] = "one\r\ntwo\nmine\n"
    assert team.upgrade(Whole("a.md", "zero\none\ntwo\n")) == [("a.md", Fate.KEPT)]
    assert team.files["a.md"] == mine
    table = Table("c.toml", ("mcp_servers", "s"), '[mcp_servers.s]\ncommand = "s"\n')
    team.upgrade(table)
    assert team.files["c.toml"].startswith("# one\n# two\r\n[a]\nx = 1\n")
    assert team.upgrade(table)[-1] == ("c.toml", Fate.SAME)


def test_a_lock_of_nobody_knows_what() -> None:
    team = Team()
    team.upgrade(Whole("a.md", "one\n"))
    assert team.lock
    text = team.lock.write_text()
    for old, new in (
        ('"claude"', '"nosuch"'),
        ('"servers": []', '"servers": ["nosuch"]'),
        ('"1.0"', f'"{"9" * 5000}"'),
        ('"context"', '"../out"'),
        ('"context"', '"/abs"'),
        ('"awos-"', '"../x"'),
        ('"a.md"', '".GIT/hooks/pre-commit"'),
    ):
        assert old in text
        with pytest.raises(LockError):
            read_lock(text.replace(old, new))
