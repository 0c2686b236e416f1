"""Decision records anywhere: Nygard, adr-tools, MADR, log4brains and what people make of them.

A folder is recognised by its name (``docs/adr``, ``decisions``) or by two files that are called
like records (``adr-001-x.md``); the metadata is read wherever it stands in the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from awos_lint.core.config import Config
from awos_lint.core.model.document import UNWRITTEN
from awos_lint.core.model.kinds import PAGE, Kind
from awos_lint.layouts import Claim, Layout, make_reader
from awos_lint.layouts.dialect.record_paths import ENDINGS, Folder, find_folders, make_qualifiers

_NATIVE = re.compile(r"(?:mission|roadmap)\.md|decisions/\d{1,6}-[^/]+\.md")
"""Files of which one shows that the folder of documents is the native layout's."""
_NATIVE_HOME = re.compile(r"decisions/[^/]+\.md")
DOUBT = "doubt"
"""What is implied where a name alone does not show whether a file is a record or a note about one:
outside a folder that is called so, and where one number stands several times."""

_EXTRA = re.compile(
    r"(?:^|[-_ ])(?:addendum|amendment|annex|appendix|errata|followup|follow-up|notes|supplement)"
    r"(?:[-_ ]?\d+)?(?:$|[-_ ])",
    re.IGNORECASE,
)


def find_candidates(
    paths: Sequence[str], config: Config, kinds: Mapping[str, Kind]
) -> Iterator[Claim]:
    """Yield the records, the index pages beside them, and what is left aside."""
    root = "" if config.documents in ("", ".") else f"{config.documents.strip('/')}/"
    found = list(find_folders(_outside_native(paths, root)))
    extra = make_qualifiers(found)
    for folder in found:
        yield from _find_in_folder(folder, extra[folder.path])


def _outside_native(paths: Sequence[str], root: str) -> Iterator[str]:
    """Yield the files that may be records and are not in the native layout's own folder."""
    native = any(_is_below(_NATIVE, path, root) for path in paths)
    for path in paths:
        if path.endswith(ENDINGS) and not (native and _is_below(_NATIVE_HOME, path, root)):
            yield path


def _is_below(pattern: re.Pattern[str], path: str, root: str) -> bool:
    return path.startswith(root) and pattern.fullmatch(path.removeprefix(root)) is not None


def _find_in_folder(folder: Folder, qualifier: str) -> Iterator[Claim]:
    possible = frozenset(folder.possible)
    numbers: dict[str, str] = {}
    # The shortest name of a number is that of the record, longer ones may go with it.
    for path in sorted(folder.stems, key=lambda path: (len(path), path)):
        name = folder.names.get(path)
        if path in folder.pages:
            # A README at the top, or beside nothing that is surely a record, is no index.
            if folder.path and folder.evident:
                yield Claim(path, PAGE, root=folder.root)
        elif name is None:
            if path in folder.stems and folder.home:
                yield Claim(path, root=folder.root, aside=folder.find_reason(path))
        elif path in folder.evident or path in possible:
            kind = "adr" if path in folder.evident else ""
            first = numbers.setdefault(name.number, name.slug) if name.number else ""
            claim = _make_candidate(folder, path, kind, qualifier, _is_addition(name.slug, first))
            # `ADR-007-use-sqlite` and `ADR-007-debate-log`: names do not tell which is a record.
            doubt = {DOUBT: path} if not folder.home or path in folder.doubled else {}
            yield replace(claim, implied={**claim.implied, **doubt})


def _is_addition(slug: str, first: str) -> bool:
    """Whether a file of the same number belongs to the first: ``0005-x`` and ``0005-x-costs``."""
    if not first or slug == first:
        return False
    return slug.startswith(first) or _EXTRA.search(slug) is not None


def _make_candidate(folder: Folder, path: str, kind: str, qualifier: str, added: bool) -> Claim:
    name = folder.names[path]
    letters = name.prefix or "ADR"
    own = name.stem if added else name.own
    id_ = "-".join(filter(None, (letters, qualifier, own)))
    # Domains count on their own, as in ARCH-001 and BE-001.
    number = "" if added or name.prefix not in ("", "ADR", "MADR") else name.number
    written = name.number and not qualifier and not added
    implied = {} if written else {UNWRITTEN: path}
    return Claim(path, kind, id_, number, root=folder.root, implied=implied)


LAYOUT = Layout(
    "adr", find_candidates, make_reader("adr"), frozenset({"status"}), kinds=frozenset({"adr"})
)
