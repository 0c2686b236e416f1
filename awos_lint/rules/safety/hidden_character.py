"""No text holds characters that a reader does not see and an agent reads."""

from awos_lint.agentfiles.lazy import Lazy
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import Span, escape_text
from awos_lint.rules import TEXT, Findings, rule

_TAGS = "\U000e0000-\U000e007f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_BLANK = "\u200b-\u200d\u2060\u180e\ufeff\u3164\uffa0"
# Flags of regions are spelled with tags; they are taken first, so that they are not reported.
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
_HIDDEN = Lazy(
    rf"{_FLAG}|(?P<tags>[{_TAGS}]+)|(?P<order>[\u202a-\u202e\u2066-\u2069]+)"
    rf"|(?P<selectors>[{_SELECTORS}]{{3,}})"
    rf"|(?P<blank>(?<=[A-Za-z0-9])[{_BLANK}]+(?=[A-Za-z0-9])|[{_BLANK}]{{3,}})"
)
_ANY = Lazy(rf"[{_TAGS}\u202a-\u202e\u2066-\u2069{_BLANK}]|[{_SELECTORS}]{{3}}")
_WHY = {
    "tags": "tag characters, which nobody sees and a model reads as letters",
    "order": "characters that show the text in another order than it is read in",
    "selectors": "variation selectors in a row, which can carry a hidden text",
    "blank": "characters without width between letters",
}
_REPORTED = 8


@rule(TEXT, Severity.ERROR, everywhere=True)
def safety_hidden_character(document: Document) -> Findings:
    text = document.source.text
    if text.isascii() or not _ANY.pattern.search(text):
        return
    found = (match for match in _HIDDEN.pattern.finditer(text) if match.lastgroup)
    for _, match in zip(range(_REPORTED), found, strict=False):
        kind = str(match.lastgroup)
        yield Finding(
            at=document.make_place(Span(*match.span())),
            message=f"here stand {_WHY[kind]}: {escape_text(match[0], 8)}",
            help="remove them; if they are meant, silence this with a reason",
            notes=_spell_tags(match[0]) if kind == "tags" else (),
            subject=(kind, match[0]),
        )


def _spell_tags(tags: str) -> tuple[str, ...]:
    plain = "".join(chr(ord(tag) - 0xE0000) for tag in tags if 0xE0020 <= ord(tag) < 0xE007F)
    return (f"they spell: {escape_text(plain, 120)}",) if plain else ()
