"""HTML pages without outside parts: a template that escapes all that comes from texts, and a file that appears whole or not at all."""

from pathlib import Path
from typing import Any

from communique.model.errors import CommuniqueError, RecordFull


def environment() -> Any:
    """The template engine; imported when a page is made, for it takes its time."""
    from jinja2 import Environment, StrictUndefined

    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def write(page: str, out: Path) -> None:
    """Write a page beside its place and move it there."""
    if out.exists() and not out.is_file():
        raise CommuniqueError(f"{out}: it is there and no plain file.", hint="Choose another --out.")
    draft = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(page, "utf8")
        draft.replace(out)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise RecordFull(f"{out}: {error.strerror}.", hint="Make room or choose another --out.") from error
