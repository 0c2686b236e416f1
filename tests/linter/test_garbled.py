"""A byte that is not UTF-8 is one finding; the rest of its document is judged and never written."""

from __future__ import annotations

from pathlib import Path

import pytest

from awos_lint.approvals.records import is_readable
from tests.support.command import FIRST, TWICE, awos, lay
from tests.support.repositories import Repository
from tests.support.worlds import judged, loaded

SPEC = "context/specs/001-herbs/spec.md"


def rules(text: bytes, path: str = SPEC) -> list[str]:
    found = judged({path: text}).diagnostics
    return sorted(d.rule for d in found if d.at.path == path and not d.rule.startswith("order"))


def test_the_other_findings_of_the_document_are_reported() -> None:
    found = rules(b"---\nstatus: draft\ncolour: r\xf6d\n---\n# H\xf6rbs\n\n- **FR-1** TBD\n")
    assert "document-encoding" in found
    assert "document-unknown-key" in found
    assert "document-placeholder" in found


@pytest.mark.parametrize(
    "text",
    [
        b"---\nid: SPEC-\xf6\n---\n# Herbs\n",
        b"---\nstatus: dr\xe4ft\n---\n# Herbs\n",
        b"---\nfeature: F-\xf6\n---\n# Herbs\n",
        b"---\nstatus: draft\n---\n# Herbs\n\n## Functional requirem\xeants\n",
    ],
)
def test_what_the_byte_causes_is_not_reported_as_well(text: bytes) -> None:
    assert rules(text) == ["document-encoding"]


def test_text_in_another_encoding_is_judged_no_further() -> None:
    text = "---\nstatus: draft\n---\n# Herbs\n\nTBD\n".encode("utf-16")
    assert set(rules(text)) <= {"document-encoding", "document-control-character"}


def test_nothing_is_written_to_it(tmp_path: Path) -> None:
    files = {path: text.encode() + b"\nr\xf6d\n" for path, text in TWICE.items()}
    repository = Repository.create(tmp_path / "r")
    lay(repository.root, files)
    repository.git("add", "-A")
    repository.git("commit", "-qm", "Begin")
    assert "reference-repeated" in awos(repository.root, "check").out
    awos(repository.root, "check", "--fix")
    awos(repository.root, "approve", "ADR-0001", "--yes")
    awos(repository.root, "renumber", FIRST, "7")
    assert {path: (repository.root / path).read_bytes() for path in files} == files


def test_its_approval_is_not_believed() -> None:
    project = loaded({SPEC: b"---\nstatus: approved\n---\n# H\xf6rbs\n"}).project
    assert not is_readable(project.documents[0])
