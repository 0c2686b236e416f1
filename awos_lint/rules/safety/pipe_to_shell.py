"""No prompt and no setting runs what it has just fetched from the network."""

from awos_lint.agentfiles.piped import find_piped
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.rules import PROMPT, Findings, rule


@rule(PROMPT, Severity.NOTICE)
def safety_pipe_to_shell(prompt: Document) -> Findings:
    for found in find_piped(prompt):
        yield Finding(
            at=found.place,
            message="what is fetched here is run unseen: whoever holds the address decides what",
            help="install it from a package registry, or check the file before it runs",
            raised=2 if found.unasked else 0 if found.installer else 1,
            subject=(prompt.read_span(found.place.span),),
        )
