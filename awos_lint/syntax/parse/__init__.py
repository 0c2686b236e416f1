"""From bytes to plain data with places: the only room that knows YAML and Markdown.

:func:`decode_document` turns bytes into text, :func:`read_front` reads the front matter,
:func:`read_body` the Markdown behind it, and :func:`read_items` gives list items the meaning of the
native dialect. Nothing here raises, whatever the input; what was met is a problem, and what was not
read is said.
"""

from awos_lint.syntax.parse.decode import Decoded, decode_document
from awos_lint.syntax.parse.entries import Entry, Run
from awos_lint.syntax.parse.front import FrontMatter, read_front
from awos_lint.syntax.parse.items import read_items
from awos_lint.syntax.parse.markdown import Body, assign_items, read_body
from awos_lint.syntax.parse.measure import count_words, split_sentences

__all__ = [
    "Body",
    "Decoded",
    "Entry",
    "FrontMatter",
    "Run",
    "assign_items",
    "count_words",
    "decode_document",
    "read_body",
    "read_front",
    "read_items",
    "split_sentences",
]
