"""The typed document graph: nodes, written edges, rings; networkx stays behind this door."""

from awos_lint.graph.project import Edge, Node, Project

__all__ = ["Edge", "Node", "Project"]
