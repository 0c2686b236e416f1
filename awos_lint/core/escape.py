"""What keeps a stranger's text from being more than text in a report."""

from __future__ import annotations

import json
import re

from awos_lint.core.text import escape_text

# The runner of GitHub Actions reads two kinds of command from whatever a step prints: ``::name::``
# where a line starts and the older ``##[name]`` anywhere (actions/runner, ActionCommand.cs). The
# first is each format's own affair, the second is broken here for all of them.
_FIRST_COLON = re.compile(r"(?:(?<=[\r\n])|\A)([^\S\r\n]*):(?=:)")
_SECOND_HASH = re.compile(r"(?<=#)#(?=\[)")
_NOT_PLAIN = re.compile(r"[^\n -~]|(?<=#)#(?=\[)")


def show_text(text: str, limit: int = 0) -> str:
    """Return untrusted text for a line that a person or a log reader sees; see ``escape_text``."""
    return _SECOND_HASH.sub(r"\\x23", escape_text(text, limit))


def disarm_commands(text: str) -> str:
    r"""Return a text of several lines in which the runner of GitHub Actions finds no command.

    The runner takes ``::`` for one behind any blanks too, as in the context of a diff. The escapes
    are those of ``escape_text``.
    """
    return _SECOND_HASH.sub(r"\\x23", _FIRST_COLON.sub(r"\1\\x3a", text))


def _escape_match(match: re.Match[str]) -> str:
    number = ord(match[0])
    if 0xD800 <= number <= 0xDFFF:
        return f"\\\\u{{{number:x}}}"
    if number > 0xFFFF:
        high, low = divmod(number - 0x10000, 0x400)
        return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
    return f"\\u{number:04x}"


def to_json(value: object, indent: int | None = 2) -> str:
    r"""Return a value as one JSON text in printable ASCII, with a final line break.

    Python keeps a lone surrogate where other readers refuse the whole text, so it is written out
    as ``escape_text`` would. ``##[`` becomes ``#\u0023[``, the same string to a JSON reader.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _NOT_PLAIN.sub(_escape_match, text) + "\n"
