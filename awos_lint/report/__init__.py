"""The outcome of a run written down: one function per format, each from a report to its text.

Every text ends with a line break unless it is empty, and the same report gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Protocol

from awos_lint.core.diagnostic import Report

# The formats live in modules of their own that are imported when one is asked for: a run writes
# one format, and json, xml and re are a good part of the start-up time.


class Writer(Protocol):
    """Turns a report into the text of one format."""

    def __call__(self, report: Report, *, color: bool, width: int) -> str:
        """Return the text; ``color`` and ``width`` matter to formats for a terminal only."""


def _for_people(module: str, function: str) -> Writer:
    def write_text(report: Report, *, color: bool, width: int) -> str:
        writer: Writer = getattr(import_module(f"{__name__}.{module}"), function)
        return writer(report, color=color, width=width)

    return write_text


def _for_machines(module: str, function: str) -> Writer:
    def write_text(report: Report, *, color: bool, width: int) -> str:
        writer: Callable[[Report], str] = getattr(import_module(f"{__name__}.{module}"), function)
        return writer(report)

    return write_text


FORMATS: Mapping[str, Writer] = {
    "full": _for_people("terminal", "write_full"),
    "concise": _for_people("terminal", "write_concise"),
    "json": _for_machines("structured", "write_json"),
    "jsonl": _for_machines("structured", "write_json_lines"),
    "sarif": _for_machines("sarif", "write_log"),
    "github": _for_machines("github", "write_commands"),
    "gitlab": _for_machines("gitlab", "write_issues"),
    "junit": _for_machines("junit", "write_suites"),
    "rdjson": _for_machines("rdjson", "write_result"),
    "markdown": _for_machines("markdown", "write_summary"),
}


def render_report(report: Report, format: str, *, color: bool, width: int) -> str:  # noqa: A002
    """Return the report in one of ``FORMATS``; a name that is not there is a ``KeyError``.

    ``color`` and ``width`` (in terminal columns) matter to ``full`` and ``concise`` only.
    """
    return FORMATS[format](report, color=color, width=width)
