"""What all tests share."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "awos", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=100
)
settings.load_profile("awos")

# The run must not depend on who runs it, or from which hook.
for name in [key for key in os.environ if key.startswith(("GIT_", "AWOS_", "GITHUB_"))]:
    del os.environ[name]
for name in ("NO_COLOR", "FORCE_COLOR", "CI", "PRE_COMMIT", "COLUMNS"):
    os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write generated files anew")


_ABSENT = re.compile(r"the generator `(.+)` is not installed")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether to write generated files instead of only comparing them."""
    return bool(request.config.getoption("--accept"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the generators that are not installed, so that nobody takes them for checked."""
    reports = terminalreporter.stats.get("skipped", ())
    told = [report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple)]
    found = {match[1] for text in told if (match := _ABSENT.search(text))}
    if found:
        terminalreporter.write_line(
            f"generators not installed, not run: {', '.join(sorted(found))}"
        )
