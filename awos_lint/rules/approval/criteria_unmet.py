"""A spec is implemented only when its acceptance criteria are ticked."""

from awos_lint.core.diagnostic import Finding, Related, Severity
from awos_lint.core.model.document import Document, State
from awos_lint.core.text import escape_text
from awos_lint.rules import DOCUMENT, Findings, rule

_SHOWN = 3


@rule(DOCUMENT, Severity.ERROR, needs=("boxed-criteria",))
def approval_criteria_unmet(spec: Document) -> Findings:
    if spec.kind != "spec" or spec.status != "implemented":
        return
    boxed = [item for item in spec.items_of("criterion") if item.box]
    unmet = [item for item in boxed if item.state in (State.OPEN, State.ACTIVE)]
    if unmet:
        names = ", ".join(f"`{escape_text(item.title.value, 40)}`" for item in unmet[:_SHOWN])
        more = f" and {len(unmet) - _SHOWN} more" if len(unmet) > _SHOWN else ""
        yield Finding(
            at=spec.find_place("status"),
            message=f"{spec.name} is implemented, but {len(unmet)} of {len(boxed)} "
            f"acceptance criteria are open: {names}{more}",
            help="tick what was verified, or set the status back",
            related=tuple(
                Related(spec.make_place(item.box or item.anchor), f"this one is {item.state}")
                for item in unmet[:_SHOWN]
            ),
            subject=(),
        )
