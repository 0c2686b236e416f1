"""A hook may take as long as was meant: hosts count seconds, or thousandths of them."""

from awos_lint.agentfiles.hooks import list_handlers
from awos_lint.agentfiles.written import host_of, shape_of, text_at, title_of
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, rule

_LEAST = 1_000
_KEYS = ("timeout", "timeoutSec")


@rule(PROMPT, Severity.WARNING)
def prompt_hook_timeout(prompt: Document) -> Findings:
    for handler in list_handlers(prompt):
        hooks = host_of(prompt).hooks
        for key in _KEYS:
            address = (*handler.address, key)
            if hooks is None or shape_of(prompt, *address) != "number":
                continue
            given = float(text_at(prompt, *address))
            in_thousandths = hooks.second == _LEAST
            if in_thousandths == (given < _LEAST) and given > 0:
                yield Finding(
                    at=prompt.find_place(*address),
                    message=f"{title_of(prompt)} counts"
                    f" {'thousandths of a second' if in_thousandths else 'seconds'},"
                    f" so that this is {_write_duration(given, in_thousandths)}",
                    help=f"write `{given * 1000 if in_thousandths else given / 1000:g}`",
                    subject=(handler.event, key, text_at(prompt, *handler.address, "command")),
                )


def _write_duration(given: float, in_thousandths: bool) -> str:
    return f"{given / 1000:g} seconds" if in_thousandths else f"{given / 60:.0f} minutes"
