"""Configuration: layers, paths, complaints with a trail."""

from __future__ import annotations

import pytest

from awos_lint.core.config import (
    ConfigError,
    Layer,
    list_extended,
    merge_layers,
    read_layer,
    rebase_path,
)


def layer(path: str, text: str) -> Layer:
    found = read_layer(path, text)
    assert found is not None
    return found


def test_later_layers_win_and_tables_merge() -> None:
    config, origins = merge_layers(
        [
            layer("base.toml", 'select = ["task"]\n[severity]\ntask-order = "off"'),
            layer("awos.toml", 'select = ["adr"]\n[severity]\ntask-vague = "error"'),
        ]
    )
    assert config.select == ["adr"]
    assert config.severity == {"task-order": "off", "task-vague": "error"}
    assert origins == {"select": "awos.toml", "severity": "awos.toml"}


def test_paths_are_relative_to_the_file_that_states_them() -> None:
    text = """
documents = "docs"
exclude = ["docs/old/**"]
extends = ["../shared.toml"]
baseline = "./accepted.json"
per-file-ignores = { "docs/*.md" = ["task"] }
kinds.risk = { path = "risks/*.md", schema = "risk.json" }
"""
    config, _ = merge_layers([layer("team/app/awos.toml", text)])
    assert config.documents == "team/app/docs"
    assert config.exclude == ["team/app/docs/old/**"]
    assert config.baseline == "team/app/accepted.json"
    assert list(config.per_file_ignores) == ["team/app/docs/*.md"]
    assert config.kinds["risk"].path == "team/app/risks/*.md"
    assert list_extended(layer("team/app/awos.toml", text)) == ["team/shared.toml"]


def test_the_documents_folder_is_beside_the_configuration() -> None:
    config, _ = merge_layers([layer("team/awos.toml", "")])
    assert config.documents == "team/context"


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("a/b", "", "a/b"),
        (".", "x", "x"),
        ("../a", "x/y", "x/a"),
        ("../../a", "x", "../a"),
        ("./a//b", "x", "x/a/b"),
    ],
)
def test_rebased(path: str, folder: str, expected: str) -> None:
    assert rebase_path(path, folder) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("select = 3", "awos.toml: select: Input should be a valid list"),
        ('ignroe = ["x"]', "awos.toml: ignroe: unknown key, did you mean `ignore`?"),
        ("[limits]\nfront-depth = 0", "awos.toml: limits.front-depth: "),
        ("[limits]\ndeep = 1", "awos.toml: limits.deep: unknown key"),
        ('[severity]\ntask = "loud"', "awos.toml: severity.task: "),
        ("a = ", "awos.toml: not valid TOML"),
    ],
)
def test_complaints_have_a_trail(text: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        merge_layers([layer("awos.toml", text)])
    assert str(caught.value).startswith(complaint)


def test_pyproject_needs_its_table() -> None:
    assert read_layer("sub/pyproject.toml", "[tool.other]") is None
    assert layer("pyproject.toml", '[tool.awos]\ndocuments = "d"').table == {"documents": "d"}
    with pytest.raises(ConfigError, match=r"tool\.awos: must be a table"):
        read_layer("pyproject.toml", "tool.awos = 3")


def test_a_key_under_a_table_is_sent_above_it() -> None:
    layer = read_layer("awos.toml", '[governed]\npaths = ["src/**"]\nbaseline = "b.json"\n')
    assert layer is not None
    with pytest.raises(ConfigError, match=r"governed\.baseline: unknown key; it belongs above the"):
        merge_layers([layer])
