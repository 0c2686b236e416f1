"""Documents that were read in one run: the same bytes at a path are read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from awos_lint.core.config import Config
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import Kind
from awos_lint.core.model.stray import Stray
from awos_lint.layouts import Claim, Layout, load_layouts, read_claimed

_Known = tuple[Claim, bytes, tuple[Document, ...]]


@dataclass
class Reader:
    """Reads documents from bytes under one configuration, and keeps what it read."""

    config: Config
    kinds: Mapping[str, Kind]
    _kept: dict[tuple[str, str], list[_Known]] = field(default_factory=dict)

    def read_documents(self, layout: Layout, claim: Claim, data: bytes) -> tuple[Document, ...]:
        """Return what a layout reads in a file, as it was read before if nothing is different."""
        known = self._kept.setdefault((layout.name, claim.path), [])
        for old_claim, old_data, documents in known:
            if (old_claim, old_data) == (claim, data):
                return documents
        documents = read_claimed(layout, claim, data, self.config, self.kinds)
        known.append((claim, data, documents))
        return documents

    def read_at(self, layout: str, path: str, data: bytes) -> Iterator[Document]:
        """Yield the documents of a file, where a layout says that it has any at this path."""
        found = load_layouts()[layout]
        for claim in found.claims([path], self.config, self.kinds):
            yield from self.read_documents(found, claim, data)

    def read_version(self, document: Document, data: object, path: str = "") -> Document | None:
        """Return another version of a document, from its bytes, at ``path`` where it moved.

        It is None where ``data`` are no bytes, because there are none, and where they hold none.
        """
        if not isinstance(data, bytes):
            return None
        return next(self.read_at(document.layout, path or document.path, data), None)

    def find_stray(self, layout: Layout, claim: Claim, data: bytes) -> Stray | None:
        """Return what a file that is no document of a layout looks like to it, if it does."""
        return (
            layout.find_stray(claim, data, self.config, self.kinds) if layout.find_stray else None
        )


@dataclass
class Parses:
    """The readers of one run, one for each configuration that documents were read under."""

    _readers: list[Reader] = field(default_factory=list)

    def reader_for(self, config: Config, kinds: Mapping[str, Kind]) -> Reader:
        """Return the reader for a configuration and its kinds."""
        for reader in self._readers:
            if (reader.config, reader.kinds) == (config, kinds):
                return reader
        self._readers.append(Reader(config, kinds))
        return self._readers[-1]
