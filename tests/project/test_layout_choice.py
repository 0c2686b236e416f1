"""Which layout reads which path, and what `awos layout` says about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from awos_lint.core.config import Config, ConfigError
from awos_lint.core.model.kinds import KINDS
from awos_lint.layouts import Claim, Layout
from awos_lint.project import layout_choice
from awos_lint.project.layout_choice import settle_layouts
from tests.support.command import awos

RECORD = "# 1. Use X\n\n## Status\n\nAccepted\n"


def layout(name: str, *claimed: Claim) -> Layout:
    return Layout(name, lambda *_: iter(claimed), lambda *_: ())


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "native": layout("native", Claim("a.md"), Claim("b.md"), Claim("c.md", "adr")),
        "other": layout(
            "other",
            Claim("a.md", "adr"),
            Claim("b.md"),
            Claim("c.md", "adr"),
            Claim("d.md", aside="-"),
        ),
    }
    monkeypatch.setattr(layout_choice, "load_layouts", lambda: found)


def settled(**config: object) -> layout_choice.Claims:
    return settle_layouts(["a.md", "b.md", "c.md", "d.md"], Config.model_validate(config), KINDS)


@pytest.mark.usefixtures("two")
def test_whoever_is_sure_reads_and_the_native_layout_comes_first() -> None:
    read = [(layout.name, claim.path) for layout, claim in settled().read]
    assert read == [("other", "a.md"), ("native", "b.md"), ("other", "b.md"), ("native", "c.md")]


@pytest.mark.usefixtures("two")
def test_what_two_layouts_claim_is_said_with_how_to_decide() -> None:
    (disputed,) = settled().disputed
    assert disputed.what == "c.md"
    assert "native and other claim it" in disputed.why
    assert "`layouts`" in disputed.why
    assert settled(layouts=["other"]).disputed == ()


@pytest.mark.usefixtures("two")
def test_what_is_left_aside_is_kept_with_its_reason() -> None:
    assert [(aside.path, aside.why) for aside in settled().aside] == [("d.md", "-")]


def test_a_layout_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ConfigError, match="there is no layout `ard`; did you mean adr"):
        settle_layouts([], Config.model_validate({"layouts": ["ard"]}), KINDS)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "docs" / "adr"
    folder.mkdir(parents=True)
    (folder / "0001-use-x.md").write_text(RECORD, "utf-8")
    (folder / "notes.md").write_text("# Notes\n", "utf-8")
    (folder / "template.md").write_text("# NNN. Title\n", "utf-8")
    return tmp_path


def test_layout_says_what_was_found(repository: Path) -> None:
    result = awos(repository, "layout")
    assert result.code == 0
    assert result.out == (
        "adr in docs/adr\n"
        "  documents: adr 1\n"
        "  left aside: docs/adr/notes.md: it does not read like a document\n"
        "  left aside: docs/adr/template.md: a template\n"
    )


def test_layout_for_programs(repository: Path) -> None:
    entries = json.loads(awos(repository, "layout", "--format", "json").out)
    assert entries["version"] == 1
    (entry,) = entries["layouts"]
    assert (entry["layout"], entry["root"], entry["documents"]) == ("adr", "docs/adr", {"adr": 1})
    assert [aside["path"] for aside in entry["aside"]] == [
        "docs/adr/notes.md",
        "docs/adr/template.md",
    ]


def test_a_layout_that_is_not_chosen_is_not_read(repository: Path) -> None:
    (repository / "awos.toml").write_text('layouts = ["native"]\n', "utf-8")
    result = awos(repository, "layout")
    assert (result.out, result.err) == ("", "awos: no layout was recognised here\n")
