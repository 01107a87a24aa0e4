"""An article as read: text, its parts, where it came from and when."""

from dataclasses import dataclass, field, replace

from communique.model.dates import Published
from communique.model.span import Span

PROSE = frozenset({"title", "standfirst", "heading", "paragraph", "caption"})
BODY = frozenset({"standfirst", "paragraph", "caption"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of an article. kind: title, standfirst, heading, paragraph, caption, byline, biography, credit, correction or furniture."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who published it; `country` is ISO 3166-1 alpha-3, or None where it is not known."""

    id: str
    name: str
    country: str | None = None
    basis: str = "metadata"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One document. `path` is as the user gave it; `location` says where it lies, for versions, and never leaves the record."""

    id: str
    path: str
    location: str
    source_sha256: str
    sha256: str
    text: str
    title: str | None = None
    byline: str | None = None
    outlet: Outlet | None = None
    language: str = "und"
    url: str | None = None
    published: Published = field(default_factory=Published)
    blocks: tuple[Block, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()

    def dated(self, published: Published) -> "Article":
        """The same article with its date known better."""
        return replace(self, published=published)

    def part(self, kind: str) -> list[Block]:
        """The blocks of one kind, in order."""
        return [block for block in self.blocks if block.kind == kind]
