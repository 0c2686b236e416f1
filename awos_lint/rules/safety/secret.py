"""No text holds a key, a token or a password."""

from awos_lint.agentfiles.secrets import find_literals, find_secrets
from awos_lint.core.diagnostic import Finding, Severity
from awos_lint.core.model.document import Document
from awos_lint.core.text import escape_text
from awos_lint.rules import TEXT, Findings, rule


@rule(TEXT, Severity.ERROR, everywhere=True)
def safety_secret(document: Document) -> Findings:
    told = []
    for found in find_secrets(document):
        told.append(found.span)
        yield Finding(
            at=document.make_place(found.span),
            message=f"this looks like {found.what}",
            help="take it back where it was given out, and name a variable here",
            subject=(document.read_span(found.span),),
        )
    for name, address in find_literals(document) if document.layout == "agents" else ():
        place = document.find_place(*address)
        inside = place.span and any(
            place.span.start <= span.start < place.span.end for span in told
        )
        if not inside:
            yield Finding(
                at=place,
                message=f"`{escape_text(name, 60)}` holds what looks like a credential",
                help="take it back where it was given out, and name a variable here",
                subject=(name,),
            )
