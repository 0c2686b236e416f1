"""The shape of ``--format json`` as a JSON Schema, for those who read it."""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}


def _record_schema(properties: dict[str, Any]) -> dict[str, Any]:
    # Keys are added over time and never renamed, so readers must let unknown ones pass.
    return {"type": "object", "properties": properties, "required": list(properties)}


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a report; lines and columns count from one."""
    related = _record_schema({"path": _TEXT, "line": _NUMBER, "column": _NUMBER, "message": _TEXT})
    finding = _record_schema(
        {
            "rule": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)+$"},
            "severity": {"enum": ["error", "warning", "notice"]},
            "message": _TEXT,
            "path": _TEXT,
            "line": _NUMBER,
            "column": _NUMBER,
            "end_line": _NUMBER,
            "end_column": _NUMBER,
            "help": _TEXT,
            "related": {"type": "array", "items": related},
            "fingerprint": _TEXT,
            "fixable": {"type": "boolean"},
        }
    )
    skip = _record_schema({"what": _TEXT, "why": _TEXT, "incomplete": {"type": "boolean"}})
    # The type of the exception, where a bug in awos is the reason.
    skip["properties"]["error"] = _TEXT
    counts = ("documents", "errors", "warnings", "suppressed", "baselined", "aside")
    report = _record_schema(
        {
            "version": {"const": 1},
            "findings": {"type": "array", "items": finding},
            "summary": _record_schema(dict.fromkeys(counts, _COUNT)),
            "skipped": {"type": "array", "items": skip},
        }
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Report", **report}
