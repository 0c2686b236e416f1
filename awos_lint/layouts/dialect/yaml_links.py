"""Indexes in YAML whose keys are the names of files: ``folder: file: description``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from awos_lint.core.model.document import Address, Data, Link, Mark


def index_links(
    fields: Mapping[str, Data], marks: Mapping[Address, Mark], root: str
) -> Iterator[Link]:
    """Yield a link for each file that an index names; those under ``root`` lie beside the index."""
    for folder, files in fields.items():
        for name in files if isinstance(files, dict) else ():
            mark = marks.get((folder, name))
            span = mark and (mark.key or mark.value)
            if span:
                file = name if name.endswith(".md") else f"{name}.md"
                yield Link(file if folder == root else f"{folder}/{file}", name, span)
