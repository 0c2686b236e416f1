"""The grammar of casebooks."""

from __future__ import annotations

import pytest

from awos_lint.linter.casebook import Expected, read_casebook

BOOK = """# some-rule

Prose with `code`.

## It fires

`a.md`
````md
---
status: odd   <<< some-rule @9 "odd"
---
```
## not a world
```
two   <<< some-rule   <<< some-rule @1
````
`b.md`
```md escaped
x\\xff\\r\\n
y
```

## It is silent

`a.md`
```
```
"""


def test_worlds_files_and_marks() -> None:
    book = read_casebook(BOOK)
    assert (book.rule, book.prose) == ("some-rule", "Prose with `code`.")
    fires, silent = book.worlds
    assert fires.title == "It fires"
    assert fires.files["a.md"] == (b"---\nstatus: odd\n---\n```\n## not a world\n```\ntwo\n")
    assert fires.files["b.md"] == b"x\xff\r\ny"
    assert fires.expected == (
        Expected("a.md", 2, "some-rule", 9, "odd"),
        Expected("a.md", 7, "some-rule"),
        Expected("a.md", 7, "some-rule", 1),
    )
    assert (silent.files, silent.expected) == ({"a.md": b""}, ())


@pytest.mark.parametrize(
    "text", ["no title", "# r\n\n## w\n\nno files", "# r\n## w\n`a`\n```\nopen"]
)
def test_what_is_no_casebook(text: str) -> None:
    with pytest.raises(ValueError, match=r"casebook begins|has no files|not closed"):
        read_casebook(text)


STEP = """# some-rule

## A step

### Before

`a.md`
```md
old   <<< some-rule "replaced, so this mark does not count"
```
`b.md`
```md
kept   <<< some-rule "kept"
```
`c.md`
```md
```

### Tip

`d.md`
```md
elsewhere
```

### Commit by Ada <ada@example.org>: Say more (#2)

`a.md`
```md
### no heading
```

### After

`c.md` is deleted   <<< some-rule "gone"

`e.md`
```md
new
```
"""


def test_a_world_about_a_step() -> None:
    (world,) = read_casebook(STEP).worlds
    assert world.before == {"a.md": b"old\n", "b.md": b"kept\n", "c.md": b""}
    assert world.tip == {**world.before, "d.md": b"elsewhere\n"}
    one, two = world.stages
    assert (one.name, one.mail, one.subject) == ("Ada", "ada@example.org", "Say more (#2)")
    assert one.files == {**world.before, "a.md": b"### no heading\n"}
    assert (two.name, two.files) == ("", world.files)
    assert world.files == {"a.md": b"### no heading\n", "b.md": b"kept\n", "e.md": b"new\n"}
    assert world.expected == (
        Expected("b.md", 1, "some-rule", 0, "kept"),
        Expected("c.md", 1, "some-rule", 0, "gone"),
    )
    assert ("After", "c.md", None) in world.shown


def test_a_part_that_is_none() -> None:
    with pytest.raises(ValueError, match="is no part of a world"):
        read_casebook("# r\n\n## w\n\n### Later\n\n`a`\n```\n```\n")
