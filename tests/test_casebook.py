"""The grammar of casebooks."""

from __future__ import annotations

import pytest

from awos_lint.casebook import Expected, read_casebook

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
