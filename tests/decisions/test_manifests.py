"""Manifests: each dependency is found where it stands; no text makes a reader raise or hang."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awos_lint.core.text import Source
from awos_lint.decisions.manifests import Manifest, is_manifest, is_vendored, read_manifest
from awos_lint.syntax.parse.toml import ITEM, UnreadableError, read_entries

PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]

[project]
name = "shop"
dependencies = [
  "Flask-SQLAlchemy[x]>=3 ; python_version > '3.8'",  # 'not-this'
  'requests',
]
[project.optional-dependencies]
pdf = ["fpdf2"]

[dependency-groups]
test = ["pytest>=8", { include-group = "lint" }]
lint = ["ruff"]

[tool.poetry.dependencies]
python = "^3.11"
"zope.interface" = "*"
django = { version = "^5", extras = ["argon2"] }
httpx.version = "1"
[tool.poetry.dependencies.celery]
git = "https://example.org/celery.git"
[tool.poetry.group.dev.dependencies]
mypy = "*"
[tool.uv]
dev-dependencies = ["black"]
[tool.other.dependencies]
nobody = "1"
"""
REQUIREMENTS = (
    "# django\r\n"
    "Django>=4 # the framework\r\n"
    "-r base.txt\r\n"
    "--hash=sha256:aa\r\n"
    "requests[security]==2 \\\r\n"
    "  --hash=sha256:bb\r\n"
    "-e git+https://example.org/x.git@main#subdirectory=y&egg=Foo_bar\r\n"
    "pkg @ https://example.org/pkg.whl\r\n"
    "./local\r\n"
    "https://example.org/nameless.whl\r\n"
    "zope.interface"
)
PACKAGE = """\
{
  "name": "dependencies",
  "dependencies": {"lodash": "^4", "under": "npm:underscore@1.2", "@ui/kit": "npm:@real/kit"},
  "devDependencies": {"jest": 1},
  "peerDependencies": [],
  "scripts": {"dependencies": "no"}
}
"""
GO = """\
module example.org/shop // require no/such v1

go 1.22

require github.com/a/b v1.2.3
require (
\tgithub.com/jackc/pgx/v5 v5.1.0
\tgopkg.in/yaml.v3 v3.0.1 // indirect
\t"example.org/quoted" v0.1.0 // used
)
replace (
\tgithub.com/c/d v1.0.0 => ../d
)
exclude github.com/e/f v1.0.0
"""
CARGO = """\
[package]
name = "shop"
[dependencies]
serde = "1"
tokio = { version = "1", features = ["full"] }
json = { package = "serde_json", version = "1" }
[dependencies.rand]
version = "0.8"
[target.'cfg(unix)'.dev-dependencies]
nix = "0.29"
[workspace.dependencies]
anyhow = "1"
[features]
dependencies = []
"""
POM = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- ü --><m:project xmlns:m="urn:x">
  <m:dependencies>
    <m:dependency><m:groupId>org.é</m:groupId>
      <m:artifactId>
        guice
      </m:artifactId>
      <m:exclusions><m:exclusion><m:artifactId>out</m:artifactId></m:exclusion></m:exclusions>
    </m:dependency>
  </m:dependencies>
  <m:dependencyManagement><m:dependencies><m:dependency>
    <m:artifactId>managed</m:artifactId>
  </m:dependency></m:dependencies></m:dependencyManagement>
  <m:profiles><m:profile><m:dependencies><m:dependency>
    <m:artifactId><![CDATA[junit]]></m:artifactId>
  </m:dependency></m:dependencies></m:profile></m:profiles>
</m:project>
"""
GEMFILE = """\
source "https://example.org"
gem "rails", "~> 7"
group :test do
  gem('rspec', require: false)
end
# gem "commented"
gemspec
  gem  "pg"
"""
COMPOSER = '{"require": {"php": ">=8", "Monolog/Monolog": "^2"}, "require-dev": {"pest/pest": "*"}}'

PYTHON = (
    "hatchling Flask-SQLAlchemy requests fpdf2 pytest ruff"
    " zope.interface django httpx celery mypy black"
)
NAMED = {
    "pyproject.toml": (PYPROJECT, PYTHON),
    "requirements-dev.txt": (REQUIREMENTS, "Django requests Foo_bar pkg zope.interface"),
    "package.json": (PACKAGE, "lodash under @ui/kit jest"),
    "go.mod": (GO, "github.com/a/b github.com/jackc/pgx/v5 example.org/quoted"),
    "Cargo.toml": (CARGO, "serde tokio json serde_json rand nix anyhow"),
    "pom.xml": (POM, "org.é:guice junit"),
    "Gemfile": (GEMFILE, "rails rspec pg"),
    "composer.json": (COMPOSER, "php Monolog/Monolog pest/pest"),
}  # fmt: skip
PATHS = sorted(NAMED)


def read(path: str, text: str) -> Manifest:
    return read_manifest(Source(path, text))


@pytest.mark.parametrize("path", PATHS)
def test_dependencies_are_found_where_they_stand(path: str) -> None:
    text, names = NAMED[path]
    found = read(f"deep/{path}", text)
    assert found.unread == ""
    assert [dependency.name for dependency in found.dependencies] == names.split()
    for dependency in found.dependencies:
        quoted = text[dependency.span.start : dependency.span.end]
        assert quoted.strip("\"'") == dependency.name.rpartition(":")[2]


@pytest.mark.parametrize(
    ("path", "name", "found"),
    [
        ("pyproject.toml", "flask_sqlalchemy", "Flask-SQLAlchemy"),
        ("pyproject.toml", "FLASK.SQLAlchemy", "Flask-SQLAlchemy"),
        ("pyproject.toml", "python", None),
        ("pyproject.toml", "argon2", None),
        ("pyproject.toml", "nobody", None),
        ("requirements-dev.txt", "foo-bar", "Foo_bar"),
        ("package.json", "underscore", "under"),
        ("package.json", "@real/kit", "@ui/kit"),
        ("package.json", "Lodash", "lodash"),
        ("go.mod", "github.com/jackc/pgx", "github.com/jackc/pgx/v5"),
        ("go.mod", "github.com/jackc/pgx/v4", None),
        ("go.mod", "gopkg.in/yaml", None),
        ("go.mod", "github.com/c/d", None),
        ("Cargo.toml", "serde-json", "serde_json"),
        ("pom.xml", "guice", "org.é:guice"),
        ("pom.xml", "org.é:guice", "org.é:guice"),
        ("pom.xml", "managed", None),
        ("pom.xml", "out", None),
        ("Gemfile", "commented", None),
        ("composer.json", "monolog/monolog", "Monolog/Monolog"),
    ],
)
def test_names_are_compared_as_each_registry_does(path: str, name: str, found: str | None) -> None:
    dependency = read(path, NAMED[path][0]).find_dependency(name)
    assert (dependency and dependency.name) == found


@pytest.mark.parametrize(
    ("path", "text", "why"),
    [
        ("pyproject.toml", "[project\n", "it is not TOML at line 1"),
        ("pyproject.toml", "a = 1\nb = \n", "it is not TOML at line 2"),
        ("Cargo.toml", 'a = "x', "it is not TOML at line 1"),
        ("Cargo.toml", "a = ['x' 'y']", "it is not TOML at line 1"),
        ("package.json", "{", "it is not JSON that can be read"),
        ("composer.json", "", "it is not JSON that can be read: the file is empty"),
        ("pom.xml", "<project>", "it is not XML at line 1: no element found"),
        ("pom.xml", '<!DOCTYPE p [<!ENTITY e "x">]><p>&e;</p>', "it has a document type"),
        ("pom.xml", "<p>&e;</p>", "it is not XML at line 1: undefined entity"),
        ("pom.xml", "<p>\0</p>", "it is not XML at line 1"),
    ],
)
def test_what_cannot_be_read_is_not_taken_for_empty(path: str, text: str, why: str) -> None:
    found = read(path, text)
    assert found.unread.startswith(why)
    assert found.dependencies == ()


def test_which_files_are_manifests() -> None:
    yes = ["go.mod", "a/Gemfile", "requirements.txt", "dev-requirements.txt", "requirements/x.txt"]
    no = [
        "go.sum",
        "Gemfile.lock",
        "xgo.mod",
        "requirements.md",
        "requirements/a/b.txt",
        "pom.xml/x",
    ]
    assert [path for path in [*yes, *no] if is_manifest(path)] == yes
    assert is_vendored("web/node_modules/x/package.json")
    assert not is_vendored("vendor")
    assert read("notes.txt", "x==1") == Manifest("notes.txt")


# Promises.

PIECES = st.sampled_from(
    ["[", "]", "{", "}", '"', '"""', "'", "\\", "=", ".", ",", "#", "\n", "\r\n"]
)
RUBBISH = st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join)


@given(st.sampled_from(PATHS), RUBBISH)
def test_no_text_makes_a_reader_raise(path: str, text: str) -> None:
    found = read(path, text)
    assert all(0 <= d.span.start <= d.span.end <= len(text) for d in found.dependencies)


@given(st.sampled_from(PATHS), st.data())
def test_nor_does_a_manifest_with_a_slip(path: str, data: st.DataObject) -> None:
    text = NAMED[path][0]
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 5))
    changed = text[:at] + data.draw(RUBBISH) + text[at + cut :]
    found = read(path, changed)
    assert all(d.span.end <= len(changed) for d in found.dependencies)


KEYS = st.text('ab-_.é"\\\t', min_size=1, max_size=4)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    """Return a value as TOML, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(k)} = {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    # JSON leaves DEL alone, which TOML does not.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def strings(value: Any, address: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        return [found for k, v in value.items() for found in strings(v, (*address, k))]
    if isinstance(value, list):
        return [found for entry in value for found in strings(entry, (*address, ITEM))]
    return [(address, value)] if isinstance(value, str) else []


@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3))
def test_toml_is_read_as_the_standard_library_reads_it(tables: dict[str, dict[str, Any]]) -> None:
    lines = []
    for name, table in tables.items():
        lines += [
            f"[ {written(name)} ] # {name!r}",
            *(f"{written(k)}={written(v)}" for k, v in table.items()),
        ]
    text = "\r\n".join(lines)
    assert tomllib.loads(text) == tables
    found = [(entry.address, entry.text) for entry in read_entries(text) if entry.text is not None]
    assert found == strings(tables)


@pytest.mark.parametrize(
    ("text", "value", "inner"),
    [
        ('a = """\n b"c""d\\u00e9"""', '\n b"c""dé', -1),
        ("a = '''it's'''", "it's", 7),
        ('a = "\\t\\"\\\\"', '\t"\\', -1),
        ("a.b . 'c d'=\"x\"", "x", 13),
    ],
)
def test_strings_of_every_kind(text: str, value: str, inner: int) -> None:
    *_, entry = read_entries(text)
    assert (entry.text, entry.inner) == (value, inner)
    assert inner < 0 or text[inner : inner + len(value)] == value


def test_toml_that_nests_too_deep_is_refused() -> None:
    for text in ("a." * 40 + "b = 1", f"[{'a.' * 40}b]", f"a = {'[' * 40}", "a = " + "{a = " * 40):
        with pytest.raises(UnreadableError, match="nest more than 32 levels"):
            list(read_entries(text))


# If the time of a reader grew with the square of the text, these would take hours.
MANY = 200_000
BOMBS = [
    ("pyproject.toml", "a." * MANY),
    ("pyproject.toml", "[" + "a." * MANY),
    ("pyproject.toml", "a = " + "[" * MANY),
    ("pyproject.toml", 'a = """' + '""x' * MANY),
    ("pyproject.toml", 'a = "' + "\\" * MANY),
    ("pyproject.toml", '[project]\ndependencies = ["' + "a." * MANY + '/"]'),
    ("requirements.txt", "x/#" + "&" * MANY),
    ("requirements.txt", "a." * MANY),
    ("package.json", "[" * MANY),
    ("package.json", '{"dependencies": ' * MANY),
    ("go.mod", "require (" * MANY),
    ("pom.xml", "<a>" * MANY),
    ("pom.xml", "<project><dependencies><dependency><artifactId>" + "\n" * MANY),
    ("Gemfile", "gem '" * MANY),
]


@pytest.mark.parametrize(("path", "text"), BOMBS, ids=[f"{p}:{t[:12]!r}" for p, t in BOMBS])
def test_no_text_takes_longer_than_it_is_long(path: str, text: str) -> None:
    assert len(read(path, text).dependencies) <= 1
