"""Find and read the files that users write, and say where in them a fault stands.

`shape` is imported by its own name: it needs pydantic, which the catalogue does without.
"""

from airshield.files.document import Document, Place, rows, word
from airshield.files.hints import nearest
from airshield.files.shelf import Shelf, bundled_names, bundled_text, read_file, read_text
from airshield.files.toml_lines import TomlLines, parse

__all__ = [
    "Document",
    "Place",
    "Shelf",
    "TomlLines",
    "bundled_names",
    "bundled_text",
    "nearest",
    "parse",
    "read_file",
    "read_text",
    "rows",
    "word",
]
