"""Two documents with one id are two nodes, each with its own links."""

from __future__ import annotations

import json

from awos_lint.graph.export import FORMATS, select_part
from tests.support.worlds import loaded

RECORD = (
    "# {0}\n\n## Status\n\n{1}\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n"
)
FILES = {
    "docs/adr/0009-use-kafka.md": RECORD.format("9. Use Kafka", "Accepted"),
    "docs/adr/0009-use-pipes.md": RECORD.format(
        "9. Use pipes", "Superseded by [10](0010-use-files.md)"
    ),
    "docs/adr/0010-use-files.md": RECORD.format(
        "10. Use files", "Accepted\n\nSupersedes [9](0009-use-pipes.md)"
    ),
}


def test_links_belong_to_the_document_that_wrote_them() -> None:
    project = loaded(FILES).project
    kafka, pipes, files = map(project.node_of, project.documents)
    assert kafka.id == pipes.id
    assert project.links_from(kafka) == project.links_to(kafka) == []
    assert [edge.target for edge in project.links_from(pipes)] == [files]
    assert [edge.source.document for edge in project.links_to(pipes)] == [files.document]


def test_each_is_drawn_with_its_own_links() -> None:
    shown = select_part(loaded(FILES).project)
    drawn = FORMATS["mermaid"](shown)
    names = {line.split("[")[0].strip() for line in drawn.splitlines() if "Use " in line}
    (kafka,) = (line.split("[")[0].strip() for line in drawn.splitlines() if "Kafka" in line)
    assert len(names) == 3
    assert not [line for line in drawn.splitlines() if "-->" in line and f"{kafka} " in line]
    edges = {
        (edge["path"], edge["to_path"]) for edge in json.loads(FORMATS["json"](shown))["edges"]
    }
    one, two = "docs/adr/0009-use-pipes.md", "docs/adr/0010-use-files.md"
    assert edges == {(one, two), (two, one)}
