"""The published schemas: valid themselves, true of what awos accepts and of what it writes."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from awos_lint.core.config import Limits, config_schema
from awos_lint.core.model.front import MODELS, schema_of
from awos_lint.linter.casebook import read_casebook
from awos_lint.report import render_report
from awos_lint.report.schema import report_schema
from awos_lint.rules import all_rules
from awos_lint.syntax.parse import decode_document, read_front
from tests.support.worlds import judged, loaded

WORLDS = [w for rule in all_rules().values() for w in read_casebook(rule.casebook).worlds]
PLAIN = [w for w in WORLDS if b"[kinds." not in w.files.get("awos.toml", b"")]


@pytest.mark.parametrize("kind", MODELS)
def test_kinds_are_valid_schemas(kind: str) -> None:
    Draft202012Validator.check_schema(schema_of(kind))


def test_config_and_report_are_valid_schemas() -> None:
    Draft202012Validator.check_schema(config_schema())
    Draft202012Validator.check_schema(report_schema())


def test_every_report_has_the_published_shape() -> None:
    validator = Draft202012Validator(report_schema())
    for world in WORLDS:
        report = json.loads(render_report(judged(world.files), "json", color=False, width=80))
        validator.validate(report)


@pytest.mark.parametrize("kind", MODELS)
def test_the_schema_is_never_stricter_than_the_model(kind: str) -> None:
    """What ``awos check`` accepts, an editor with the schema accepts too."""
    validator = Draft202012Validator(schema_of(kind))
    accepted = 0
    for world in PLAIN:
        findings = {(d.at.path, d.rule) for d in judged(world.files).diagnostics}
        documents = loaded(world.files).project.documents_of(kind)
        for path in (document.path for document in documents if document.layout == "native"):
            data = world.files[path]
            rules = {rule for where, rule in findings if where == path}
            if rules & {"document-unknown-key", "document-invalid-value", "document-encoding"}:
                continue
            fields = read_front(decode_document(path, data).source, Limits()).fields
            known = set(rules) & {"document-unknown-status", "document-unknown-kind"}
            accepted += not known and validator.is_valid(fields)
            assert known or validator.is_valid(fields), (path, fields)
    assert accepted or kind == "standard"
