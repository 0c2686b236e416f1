"""Links that work on a site made from a repository, and nowhere else.

Whoever writes for a generator of sites leaves out the ending of a page, or writes that of the page
that is made from it. Documents in the native layout are read where they lie, save those of kinds
that a project declares, which it may serve in its own way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from awos_lint.core.model.files import Files
from awos_lint.graph.links import Target
from awos_lint.graph.project import Project

_GENERATORS = frozenset(
    {"_config.yml", "_config.yaml", "antora.yml", "book.toml", "conf.py", "hugo.toml", "hugo.yaml"}
    | {"mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "zensical.toml", "_quarto.yml"}
    | {"docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "sidebars.js"}
    | {"sidebars.ts", "gatsby-config.js", "gatsby-config.ts", "eleventy.config.js", ".eleventy.js"}
    | {"astro.config.mjs", "astro.config.ts", "astro.config.js", "mint.json", ".log4brains.yml"}
    | {"docs.json", "rspress.config.ts", "vocs.config.ts", "vocs.config.tsx"}
)
_OWN = {".log4brains.yml": "/l4b-static/"}
"""What a generator serves from itself, by the file that sets it up."""
_DASHES = re.compile(r"[-_]+")


def is_served(project: Project, target: Target) -> bool:
    """Return whether a dead link may be alive on the site made from the documents."""
    if target.document.is_native:
        return project.kind_of(target.document).declared and _has_page(project.files, target.path)
    href = target.link.href.partition("#")[0].partition("?")[0]
    if href.startswith(tuple(_served_by_generators(project.files))):
        return True
    if href.startswith("/") and "." not in href.rpartition("/")[2]:
        return True  # a page of the site; in the repository, such a path has an ending
    found = _has_page(project.files, target.path)
    return found and (href.endswith((".html", ".htm")) or _has_generator(project.files))


def _has_page(files: Files, path: str) -> bool:
    """Return whether there is a file that a site makes the page at a path from."""
    stem = re.sub(r"(?:\.html?|/)$", "", path)
    there = (f"{stem}.md", f"{stem}.mdx", f"{stem}/index.md", f"{stem}/README.md", f"{stem}.adoc")
    return any(files.has_path(path) for path in there)


@lru_cache(maxsize=4)
def _served_by_generators(files: Files) -> frozenset[str]:
    """Return the paths that the generators of a repository serve from themselves."""
    names = (path.rpartition("/")[2] for path in files.paths)
    return frozenset(_OWN[name] for name in names if name in _OWN)


@lru_cache(maxsize=4)
def _has_generator(files: Files) -> bool:
    """Return whether anything in a repository makes a site of it."""
    names = (path.rpartition("/")[2] for path in files.paths)
    vitepress = any(folder.endswith(".vitepress") for folder in files.folders)
    return vitepress or any(name in _GENERATORS for name in names)


def is_same_slug(fragment: str, anchors: frozenset[str]) -> bool:
    """Return whether an anchor is another generator's spelling of one of a document's.

    GitHub keeps each dash that a dropped character leaves, GitLab and Python-Markdown join them.
    """
    plain = _squeeze_anchor(fragment)
    return any(_squeeze_anchor(anchor) == plain for anchor in anchors)


def _squeeze_anchor(anchor: str) -> str:
    return _DASHES.sub("-", anchor.casefold()).strip("-")
