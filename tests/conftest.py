"""What all tests share."""

from __future__ import annotations

import os
import re

import pytest

from tests.support.profiles import load_profile

load_profile()

# The run must not depend on who runs it, or from which hook.
for name in [key for key in os.environ if key.startswith(("GIT_", "AWOS_", "GITHUB_"))]:
    del os.environ[name]
for name in ("NO_COLOR", "FORCE_COLOR", "CI", "PRE_COMMIT", "COLUMNS"):
    os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write generated files anew")


_ABSENT = re.compile(r"the program `(.+)` is not installed")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether to write generated files instead of only comparing them."""
    return bool(request.config.getoption("--accept"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the programs that are not installed, so that nobody takes them for tried."""
    reports = terminalreporter.stats.get("skipped", ())
    told = [report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple)]
    found = {match[1] for text in told if (match := _ABSENT.search(text))}
    if found:
        terminalreporter.write_line(
            f"programs not installed, not tried: {', '.join(sorted(found))}"
        )
