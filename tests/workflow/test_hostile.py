"""Broken documents, rings and strange texts end in an answer, and what is not known is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hypothesis import given
from hypothesis import strategies as st

from awos_lint.workflow import budget, context, matrix, next_steps, planned, screen, trace
from awos_lint.workflow.backlog import Ladder
from awos_lint.workflow.blockers import Gates
from awos_lint.workflow.remaining import Remaining
from awos_lint.workflow.status import collect_status
from awos_lint.workflow.view import View
from awos_lint.workflow.waves import make_plan
from tests.support.products import (
    ROADMAP,
    feature,
    products,
    roadmap,
    small,
    spec,
    spec_path,
    task,
    tasks,
    tasks_path,
    view,
)


def answers(found: View) -> Iterator[str]:
    """Ask everything that can be asked of a project, in every format."""
    gates = Gates(found)
    stands = collect_status(found)
    yield from (screen.as_json(stands), screen.write_brief(stands))
    yield screen.write_screen(stands, color=False, width=80)
    for kind in ("", *next_steps.KINDS):
        answer = next_steps.find_next(Remaining(Ladder(gates)), kind)
        yield from (next_steps.write_text(answer), next_steps.as_json(answer))
    tracer = trace.Tracer(found.project)
    for node in found.project.nodes.values():
        yield from (form(tracer.trace_node(node.id)) for form in (trace.write_text, trace.as_json))
        if node.kind in context.KINDS:
            cut = budget.cut_pack(context.collect_context(found, node), 100_000)
            yield from (budget.write_markdown(cut), budget.as_json(cut))
        if node.kind in ("spec", "tasks"):
            made = planned.make_sheet(found, make_plan(gates, node))
            yield from (form(made) for form in planned.FORMATS.values())
    specs = [found.project.node_of(document) for document in found.project.documents_of("spec")]
    yield from (form(matrix.build_matrix(found, specs)) for form in matrix.FORMATS.values())


def unsafe(texts: Iterator[str]) -> list[str]:
    """Return the lines that hold what a terminal or a log would act upon."""
    marks = ("\x1b", "\u202e", "\x00", "##[")
    lines = (line for text in texts for line in text.split("\n"))
    return [line for line in lines if any(mark in line for mark in marks)]


@given(products(), st.data())
def test_damaged_documents(files: dict[str, str], data: st.DataObject) -> None:
    documents = sorted(path for path in files if path.endswith(".md"))
    for path in data.draw(st.lists(st.sampled_from(documents), max_size=3, unique=True)):
        start = data.draw(st.integers(0, len(files[path])))
        end = data.draw(st.integers(start, len(files[path])))
        junk = data.draw(
            st.sampled_from(["", "---\n", "- [x] ", "\x00", "\x1b[2J\u202e", "[", "~~"])
        )
        files[path] = files[path][:start] + junk + files[path][end:]
    assert not unsafe(answers(view(files)))


IDS = st.sampled_from(
    ["SPEC-001", "SPEC-1", "TASKS-001", "x y", "##[group]", "a/b", "\u202eSPEC", "-1"]
)


@given(IDS, IDS, IDS)
def test_strange_and_doubled_ids(first: str, second: str, named: str) -> None:
    files = small(**{spec_path(1): spec("F-01", id=f"'{first}'", decisions=f"['{named}']")})
    files[spec_path(2)] = spec("F-01", id=f"'{second}'", depends_on=f"['{named}', '{first}']")
    files[tasks_path(1)] = tasks(task("T-01", after=named, covers=named, files=f"`{named}`"))
    files[tasks_path(2)] = files[tasks_path(1)].replace("status", f"spec: '{first}'\nstatus")
    assert not unsafe(answers(view(files)))


def test_rings_everywhere() -> None:
    files: Mapping[str, str] = small(
        **{
            ROADMAP: roadmap(feature(1, after="F-02"), feature(2, after="F-01, F-02")),
            spec_path(1): spec("F-01", depends_on="[SPEC-002, SPEC-001]"),
            spec_path(2): spec("F-02", depends_on="[SPEC-001]"),
            tasks_path(1): tasks(
                task("T-01", after="T-01, T-02"),
                task("T-02", after="T-03", indent=1),
                task("T-03", after="T-01"),
            ),
        }
    )
    assert not unsafe(answers(view(files)))
    assert next_steps.find_next(Remaining(Ladder(Gates(view(files)))), "task").step is None


def test_a_thousand_tasks_in_a_row_and_side_by_side() -> None:
    row = [
        task(f"T-{n}", after=f"T-{n - 1}" if n > 1 else "", files="`a.py`") for n in range(1, 1001)
    ]
    found = Gates(view(small(**{tasks_path(1): tasks(*row)})))
    assert len(make_plan(found, found.project.nodes["SPEC-001"]).waves) == 1000
    wide = [task(f"T-{n}", files=f"`{n}.py`") for n in range(1, 1001)]
    found = Gates(view(small(**{tasks_path(1): tasks(*wide)})))
    assert len(make_plan(found, found.project.nodes["SPEC-001"]).waves) == 1
