"""HTML pages without outside parts: a template that escapes all that comes from texts, and a file that appears whole or not at all."""

from pathlib import Path
from typing import Any

from communique.model.errors import CommuniqueError
from communique.show.export.files import written


def environment() -> Any:
    """The template engine; imported when a page is made, for it takes its time."""
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def write(page: str, out: Path) -> None:
    """Write a page beside its place and move it there."""
    if out.exists() and not out.is_file():
        raise CommuniqueError(f"{out}: it is there and no plain file.", hint="Choose another --out.")
    written(out, page)
