"""The example product is clean, and its twin is broken where the README says."""

from __future__ import annotations

from pathlib import Path

from tests.support.worlds import judged

ROOT = Path(__file__).resolve().parent.parent.parent


def files(folder: str) -> dict[str, bytes]:
    root = ROOT / folder
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not {"__pycache__", ".pytest_cache"} & set(path.parts)
    }


def test_the_product_is_clean() -> None:
    report = judged(files("examples/ledgerly"))
    assert report.documents > 20
    assert not report.diagnostics
    assert not report.skipped


def test_each_defect_of_the_twin_is_one_finding() -> None:
    found = judged(files("examples/ledgerly-broken")).diagnostics
    assert len(found) >= 12
    assert len({(d.rule, d.at.path, d.at.line) for d in found}) == len(found)
    assert len({d.rule for d in found}) >= 12
