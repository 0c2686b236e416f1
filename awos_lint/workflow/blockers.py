"""Why something must wait: what the documents above it, and those beside it, hold back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from awos_lint.core.model.document import Document, State
from awos_lint.core.model.kinds import FINISHED, maturity_of
from awos_lint.graph.link_keys import key_of
from awos_lint.graph.progress import find_open_tasks, is_built, is_finished
from awos_lint.graph.project import Edge, Node, Project
from awos_lint.graph.status_order import can_express, features_of
from awos_lint.graph.tasks import OVER
from awos_lint.workflow.view import Hold, View, name_of, one_line
from awos_lint.workflow.work import Work


@dataclass(frozen=True)
class Gates:
    """What holds back what, in one project; whatever is not known holds back too."""

    view: View
    _work: dict[tuple[str, str], Work] = field(default_factory=dict, init=False, repr=False)

    @property
    def project(self) -> Project:
        """The project."""
        return self.view.project

    def lists_of(self, owner: Node) -> list[Document]:
        """Return the task lists of a spec; a list that stands alone is its own."""
        alone = owner.kind == "tasks"
        return [owner.document] if alone else self.project.tasks_of(owner)

    def work_of(self, owner: Node) -> Work:
        """Return the tasks of a spec, or of a list that stands alone."""
        key = owner.document.path, owner.id
        if key not in self._work:
            self._work[key] = Work(self.view, tuple(self.lists_of(owner)))
        return self._work[key]

    def find_unsettled(self, documents: Iterable[Document]) -> Iterator[Hold]:
        """Yield why nothing may rest on some documents yet."""
        return (hold for document in documents if (hold := self.view.find_blocker(document)))

    def missions_of(self, roadmap: Document) -> list[Document]:
        """Return the missions that a roadmap serves."""
        edges = self.project.links_from(self.project.node_of(roadmap), "mission")
        return [edge.target.document for edge in edges if edge.target]

    # Features.

    def find_above(self, feature: Node) -> list[Hold]:
        """Return what the mission and the roadmap of a feature hold back."""
        return list(self.find_unsettled([*self.missions_of(feature.document), feature.document]))

    def find_doubled(self, feature: Node) -> list[Hold]:
        """Return the hold of a feature whose id is that of another one."""
        why = f"{one_line(feature.id)} is the id of several features"
        return [Hold(feature.id, why)] if feature.id in self.project.twins else []

    def find_predecessors(self, feature: Node) -> list[Hold]:
        """Return what a feature comes after that is not done, or not known to be."""
        edges = self.view.links_after(feature.document, feature.item) if feature.item else []
        return [hold for edge in edges if (hold := self._judge_predecessor(edge))]

    def _judge_predecessor(self, edge: Edge) -> Hold | None:
        target = edge.target
        if target is None or not edge.is_fitting:
            written = one_line(edge.written, 60)
            return Hold(
                written, f"`{written}` in `after` of {one_line(edge.source.id)} is no feature"
            )
        if target.id == edge.source.id or target.state in OVER:
            return None
        state = target.state or "without a checkbox"
        return Hold(target.id, f"{one_line(target.id)} is {state}")

    def find_beginning_blockers(self, feature: Node) -> list[Hold]:
        """Return why a feature may not be begun."""
        name = one_line(feature.id)
        specs = [spec for spec in self.project.specs_of(feature) if not spec.is_over]
        found = [
            *self.find_above(feature),
            *self.find_predecessors(feature),
            *self.find_doubled(feature),
        ]
        if feature.state is None:
            found.append(Hold(feature.id, f"{name} has no checkbox"))
        if not specs:
            found.append(Hold(feature.id, f"no spec describes {name}"))
        for spec in specs:
            found += self.find_chain(spec)
            if not self.work_of(spec).tally.total:
                found.append(Hold(spec.id, f"{one_line(spec.id)} has no tasks"))
        return list(dict.fromkeys(found))

    # Specs.

    def decisions_of(self, spec: Node) -> list[Node]:
        """Return the decisions that a spec names and that are not over."""
        targets = (edge.target for edge in self.project.links_from(spec, "decisions"))
        return [node for node in targets if node and not node.is_over]

    def find_foundations(self, spec: Node) -> list[Hold]:
        """Return what holds the approval of a spec back: its decisions and the specs before it."""
        found = []
        for edge in self._written.get(spec.document.path, ()):
            if edge.target is None or not edge.is_fitting:
                written = one_line(edge.written, 60)
                why = f"`{written}`{key_of(edge)} of {one_line(spec.id)} leads nowhere"
                found.append(Hold(written, why))
            elif edge.target.document is not spec.document:
                found += self.find_unsettled([edge.target.document])
        return found

    @cached_property
    def _written(self) -> dict[str, list[Edge]]:
        """What each spec says that it rests on, by its path, also what leads nowhere."""
        found: dict[str, list[Edge]] = {}
        for edge in self.project.edges:
            if edge.source.kind == "spec" and edge.kind in ("decisions", "depends_on"):
                found.setdefault(edge.source.document.path, []).append(edge)
        return found

    def find_adrift(self, spec: Node) -> list[Hold]:
        """Return the hold of a spec that describes no feature, where there are features."""
        known = can_express(spec.document, "feature-links") and any(
            self.project.items_of("feature")
        )
        if not known or features_of(self.project, spec):
            return []
        return [Hold(spec.id, f"{one_line(spec.id)} describes no feature of the roadmap")]

    def find_specless(self, home: Document) -> list[Hold]:
        """Return the hold of a task list without a spec, where its layout asks for one."""
        asked = (
            home.implied.get("spec") or home.has_value("spec") or can_express(home, "front-matter")
        )
        name = name_of(home)
        return [Hold(name, f"{name} implements no spec")] if asked else []

    def find_unbuilt(self, spec: Node) -> list[Hold]:
        """Return the specs that one depends on and that are not implemented."""
        targets = [
            edge.target for edge in self.project.links_from(spec, "depends_on") if edge.target
        ]
        others = (
            node for node in targets if node.document is not spec.document and not node.is_over
        )
        return [
            Hold(node.id, f"{one_line(node.id)} {_explain_unbuilt(node)}")
            for node in others
            if not self.is_built(node)
        ]

    def is_built(self, spec: Node) -> bool:
        """Return whether a spec is implemented, as the rules say it."""
        return is_built(self.project, spec)

    def is_ended(self, owner: Node) -> bool:
        """Return whether a spec, or a list that stands alone, has tasks and none is left."""
        lists = self.lists_of(owner)
        done = any(map(is_finished, lists)) and not any(map(find_open_tasks, lists))
        return done and not self.work_of(owner).left

    def find_chain(self, owner: Node) -> list[Hold]:
        """Return why no task of a spec, or of a list that stands alone, may be begun.

        It is empty when only the tasks decide.
        """
        if owner.kind == "tasks":
            return [*self.find_specless(owner.document), *self.find_unsettled([owner.document])]
        return self._above_tasks(owner)

    def _above_tasks(self, spec: Node) -> list[Hold]:
        every = features_of(self.project, spec)
        living = [feature for feature in every if feature.state is not State.CANCELLED]
        found = [hold for feature in living for hold in self.find_above(feature)]
        found += self.find_adrift(spec)
        found += self.find_unsettled([spec.document, *self.project.tasks_of(spec)])
        found += [*self.find_foundations(spec), *self.find_unbuilt(spec)]
        found += [hold for feature in living for hold in self.find_predecessors(feature)]
        if every and not living:
            found.append(Hold(spec.id, f"the feature of {one_line(spec.id)} is cancelled"))
        return list(dict.fromkeys(found))


def _explain_unbuilt(spec: Node) -> str:
    """Return how a spec is not implemented: by its own word, or by its tasks against it."""
    says_so = maturity_of(spec.document.status) >= FINISHED
    return "has tasks left" if says_so else "is not implemented"
