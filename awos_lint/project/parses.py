"""Documents that were read once, so that two trees which share most of them cost little more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from awos_lint.core.config import Config
from awos_lint.core.model.document import Document
from awos_lint.core.model.kinds import Kind
from awos_lint.core.model.stray import Stray
from awos_lint.layouts import Claim, Layout, read_claimed


@dataclass
class Parses:
    """What was read under one configuration, by path; the same bytes at a path are read once."""

    _law: tuple[Config, Mapping[str, Kind]] | None = None
    _kept: dict[tuple[str, str], tuple[Claim, bytes, tuple[Document, ...]]] = field(
        default_factory=dict
    )

    def under(self, config: Config, kinds: Mapping[str, Kind]) -> Parses:
        """Return the parses for a configuration: these, if they were made under an equal one."""
        if self._law is None:
            self._law = config, kinds
        return self if self._law == (config, kinds) else Parses((config, kinds))

    def read(self, layout: Layout, claim: Claim, data: bytes) -> tuple[Document, ...]:
        """Return what a layout reads, as it was read before if nothing is different."""
        assert self._law is not None, "parses are asked under a configuration"
        key = layout.name, claim.path
        kept = self._kept.get(key)
        if kept and kept[:2] == (claim, data):
            return kept[2]
        documents = read_claimed(layout, claim, data, *self._law)
        self._kept[key] = claim, data, documents
        return documents

    def find_stray(self, layout: Layout, claim: Claim, data: bytes) -> Stray | None:
        """Return what a file that is no document of a layout looks like to it, if it does."""
        assert self._law is not None, "parses are asked under a configuration"
        return layout.find_stray(claim, data, *self._law) if layout.find_stray else None
