"""What --fix changes in task lists leaves nothing to fix, and makes the line count."""

from __future__ import annotations

import pytest

from awos_lint.linter.fixes import apply_fixes
from tests.support.worlds import judged

PATH = "context/specs/001-cart/tasks.md"
HEAD = "---\nstatus: approved\n---\n"
RULES = ("task-unknown-field", "task-unknown-state")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- [] **T-01** Cart\n", "- [ ] **T-01** Cart\n"),
        ("- [ x]  **T-01** Cart\n", "- [x] **T-01** Cart\n"),
        ("- [X]**T-01** Cart\r\n", "- [X] **T-01** Cart\r\n"),
        ("- [ ] **T-01** Cart\n  - **Files:** a.py\n", "- [ ] **T-01** Cart\n  - files: a.py\n"),
        ("- [ ] **T-01** Cart\n  - __file__ : a.py\n", "- [ ] **T-01** Cart\n  - files: a.py\n"),
        ("- [ ] **T-01** Cart\n  - Covrs: FR-1\n", "- [ ] **T-01** Cart\n  - covers: FR-1\n"),
    ],
)
def test_fix(before: str, after: str) -> None:
    report = judged({PATH: HEAD + before})
    ours = [found for found in report.diagnostics if found.rule in RULES]
    assert apply_fixes(ours, report.sources) == {PATH: HEAD + after}
    again = judged({PATH: HEAD + after})
    assert [found for found in again.diagnostics if found.rule in RULES] == []


def test_what_has_no_one_answer_is_left() -> None:
    report = judged({PATH: HEAD + "- [?] **T-01** Cart\n  files: a.py\n"})
    found = [found.rule for found in report.diagnostics if found.rule in RULES]
    assert found == ["task-unknown-state", "task-unknown-field"]
    assert not any(d.is_fixable for d in report.diagnostics if d.rule in RULES)
