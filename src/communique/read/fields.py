"""The fields that describe an article, and where a sidecar file would lie."""

from dataclasses import dataclass
from pathlib import Path

from communique.model.span import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Plain strings as found; empty where nothing was said. `span` is the front matter's own place in the text."""

    title: str = ""
    byline: str = ""
    outlet: str = ""
    country: str = ""
    published: str = ""
    language: str = ""
    url: str = ""
    span: Span | None = None


def sidecar_paths(location: str) -> list[Path]:
    """The sidecar files that are there, the first of which counts."""
    path = Path(location)
    return [p for p in (path.with_suffix(".meta.json"), path.with_name(path.name + ".json")) if p.is_file()]


def joined(first: Metadata, second: Metadata) -> Metadata:
    """The first wins field by field."""
    return Metadata(
        title=first.title or second.title,
        byline=first.byline or second.byline,
        outlet=first.outlet or second.outlet,
        country=first.country or second.country,
        published=first.published or second.published,
        language=first.language or second.language,
        url=first.url or second.url,
        span=first.span or second.span,
    )
